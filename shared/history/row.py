"""One row of a history: who, when, what and why, for programs as codes, for people as sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.event import Event, Fact, instant_text
from shared.history.catalogue import corrected_by, sentence_of
from shared.history.sentence import Names
from shared.history.view import Happened
from shared.ids import service_of
from shared.problems import Language

WHY = ("reason_code", "rule_version", "notice_ref", "payment_ref", "receipt_ref", "purpose")
"""Codes that say why; the first that a fact has is shown."""
FOLLOWS: Mapping[Language, str] = {"de": "folgt aus {} {}: {}", "en": "follows from {} {}: {}"}
WISHED: Mapping[Language, str] = {"de": "Befehl {}", "en": "command {}"}
AUTOMATIC: Mapping[Language, str] = {"de": "selbsttätig", "en": "automatic"}


def rows(
    happened: Sequence[Happened], causes: Mapping[str, Fact], language: Language, names: Names
) -> list[dict[str, Any]]:
    """The history as it is answered, in its order."""
    return [_row(each, causes.get(each.fact.meta.causation_id), language, names) for each in happened]


def _row(happened: Happened, cause: Fact | None, language: Language, names: Names) -> dict[str, Any]:
    fact, corrects = happened.fact, corrected_by(happened.fact.event)
    actor = fact.meta.actor
    return {
        "time": instant_text(fact.recorded_at),
        "effective_on": fact.effective_on.isoformat(),
        "actor": actor,
        "who": AUTOMATIC[language] if actor == "system" else actor[-8:],
        "what": type(fact.event).__name__,
        "sentence": sentence_of(fact.event, language, names),
        "why": why(fact.event, fact.meta.causation_id),
        "because": because(fact, cause, language, names),
        "source": fact.source,
        "service": service_of(fact.source),
        "stream": fact.stream,
        "fact_number": fact.fact_number,
        "event_id": str(fact.event_id),
        "correlation_id": fact.meta.correlation_id,
        "causation_id": fact.meta.causation_id,
        "corrects": str(corrects) if corrects else None,
        "corrected_by": happened.corrected_by,
    }


def why(event: Event, causation_id: str) -> str:
    """The reason that the fact itself names, or else what caused it: a command, or the id of an earlier fact."""
    for name in WHY:
        if (code := getattr(event, name, None)) is not None:
            return f"{name} {code}"
    return causation_id


def because(fact: Fact, cause: Fact | None, language: Language, names: Names) -> str:
    """For people: the earlier fact, or else the command, that led to this one."""
    if cause is None:
        return WISHED[language].format(fact.meta.causation_id)
    said = sentence_of(cause.event, language, names)
    return FOLLOWS[language].format(service_of(cause.source), cause.fact_number, said)
