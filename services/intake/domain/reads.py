"""Akteneinsicht: names of a household are handed out, to the provider that works with it or to the town's own desk.

Each time is recorded.
"""

from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from services.intake.domain.register import CaseRegister, is_entrusted, persons_shared
from shared.decider import Around, Command, Decider
from shared.errors import Missing
from shared.event import Event, Fact
from shared.events.codes import ProviderId
from shared.events.intake import FileOpened

SERVICE = "intake"


@dataclass(frozen=True, slots=True)
class Reads:
    """How often files were opened here."""

    openings: int = 0


def evolve(state: Reads, fact: Fact) -> Reads:
    """The count after one more fact of the stream."""
    match fact.event:
        case FileOpened():
            return Reads(state.openings + 1)
        case _:
            return state


class OpenFile(Command):
    """Internal, for whoever asks for names: a provider's service, or without `provider` the town's own desk."""

    case_id: UUID
    provider: ProviderId | None
    persons: tuple[UUID, ...] | None = None
    """Whose, where the desk looks at some alone: also those who belong to the household no longer."""

    def target(self) -> str:
        return f"reads-{SERVICE}"


def decide(state: Reads, command: OpenFile, around: Around[CaseRegister]) -> list[Event]:
    """What the command leads to. Raises `Missing` if the case is not with who asks."""
    match command:
        case OpenFile():
            return open_file(command, around.register)
        case _ as never:
            assert_never(never)


def open_file(command: OpenFile, register: CaseRegister) -> list[Event]:
    """Every opening counts. The fact says whose names may be handed out now: at the desk everybody's, to a provider
    those that consent covers."""
    persons = register.persons.get(command.case_id)
    if command.provider is not None and is_entrusted(register, command.case_id, command.provider):
        persons = persons_shared(register, command.case_id, command.provider)
    elif command.provider is not None or persons is None:
        raise Missing("There is no such case.")
    elif command.persons is not None:
        persons = tuple(each for each in command.persons if register.case_of.get(each) == command.case_id)
    if not persons:
        return []
    return [FileOpened(service=SERVICE, case_id=command.case_id, provider=command.provider, persons=persons)]


DECIDER = Decider("reads", (OpenFile,), Reads(), evolve, decide)
