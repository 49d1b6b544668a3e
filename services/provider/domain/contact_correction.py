"""Korrektur of a contact: a fact that points at the wrong one, which stays. Figures count how it really was."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import PERSONS_LIMIT
from services.provider.domain.care_state import Care
from services.provider.domain.contact import Topics, check_persons, check_said
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, case_of
from services.provider.domain.silence import told_topics
from shared.decider import Around
from shared.errors import Missing
from shared.event import Event
from shared.events.codes import Channel, Day, DurationBand
from shared.events.provider import ContactCorrected


class CorrectContact(OwnCommand):
    """How a contact really was. `took_place`: false if it was recorded by mistake; then it counts nowhere."""

    contact_id: UUID
    case_id: UUID
    took_place: bool = True
    on: Day
    channel: Channel = "not_stated"
    duration_band: DurationBand = "not_stated"
    topics: Topics = ("not_stated",)
    persons: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=PERSONS_LIMIT)]

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


def correct_contact(state: Care, command: CorrectContact, around: Around[Entrusted]) -> list[Event]:
    """Also of a case that was closed or withdrawn. Persons of the household, or who were of it when it was recorded."""
    case = case_of(around.register, command.case_id)
    kept = state.contacts.get(command.contact_id)
    if kept is None:
        raise Missing("There is no such contact.")
    said = {**dict(command), "topics": told_topics(command.topics, command.persons, case)}
    corrected = ContactCorrected(
        provider=command.provider, corrects=kept.event_id, corrects_on=kept.recorded.on, **said
    )
    now = kept.now
    took_place = now.took_place if isinstance(now, ContactCorrected) else True
    if took_place == command.took_place and all(getattr(now, name) == getattr(corrected, name) for name in SAID):
        return []
    check_said(command.on, command.topics, around.today)
    check_persons(command.persons, case.persons() | set(kept.recorded.persons))
    return [corrected]


SAID = ("on", "channel", "duration_band", "topics", "persons")
