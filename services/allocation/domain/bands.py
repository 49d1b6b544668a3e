"""Schwellen as data: all versions that were set, and which one holds on a day."""

from dataclasses import dataclass
from datetime import date

from services.allocation.domain.versions import in_force
from shared.event import Fact
from shared.events.allocation import ThresholdsSet

ASSUMED = ThresholdsSet(
    green_up_to=80,
    amber_up_to=100,
    ceiling=100,
    stale_after_days=90,
    review_grace_days=0,
    effective_on=date(1990, 1, 1),
)
"""What holds until a town sets its own. Weinheim stood at 93 persons per FTE in 2018."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All versions, in the order they were set."""

    versions: tuple[ThresholdsSet, ...] = ()

    def on(self, day: date) -> ThresholdsSet:
        """The version that holds on the day."""
        return in_force(self.versions, day) or ASSUMED


def evolve(state: Thresholds, fact: Fact) -> Thresholds:
    """The thresholds after one more fact."""
    match fact.event:
        case ThresholdsSet() as version:
            return Thresholds((*state.versions, version))
        case _:
            return state
