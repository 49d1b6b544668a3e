"""Kurzkontakt: somebody is advised who says no name and needs no case."""

from dataclasses import dataclass
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import Note
from services.provider.domain.contact import Topics, check_said
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted
from shared.decider import Around, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.codes import Channel, Day, DurationBand
from shared.events.provider import ShortContactRecorded


@dataclass(frozen=True, slots=True)
class ShortContact:
    """The contact, if it was recorded."""

    recorded: ShortContactRecorded | None = None


def evolve(state: ShortContact, fact: Fact) -> ShortContact:
    """The contact after one more fact of its stream."""
    match fact.event:
        case ShortContactRecorded() as recorded:
            return ShortContact(recorded)
        case _:
            return state


class RecordShortContact(OwnCommand):
    """Kurzkontakt: that many persons were advised on that day, without a case."""

    short_contact_id: UUID
    on: Day
    channel: Channel = "not_stated"
    duration_band: DurationBand = "not_stated"
    topics: Topics = ("not_stated",)
    persons_reached: Annotated[int, Field(ge=1, le=100)] = 1
    note: Note | None = None

    def target(self) -> str:
        return f"short-{self.provider}-{self.short_contact_id}"


def decide(state: ShortContact, command: RecordShortContact, around: Around[Entrusted]) -> list[Event]:
    match command:
        case RecordShortContact():
            return record_short_contact(state, command, around)
        case _ as never:
            assert_never(never)


def record_short_contact(state: ShortContact, command: RecordShortContact, around: Around[Entrusted]) -> list[Event]:
    said = {name: value for name, value in command if name != "note"}
    note_ref = command.short_contact_id if command.note else None
    contact = ShortContactRecorded(provider=command.provider, **said, note_ref=note_ref)
    if state.recorded == contact:
        return []
    if state.recorded is not None:
        raise Refused("Another contact is recorded already under this id.")
    check_said(command.on, command.topics, around.today)
    return [contact]


COMMANDS: tuple[type[OwnCommand], ...] = (RecordShortContact,)
DECIDER = Decider("short", COMMANDS, ShortContact(), evolve, decide)
