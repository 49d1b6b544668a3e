"""Betreuung: what a provider does for one entrusted case: contacts (Beratungskontakte), and who is in charge."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

from immutables import Map
from pydantic import Field

from services.provider.domain.bounds import PERSONS_LIMIT, TOPICS_LIMIT
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, EntrustedCase, case_of
from shared.decider import Around, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.codes import Channel, Day, DurationBand, Topic
from shared.events.provider import CaseworkerAssigned, ContactRecorded


@dataclass(frozen=True, slots=True)
class Care:
    """All contacts by their id, and all assignments of a worker in the order they were recorded."""

    contacts: Map[UUID, ContactRecorded] = field(default_factory=Map)
    caseworkers: tuple[CaseworkerAssigned, ...] = ()


def evolve(state: Care, fact: Fact) -> Care:
    """The care after one more fact of its stream."""
    match fact.event:
        case ContactRecorded() as contact:
            return replace(state, contacts=state.contacts.set(contact.contact_id, contact))
        case CaseworkerAssigned() as assigned:
            return replace(state, caseworkers=(*state.caseworkers, assigned))
        case _:
            return state


class RecordContact(OwnCommand):
    """Beratungskontakt: on that day these persons of the household were reached, on these topics."""

    contact_id: UUID
    case_id: UUID
    on: Day
    channel: Channel = "not_stated"
    duration_band: DurationBand = "not_stated"
    topics: Annotated[tuple[Topic, ...], Field(min_length=1, max_length=TOPICS_LIMIT)] = ("not_stated",)
    persons: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=PERSONS_LIMIT)]

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class AssignCaseworker(OwnCommand):
    """A worker of the provider is in charge of the case from `on`."""

    case_id: UUID
    staff_ref: UUID
    on: Day

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


CareCommand = RecordContact | AssignCaseworker


def decide(state: Care, command: CareCommand, around: Around[Entrusted]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` for a case never entrusted here."""
    match command:
        case RecordContact():
            return record_contact(state, command, around)
        case AssignCaseworker():
            return assign_caseworker(state, command, around.register)
        case _ as never:
            assert_never(never)


def record_contact(state: Care, command: RecordContact, around: Around[Entrusted]) -> list[Event]:
    case = case_of(around.register, command.case_id)
    contact = ContactRecorded(provider=command.provider, **dict(command))
    before = state.contacts.get(command.contact_id)
    if before == contact:
        return []
    if before is not None or command.contact_id in around.register.contact_case:
        raise Refused("Another contact is recorded already under this id.")
    if case.situation == "withdrawn":
        raise Refused("A case that was withdrawn takes no new contact.")
    _check_contact(command, case, around.today)
    return [contact]


def assign_caseworker(state: Care, command: AssignCaseworker, known: Entrusted) -> list[Event]:
    case = case_of(known, command.case_id)
    assigned = CaseworkerAssigned(provider=command.provider, **dict(command))
    if assigned in state.caseworkers:
        return []
    if case.situation == "withdrawn":
        raise Refused("A case that was withdrawn takes no new caseworker.")
    return [assigned]


def _check_contact(command: RecordContact, case: EntrustedCase, today: date) -> None:
    if command.on > today:
        raise Refused("A contact cannot be recorded before the day it takes place.")
    if len(set(command.topics)) < len(command.topics):
        raise Refused("A topic is named twice.")
    if len(set(command.persons)) < len(command.persons):
        raise Refused("A person is named twice.")
    if not set(command.persons) <= case.persons():
        raise Refused("A person does not belong to the household of this case.")


COMMANDS: tuple[type[OwnCommand], ...] = (RecordContact, AssignCaseworker)
DECIDER = Decider("care", COMMANDS, Care(), evolve, decide)
