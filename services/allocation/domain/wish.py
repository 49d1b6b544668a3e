"""Wunsch des Haushalts: with whom it would like to work, and what its provider must be licensed for."""

from dataclasses import dataclass
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day, ProviderId
from shared.events.matching import Licence, WishRecorded


@dataclass(frozen=True, slots=True)
class Wish:
    """The last one."""

    recorded: WishRecorded | None = None


def evolve(state: Wish, fact: Fact) -> Wish:
    """The wish after one more fact of its stream."""
    match fact.event:
        case WishRecorded() as wish:
            return Wish(wish)
        case _:
            return state


class RecordWish(Command):
    """The household would like to work with this provider; null: it has no wish any more."""

    case_id: UUID
    provider: ProviderId | None = None
    must_have: Annotated[tuple[Licence, ...], Field(max_length=10)] = ()
    on: Day

    def target(self) -> str:
        return f"wish-{self.case_id}"


WishCommand = RecordWish


def decide(state: Wish, command: WishCommand, around: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such case."""
    match command:
        case RecordWish():
            return record_wish(state, command, around.register)
        case _ as never:
            assert_never(never)


def record_wish(state: Wish, command: RecordWish, known: Coordination) -> list[Event]:
    if command.case_id not in known.households:
        raise Missing("There is no such case.")
    if command.provider is not None and command.provider not in known.providers:
        raise Refused("The town has no such provider.")
    wish = WishRecorded(**{**dict(command), "must_have": tuple(sorted(set(command.must_have)))})
    return [] if state.recorded == wish else [wish]


DECIDER = Decider("wish", (RecordWish,), Wish(), evolve, decide)
