"""An explanation in plain German or English, made of its codes alone: no name and no free text can get into it."""

from collections.abc import Iterator
from typing import Literal

from babel import Locale

from services.allocation.domain.matching.codes_in_words import POLICIES, RULES
from services.allocation.domain.matching.counterfactual import Counterfactual
from services.allocation.domain.matching.explanation import CandidatePart, Explanation
from shared.history.words import WORDS

Tongue = Literal["de", "en"]

SENTENCES: dict[str, dict[Tongue, str]] = {
    "winner": {
        "de": "Vorschlag: {provider}. Passung {fit} Punkte je Person, bei einem Haushalt von {load}.",
        "en": "Proposal: {provider}. Fit {fit} points for each person, in a household of {load}.",
    },
    "nobody": {
        "de": "Kein Träger kommt in Frage. Bitte mit Begründung entscheiden.",
        "en": "No provider can take the household. Please decide with a reason.",
    },
    "parts": {
        "de": "{provider}: Sprache {language}, Bedarfe {needs}, Nähe {site}, Fortführung {continuity}, "
        "Wunsch {wish}; Auslastung {balance}, Preis des Platzes {price}.",
        "en": "{provider}: language {language}, needs {needs}, site {site}, continuity {continuity}, "
        "wish {wish}; even use {balance}, price of a place {price}.",
    },
    "margin": {
        "de": "Vorsprung vor dem nächsten: {margin} Punkte für den ganzen Haushalt.",
        "en": "Ahead of the next by {margin} points for the whole household.",
    },
    "tie": {
        "de": "Mehrere lagen gleichauf: Es entschied die geringste Belastung je Vollzeitstelle, dann das Los.",
        "en": "Several were equal: the lowest load per full-time position decided, then the lot.",
    },
    "ruled_out": {
        "de": "{provider} kommt nicht in Frage: {rule}.",
        "en": "{provider} cannot take it: {rule}.",
    },
    "places": {
        "de": "{provider} fehlen {places} Plätze. {then}",
        "en": "{provider} is short of {places} places. {then}",
    },
    "then_wins": {
        "de": "Mit ihnen wäre der Vorschlag auf diesen Träger gefallen.",
        "en": "With them it would have been proposed.",
    },
    "then_loses": {
        "de": "Auch mit ihnen wäre es ein anderer geworden.",
        "en": "Even with them another would have been proposed.",
    },
    "gap": {
        "de": "{provider} fehlten {gap} Punkte Passung je Person.",
        "en": "{provider} was short of {gap} points of fit for each person.",
    },
    "at_price": {
        "de": "Bei einem Preis des Platzes von höchstens {at_price} Punkten wäre es {provider} geworden.",
        "en": "At a price of at most {at_price} points for a place, {provider} would have won.",
    },
    "languages": {
        "de": "Eine dieser Sprachen allein hätte {provider} gereicht: {those}.",
        "en": "One of these languages alone would have been enough for {provider}: {those}.",
    },
    "competences": {
        "de": "Eine dieser Kompetenzen allein hätte {provider} gereicht: {those}.",
        "en": "One of these competences alone would have been enough for {provider}: {those}.",
    },
    "kept": {
        "de": "{provider} passt am besten und wird für Fälle freigehalten, die es brauchen: "
        "ein Platz ist ihnen {price} Punkte wert.",
        "en": "{provider} fits best and is kept for cases that need it: a place is worth {price} points to them.",
    },
    "binding": {
        "de": "Knapp ist {provider}: ein weiterer Platz wäre {price} Punkte wert.",
        "en": "{provider} is scarce: one more place would be worth {price} points.",
    },
    "regret": {
        "de": "Seit der Preistabelle fehlen noch {regret} Punkte bis zu dem, was sie im Ganzen für möglich hielt.",
        "en": "Since the price table, {regret} points are left to what it held possible altogether.",
    },
}


def sentences(explanation: Explanation, tongue: Tongue) -> list[str]:
    """From the most important on: who, by how much, who not and why, what is scarce, by which rules."""
    return list(_sentences(explanation, tongue))


def _sentences(explanation: Explanation, tongue: Tongue) -> Iterator[str]:
    winner = next((each for each in explanation.candidates if each.provider == explanation.winner), None)
    if winner is None:
        yield _say("nobody", tongue)
    else:
        yield _say("winner", tongue, provider=winner.provider, fit=winner.fit, load=explanation.load)
        yield _parts(winner, tongue)
    if explanation.margin is not None:
        yield _say("margin", tongue, margin=explanation.margin)
    if explanation.tie_decided:
        yield _say("tie", tongue)
    why_not = {each.provider: each for each in explanation.counterfactuals}
    for each in explanation.candidates:
        if each is not winner:
            yield from _other(each, why_not.get(each.provider), tongue)
    for bound in explanation.binding:
        if bound.price > 0:
            yield _say("binding", tongue, provider=bound.provider, price=bound.price)
    if explanation.regret_bound is not None:
        yield _say("regret", tongue, regret=explanation.regret_bound)
    policy = POLICIES[explanation.policy][tongue]
    yield policy.format(weights=explanation.weights_version, table=explanation.price_table or "-")


def _other(part: CandidatePart, why: Counterfactual | None, tongue: Tongue) -> Iterator[str]:
    provider = part.provider
    if part.failed_rule is not None:
        yield _say("ruled_out", tongue, provider=provider, rule=RULES[part.failed_rule][tongue])
    else:
        yield _parts(part, tongue)
    if why is None:
        return
    if why.places_missing:
        then = _say("then_wins" if why.then_wins else "then_loses", tongue)
        yield _say("places", tongue, provider=provider, places=why.places_missing, then=then)
    if why.kept_for_others is not None:
        yield _say("kept", tongue, provider=provider, price=why.kept_for_others)
    if why.gap is not None:
        yield _say("gap", tongue, provider=provider, gap=why.gap)
    if why.wins_at_price is not None and 0 <= why.wins_at_price < part.price:
        yield _say("at_price", tongue, provider=provider, at_price=why.wins_at_price)
    if why.languages:
        yield _say("languages", tongue, provider=provider, those=_languages(why.languages, tongue))
    if why.competences:
        yield _say("competences", tongue, provider=provider, those=_competences(why.competences, tongue))


def _parts(part: CandidatePart, tongue: Tongue) -> str:
    return _say(
        "parts",
        tongue,
        provider=part.provider,
        language=part.language,
        needs=part.needs,
        site=part.site,
        continuity=part.continuity,
        wish=part.wish,
        balance=f"{-part.balance:+}",
        price=f"{-part.price:+}",
    )


def _languages(codes: tuple[str, ...], tongue: Tongue) -> str:
    """By their names; one that has none keeps its code."""
    names = Locale.parse(tongue).languages
    return ", ".join(names.get(code, code) for code in codes)


def _competences(codes: tuple[str, ...], tongue: Tongue) -> str:
    return ", ".join(WORDS[code][tongue] for code in codes)


def _say(sentence: str, tongue: Tongue, **values: str | int) -> str:
    return SENTENCES[sentence][tongue].format(**values)
