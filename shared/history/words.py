"""The words for codes and counts in sentences, in both languages."""

from collections.abc import Mapping

from shared.problems import Language

Both = Mapping[Language, str]


def both(de: str, en: str) -> Both:
    return {"de": de, "en": en}


NOT_STATED = both("keine Angabe", "not stated")

WORDS: Mapping[str, Both] = {
    "not_stated": NOT_STATED,
    "other": both("Sonstiges", "other"),
    "yes": both("ja", "yes"),
    "no": both("nein", "no"),
    # claims of the state
    "repayment": both("Erstattung", "repayment"),
    "interest": both("Zinsen", "interest"),
    # purposes of consent
    "counselling": both("Beratung", "counselling"),
    "sharing": both("Weitergabe", "sharing"),
    "volunteer": both("Ehrenamt", "volunteering"),
    # topics and domains
    "housing": both("Wohnen", "housing"),
    "work": both("Arbeit", "work"),
    "german": both("Deutsch", "German"),
    "training": both("Ausbildung", "training"),
    "childcare": both("Kinderbetreuung", "childcare"),
    "school": both("Schule", "school"),
    "health": both("Gesundheit", "health"),
    "benefits": both("Leistungen", "benefits"),
    "offices": both("Behörden", "offices"),
    "asylum_law": both("Asylrecht", "asylum law"),
    "debts": both("Schulden", "debts"),
    "protected": both("geschütztes Thema", "a protected topic"),
    # ways of a contact, and how long it was
    "office": both("im Büro", "at the office"),
    "outreach": both("aufsuchend", "on a visit"),
    "phone": both("am Telefon", "by phone"),
    "messenger": both("per Nachricht", "by message"),
    "to_15": both("bis 15 Minuten", "up to 15 minutes"),
    "to_30": both("bis 30 Minuten", "up to 30 minutes"),
    "to_60": both("bis 60 Minuten", "up to 60 minutes"),
    "over_60": both("über 60 Minuten", "more than 60 minutes"),
    # residence
    "permit": both("Aufenthaltserlaubnis", "residence permit"),
    "tolerated": both("Duldung", "toleration"),
    "pending": both("Verfahren läuft", "procedure pending"),
    # joining and leaving a household
    "birth": both("Geburt", "birth"),
    "arrival": both("Zuzug", "arrival"),
    "moved_out": both("Auszug", "moved out"),
    "death": both("Tod", "death"),
    "merged": both("doppelter Eintrag", "a second entry"),
    # reasons of an override or of a hand-over
    "capacity": both("Kapazität", "capacity"),
    "language": both("Sprache", "language"),
    "continuity": both("Kontinuität", "continuity"),
    "wish": both("Wunsch der Familie", "wish of the family"),
    "conflict": both("Konflikt", "conflict"),
    # exclusions
    "employment": both("Arbeitsverhältnis", "employment"),
    "kinship": both("Verwandtschaft", "kinship"),
    "dispute": both("Streit", "a dispute"),
    "safety": both("Sicherheit", "safety"),
    # ends
    "closed": both("abgeschlossen", "closed"),
    "left_town": both("aus der Stadt verzogen", "left the town"),
    "accepted": both("angenommen", "accepted"),
    "declined": both("abgelehnt", "declined"),
    "expired": both("abgelaufen", "expired"),
    "too_late": both("zu spät beantwortet", "answered too late"),
    "independent": both("steht auf eigenen Füßen", "on their own feet"),
    "regular_services": both("Regeldienste haben übernommen", "regular services took over"),
    "time_over": both("Zeit der Beratung zu Ende", "the time of advice is over"),
    "contact_lost": both("Kontakt abgerissen", "contact lost"),
    "due": both("nicht rechtzeitig beantwortet", "not answered in time"),
    "overtaken": both("überholt", "overtaken"),
    # what a person states
    "given": both("erteilt", "given"),
    "refused": both("verweigert", "refused"),
    "withdrawn": both("widerrufen", "withdrawn"),
    # plans and referrals
    "person": both("die Person", "the person"),
    "caseworker": both("Fachkraft", "caseworker"),
    "open": both("offen", "open"),
    "reached": both("erreicht", "reached"),
    "done": both("erledigt", "done"),
    "dropped": both("aufgegeben", "dropped"),
    # volunteers
    "conversation": both("Deutsch sprechen", "talking German"),
    "homework": both("Hausaufgaben", "homework"),
    "company": both("Begleitung", "company on ways"),
    "offices_company": both("Begleitung zu Behörden", "company to offices"),
    "leisure": both("Freizeit", "leisure"),
    "practical": both("praktische Hilfe", "a hand with something"),
    "mornings": both("vormittags", "mornings"),
    "afternoons": both("nachmittags", "afternoons"),
    "evenings": both("abends", "evenings"),
    "weekends": both("am Wochenende", "weekends"),
    "last_day_over": both("der letzte Tag ist vorbei", "the last day is over"),
    "consent_withdrawn": both("Einwilligung widerrufen", "consent withdrawn"),
    "case_ended": both("der Fall ist nicht mehr hier", "the case is not here any more"),
    # staff
    "lead": both("Leitung", "lead"),
    "provider_admin": both("Verwaltung", "administration"),
    "case": both("Fall", "case"),
    "plan": both("Plan", "plan"),
    "referral": both("Verweisung", "referral"),
    # what was spent
    "personnel": both("Personal", "personnel"),
    "material": both("Sachkosten", "material"),
    "salary": both("Gehalt", "salary"),
    "social_insurance": both("Sozialversicherung", "social insurance"),
    "pension": both("Altersvorsorge", "pension"),
    "course": both("Fortbildung", "course"),
    "supervision": both("Supervision", "supervision"),
    "travel": both("Fahrten", "travel"),
    "supplies": both("Bürobedarf", "supplies"),
    # positions
    "degree": both("Hochschulabschluss", "degree"),
    "vocational": both("Berufsausbildung", "vocational training"),
}
"""By code. A test holds that every code that a sentence can show has its word."""

NOBODY: Mapping[str, Both] = {
    "provider": both("die Stadt selbst", "the town itself"),
    "expenditure": both("nichts", "nothing"),
    "to_provider": both("denselben Träger", "the same provider"),
    "to_line": both("dieselbe Haushaltsstelle", "the same line"),
    "substitute": both("niemand", "nobody"),
    "until_on": both("auf Weiteres", "further notice"),
}
"""What stands for nothing, by field; elsewhere it is not stated."""

YES_OR_NO: Mapping[str, tuple[Both, Both]] = {
    "given": (both("widerrufen", "withdrew"), both("erteilt", "gave")),
    "accepted": (both("abgelehnt", "declined"), both("angenommen", "accepted")),
    "took_place": (both(" (fand nicht statt)", " (there was none)"), both("", "")),
    "open": (both("nimmt keine neuen Fälle auf", "takes no new cases"), both("nimmt Fälle auf", "takes cases")),
    "holds": (both("aufgehoben", "lifted"), both("erklärt", "declared")),
    "over_ceiling": (both("", ""), both(", über der Obergrenze", ", above the ceiling")),
}
"""What no and yes are in a sentence, by field."""

COUNTED: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "persons": {"de": ("Person", "Personen"), "en": ("person", "persons")},
    "progress": {"de": ("Ziel", "Ziele"), "en": ("goal", "goals")},
    "outcomes": {"de": ("Ziel", "Ziele"), "en": ("goal", "goals")},
    "goals": {"de": ("Ziel", "Ziele"), "en": ("goal", "goals")},
    "houses": {"de": ("Haus", "Häuser"), "en": ("house", "houses")},
    "plans": {"de": ("Plan", "Pläne"), "en": ("plan", "plans")},
    "referrals": {"de": ("Verweisung", "Verweisungen"), "en": ("referral", "referrals")},
    "changes": {"de": ("Ansatz geändert", "Ansätze geändert"), "en": ("budget changed", "budgets changed")},
    "consents": {"de": ("Einwilligung", "Einwilligungen"), "en": ("consent", "consents")},
}
"""One and several, by field."""
