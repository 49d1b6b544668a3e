"""Preistabelle: what places are worth, as the solver found it, becomes a fact. Whether it is time the timer asks."""

from dataclasses import dataclass
from typing import assert_never

from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.event import Event, Fact
from shared.events.matching import PriceTablePublished


@dataclass(frozen=True, slots=True)
class Tables:
    """The versions that were published."""

    versions: tuple[str, ...] = ()


def evolve(state: Tables, fact: Fact) -> Tables:
    """The tables after one more fact of their stream."""
    match fact.event:
        case PriceTablePublished() as table:
            return Tables((*state.versions, table.table_version))
        case _:
            return state


class PublishPrices(Command):
    """Internal: publish this table."""

    table: PriceTablePublished

    def target(self) -> str:
        return self.table.stream()


PriceCommand = PublishPrices


def decide(state: Tables, command: PriceCommand, _: Around[Coordination]) -> list[Event]:
    """What the command leads to. An automatic step: it never raises."""
    match command:
        case PublishPrices(table=table):
            return [] if table.table_version in state.versions else [table]
        case _ as never:
            assert_never(never)


DECIDER = Decider("prices", (PublishPrices,), Tables(), evolve, decide)
