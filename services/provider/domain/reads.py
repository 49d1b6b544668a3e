"""Zugriff verweigert: somebody asked for what is not there for them.

Recorded, but a flood of knocking does not fill the log: the same thing once a day for each worker, and so many
different things at most.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never
from uuid import UUID

from immutables import Map

from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted
from shared.decider import Around, Decider
from shared.event import Event, Fact
from shared.events.staff import AccessRefused, Opened

A_DAY_LIMIT = 50
"""Different things that are recorded for one worker on one day. Who knocks more often is known by then."""
Knocked = tuple[Opened, UUID]


@dataclass(frozen=True, slots=True)
class Reads:
    """At what each worker knocked on the last day on which anybody did."""

    day: date = date.min
    knocked: Map[UUID, frozenset[Knocked]] = field(default_factory=Map)


def evolve(state: Reads, fact: Fact) -> Reads:
    """What was knocked at after one more fact of the stream."""
    match fact.event:
        case AccessRefused() as refused:
            knocked = state.knocked if state.day == fact.effective_on else Map[UUID, frozenset[Knocked]]()
            before = knocked.get(refused.staff_ref, frozenset())
            now = knocked.set(refused.staff_ref, before | {(refused.opened, refused.opened_id)})
            return Reads(fact.effective_on, now)
        case _:
            return state


class RefuseAccess(OwnCommand):
    """Internal: this worker was answered 404."""

    staff_ref: UUID
    opened: Opened
    opened_id: UUID

    def target(self) -> str:
        return f"reads-provider-{self.provider}"


def decide(state: Reads, command: RefuseAccess, around: Around[Entrusted]) -> list[Event]:
    match command:
        case RefuseAccess():
            return refuse_access(state, command, around.today)
        case _ as never:
            assert_never(never)


def refuse_access(state: Reads, command: RefuseAccess, today: date) -> list[Event]:
    before = state.knocked.get(command.staff_ref, frozenset()) if state.day == today else frozenset()
    if (command.opened, command.opened_id) in before or len(before) >= A_DAY_LIMIT:
        return []
    return [AccessRefused(service=f"provider-{command.provider}", provider=command.provider, **dict(command))]


COMMANDS: tuple[type[OwnCommand], ...] = (RefuseAccess,)
DECIDER = Decider("reads", COMMANDS, Reads(), evolve, decide)
