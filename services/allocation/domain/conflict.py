"""Ausschluss: a provider must not work with a household, declared with a code; nobody is told more."""

from dataclasses import dataclass, field
from typing import assert_never
from uuid import UUID

from immutables import Map

from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day, ProviderId
from shared.events.matching import ConflictCode, ConflictRecorded


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The last thing that was recorded of each provider."""

    by_provider: Map[ProviderId, ConflictRecorded] = field(default_factory=Map)


def evolve(state: Conflicts, fact: Fact) -> Conflicts:
    """The conflicts after one more fact of their stream."""
    match fact.event:
        case ConflictRecorded() as conflict:
            return Conflicts(state.by_provider.set(conflict.provider, conflict))
        case _:
            return state


class RecordConflict(Command):
    """The provider must not work with the household; `holds` false: it may again."""

    case_id: UUID
    provider: ProviderId
    conflict_code: ConflictCode
    holds: bool = True
    on: Day

    def target(self) -> str:
        return f"conflict-{self.case_id}"


ConflictCommand = RecordConflict


def decide(state: Conflicts, command: ConflictCommand, around: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such case."""
    match command:
        case RecordConflict():
            return record_conflict(state, command, around.register)
        case _ as never:
            assert_never(never)


def record_conflict(state: Conflicts, command: RecordConflict, known: Coordination) -> list[Event]:
    if command.case_id not in known.households:
        raise Missing("There is no such case.")
    if command.provider not in known.providers:
        raise Refused("The town has no such provider.")
    conflict = ConflictRecorded(**dict(command))
    return [] if state.by_provider.get(command.provider) == conflict else [conflict]


DECIDER = Decider("conflict", (RecordConflict,), Conflicts(), evolve, decide)
