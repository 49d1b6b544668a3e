"""Akteneinsicht: the names of a household are handed to the provider that works with it, and each time is recorded."""

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
    """Internal, for `GET /entrusted/{case_id}`: the provider's service asks for the names that consent covers."""

    case_id: UUID
    provider: ProviderId

    def target(self) -> str:
        return f"reads-{SERVICE}"


def decide(state: Reads, command: OpenFile, around: Around[CaseRegister]) -> list[Event]:
    """What the command leads to. Raises `Missing` if the case is not with the provider now."""
    match command:
        case OpenFile():
            return open_file(command, around.register)
        case _ as never:
            assert_never(never)


def open_file(command: OpenFile, register: CaseRegister) -> list[Event]:
    """Every opening counts. The fact says whose names may be handed out now; where nobody consents, none are."""
    if not is_entrusted(register, command.case_id, command.provider):
        raise Missing("There is no such case.")
    persons = persons_shared(register, command.case_id, command.provider)
    if not persons:
        return []
    return [FileOpened(service=SERVICE, case_id=command.case_id, provider=command.provider, persons=persons)]


DECIDER = Decider("reads", (OpenFile,), Reads(), evolve, decide)
