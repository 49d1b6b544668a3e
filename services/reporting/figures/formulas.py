"""How every amount of a grant is computed, in words for a treasurer, German first, with the source of the rule."""

from services.reporting.domain.interest import SOURCE
from services.reporting.figures.explained import Formula
from shared.events.reporting import GrantAwarded

NOTICE = "Zuwendungsbescheid {notice_ref}"
FIXED_AMOUNT = "VwV Integrationsmanagement (Festbetrag), Zuwendungsbescheid {notice_ref}"
NOTICES = "erfasste Bescheide · recorded notices"
BOOKED = "erfasste Zahlungen und Belege · recorded payments and receipts"

FORMULAS: dict[str, tuple[str, str, str]] = {
    "entitlement": ("Summe der Ansprüche aller Träger", "sum of all providers' entitlements", NOTICE),
    "entitlement/provider": ("Summe der Haushaltsjahre", "sum of the budget years", NOTICE),
    "entitlement/provider/year": (
        "Summe der gerundeten Beträge der Stellen",
        "sum of the posts' rounded amounts",
        NOTICE,
    ),
    "position/rate": (
        "Monate (Tage / Tage des Monats) x Stellenanteil x Festbetrag / 12; kaufmännisch gerundet wird die laufende "
        "Summe der Stelle, das Jahr ist der Unterschied zweier laufender Summen",
        "months (days / days of the month) x share x yearly rate / 12; the post's running total is rounded half up, a "
        "year is the difference of two running totals",
        FIXED_AMOUNT,
    ),
    "position/cap_share": (
        "Monate (Tage / Tage des Monats) x Stellenanteil x Höchstbetrag / (bewilligte VZÄ x Monate der Zuwendung); "
        "gerundet wie beim Festbetrag",
        "months (days / days of the month) x share x cap / (awarded FTE x months of the grant); rounded as by the rate",
        NOTICE,
    ),
    "cap": ("Höchstbetrag laut Bescheid", "the cap as the notice says it", NOTICE),
    "cap-share": (
        "Höchstbetrag x Anteil des Trägers / alle Anteile, größte Reste zuerst aufgerundet",
        "cap x provider's share / all shares, by largest remainder",
        NOTICE,
    ),
    "gap": (
        "Anspruch über dem Höchstbetrag x Anteil des Trägers / alle Anteile, größte Reste; sonst trägt ihn die Stadt",
        "entitlement above the cap x provider's share / all shares, by largest remainder; or the town carries it",
        NOTICE,
    ),
    "claim": ("Anspruch abzüglich des selbst getragenen Betrags", "entitlement less what the provider carries", NOTICE),
    "due/keep": ("der Anspruch: ein Überschuss bleibt", "the claim: a surplus is kept", NOTICE),
    "due/return": (
        "das Kleinere von Anspruch und förderfähigen Ausgaben: ein Überschuss geht zurück",
        "the lower of claim and eligible cost: a surplus is returned",
        NOTICE,
    ),
    "received": ("Summe der Eingänge vom Land", "sum of what the state paid", BOOKED),
    "passed-on": ("Summe der Weiterleitungen an den Träger", "sum of what the town passed on", BOOKED),
    "returned": ("Summe der Rückzahlungen des Trägers", "sum of what the provider paid back", BOOKED),
    "repaid": ("Summe der Erstattungen an das Land", "sum of what the town paid back to the state", BOOKED),
    "actual-cost": ("Summe der förderfähigen Belege", "sum of the eligible receipts", BOOKED),
    "surplus": ("Anspruch abzüglich förderfähiger Ausgaben", "claim less eligible cost", BOOKED),
    "settlement": (
        "was dem Träger zusteht, abzüglich des Weitergeleiteten, zuzüglich des Zurückgezahlten; positiv: er erhält",
        "what is due to the provider, less what was passed on, plus what it paid back; positive: it receives",
        BOOKED,
    ),
    "repayment": (
        "Höchstbetrag abzüglich dessen, was allen zusteht; nie unter null",
        "cap less what is due to all; never below zero",
        NOTICE,
    ),
    "repayment/withdrawn": (
        "der ganze Höchstbetrag: die Bewilligung ist zurückgenommen und galt nie",
        "the whole cap: the award is withdrawn and never held",
        "§§ 48, 49a LVwVfG",
    ),
    "repayment-waived": ("vom Land erlassen", "waived by the state", NOTICES),
    "repayment-open": ("Erstattung abzüglich des Erlassenen", "repayment less what was waived", NOTICES),
    "interest-waived": ("worauf das Land verzichtet", "waived by the state", NOTICES),
    "interest-open": ("Zinsen abzüglich des Verzichts", "interest less what was waived", NOTICES),
    "state-settlement": (
        "Höchstbetrag abzüglich Erstattung und Eingängen, zuzüglich schon Erstattetem; negativ: die Stadt erstattet",
        "cap less repayment and receipts, plus what was repaid already; negative: the town repays",
        BOOKED,
    ),
    "town-carries": (
        "was allen zusteht, abzüglich dessen, was das Land gibt",
        "what is due to all, less what the state gives",
        NOTICE,
    ),
    "interest": (
        "Erstattung x (Basiszinssatz des Halbjahres + 5 Punkte) x Tage / 365, einmal gerundet",
        "repayment x (base rate of the half-year + 5 points) x days / 365, rounded once",
        SOURCE,
    ),
}


def formula(kind: str, award: GrantAwarded) -> Formula:
    """The formula of a kind of amount, under this notice."""
    german, english, source = FORMULAS[kind]
    return Formula(german, english, source.format(notice_ref=award.notice_ref))
