"""Schwellen: what load is green, amber or too much, and after how many days something stands on the worklist."""

from typing import Annotated, assert_never

from pydantic import Field

from services.allocation.domain import bands
from services.allocation.domain.bands import Thresholds
from services.allocation.domain.bounds import DAYS_LIMIT, PERSONS_PER_FTE_LIMIT
from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event
from shared.events.allocation import ThresholdsSet
from shared.events.codes import Day

PersonsPerFte = Annotated[int, Field(ge=1, le=PERSONS_PER_FTE_LIMIT)]
Days = Annotated[int, Field(ge=0, le=DAYS_LIMIT)]


class SetThresholds(Command):
    """Set bands, ceiling and days of waiting, from `effective_on`. Days before keep the thresholds they had."""

    green_up_to: PersonsPerFte
    amber_up_to: PersonsPerFte
    ceiling: PersonsPerFte
    stale_after_days: Days
    review_grace_days: Days = 0
    effective_on: Day

    def target(self) -> str:
        return "thresholds-town"


ThresholdsCommand = SetThresholds


def decide(state: Thresholds, command: ThresholdsCommand, _: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no."""
    match command:
        case SetThresholds():
            return set_thresholds(state, command)
        case _ as never:
            assert_never(never)


def set_thresholds(state: Thresholds, command: SetThresholds) -> list[Event]:
    version = ThresholdsSet(**dict(command))
    if state.on(command.effective_on) == version:
        return []
    if version.amber_up_to < version.green_up_to:
        raise Refused("Amber ends at a load of at least that at which green ends.")
    return [version]


DECIDER = Decider("thresholds", (SetThresholds,), Thresholds(), bands.evolve, decide)
