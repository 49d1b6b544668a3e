"""Beratungskontakt: recorded in one request, with all topics, and with the residence class where it was seen."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import PERSONS_LIMIT, TOPICS_LIMIT, Note
from services.provider.domain.care_state import Care
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, EntrustedCase, case_of
from services.provider.domain.silence import check_speaks, told_topics
from shared.decider import Around
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Channel, Day, DurationBand, ResidenceClass, Topic, Value
from shared.events.provider import ContactRecorded, ResidenceSeen

Topics = Annotated[tuple[Topic, ...], Field(min_length=1, max_length=TOPICS_LIMIT)]


class Residence(Value):
    """Aufenthaltsstatus of a person, and the last day on which it is valid, if it has one."""

    person_id: UUID
    residence_class: ResidenceClass
    valid_until: Day | None = None


class RecordContact(OwnCommand):
    """Beratungskontakt: on that day these persons of the household were reached, on these topics."""

    contact_id: UUID
    case_id: UUID
    on: Day
    channel: Channel = "not_stated"
    duration_band: DurationBand = "not_stated"
    topics: Topics = ("not_stated",)
    persons: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=PERSONS_LIMIT)]
    residence: Annotated[tuple[Residence, ...], Field(max_length=PERSONS_LIMIT)] = ()
    note: Note | None = None

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


def record_contact(state: Care, command: RecordContact, around: Around[Entrusted]) -> list[Event]:
    case = case_of(around.register, command.case_id)
    contact = contact_of(command)
    told = contact.model_copy(update={"topics": told_topics(contact.topics, contact.persons, case)})
    before = state.contacts.get(command.contact_id)
    if before is not None and before.recorded in (contact, told, _silent(contact)):
        return []
    if before is not None or command.contact_id in around.register.contact_case:
        raise Refused("Another contact is recorded already under this id.")
    check_open(case, command.on)
    _check_contact(command, case, around.today)
    return [told, *_seen(state, command)]


def _silent(contact: ContactRecorded) -> ContactRecorded:
    """As it was told if somebody did not consent then."""
    return contact.model_copy(update={"topics": ("not_stated",)})


def contact_of(command: RecordContact) -> ContactRecorded:
    """The fact: the note itself goes to the vault, under the contact's id."""
    said = {name: value for name, value in command if name not in ("residence", "note")}
    note_ref = command.contact_id if command.note else None
    return ContactRecorded(provider=command.provider, **said, note_ref=note_ref)


def check_open(case: EntrustedCase, on: date) -> None:
    """A contact that took place before the case was closed may still be recorded."""
    if case.situation == "withdrawn":
        raise Refused("A case that was withdrawn takes no new contact.")
    if case.closed_on is not None and on > case.closed_on:
        raise Refused("A closed case takes no new contact.")


def _seen(state: Care, command: RecordContact) -> list[Event]:
    """What was seen otherwise than the last time, or on a later day."""
    seen = [
        ResidenceSeen(provider=command.provider, case_id=command.case_id, on=command.on, **dict(residence))
        for residence in command.residence
    ]
    return [each for each in seen if state.residences.get(each.person_id) != each]


def _check_contact(command: RecordContact, case: EntrustedCase, today: date) -> None:
    check_said(command.on, command.topics, today)
    check_persons(command.persons, case.persons())
    shown = tuple(residence.person_id for residence in command.residence)
    check_persons(shown, case.persons())
    check_speaks(shown, case)


def check_said(on: date, topics: tuple[Topic, ...], today: date) -> None:
    if on > today:
        raise Refused("A contact cannot be recorded before the day it takes place.")
    if len(set(topics)) < len(topics):
        raise Refused("A topic is named twice.")


def check_persons(persons: tuple[UUID, ...], household: frozenset[UUID]) -> None:
    if len(set(persons)) < len(persons):
        raise Refused("A person is named twice.")
    if not set(persons) <= household:
        raise Refused("A person does not belong to the household of this case.")
