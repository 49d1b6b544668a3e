"""Keine Einwilligung: who was advised, and does not consent. They count as persons like all others (domain, rule 4)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from shared.event import Event, Fact
from shared.events.codes import ProviderId, Purpose
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.events.person import ConsentRefused
from shared.events.provider import ConsentStatedHere

Consent = ConsentGiven | ConsentWithdrawn | ConsentRefused | ConsentStatedHere
CONSENT_EVENTS: tuple[type[Event], ...] = (ConsentGiven, ConsentWithdrawn, ConsentRefused, ConsentStatedHere)


def silent(facts: Iterable[Fact], until: date) -> set[UUID]:
    """Persons who refused or withdrew, towards whomever, and have not given it again by that day.

    The last word counts: that of the later day, then the one recorded later, then the no. Whether somebody may be told
    to a volunteer is another question.
    """
    last: dict[tuple[UUID, Purpose, ProviderId], tuple[date, datetime, bool]] = {}
    for fact in facts:
        said = fact.event
        if isinstance(said, Consent) and said.on <= until and said.purpose != "volunteer":
            about, word = (said.person_id, said.purpose, said.recipient), (said.on, fact.recorded_at, not _given(said))
            last[about] = max(word, last.get(about, word))
    return {person_id for (person_id, _, _), (_, _, no) in last.items() if no}


def _given(said: Consent) -> bool:
    return said.stated == "given" if isinstance(said, ConsentStatedHere) else isinstance(said, ConsentGiven)
