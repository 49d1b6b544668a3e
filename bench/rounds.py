"""Rounds: all variants in turn, again and again; a ratio for each round, and the median of the ratios."""

import gc
import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.measure import Run

Variant = Callable[[], Awaitable[Run]]
RATE = "facts_per_second"


@dataclass(frozen=True)
class Bar:
    """What is to be reached: a figure of one variant, alone or divided by another variant's in the same round.

    `must` and `aim` are least values, or with `at_most` largest ones. Without `must` the figure is only shown.
    """

    text: str
    ours: str
    against: str | None = None
    of: str = RATE
    must: float | None = None
    aim: float | None = None
    at_most: bool = False
    worst: bool = False
    """The worst round counts, not the median: for what must never happen."""

    def value(self, round_: Mapping[str, Run]) -> float | None:
        """None where the round has no such figure, or nothing to divide by."""
        ours = _figure(round_, self.ours, self.of)
        if self.against is None or ours is None:
            return ours
        theirs = _figure(round_, self.against, self.of)
        return ours / theirs if theirs else None


def _figure(round_: Mapping[str, Run], variant: str, of: str) -> float | None:
    return round_[variant].figures.get(of) if variant in round_ else None


@dataclass(frozen=True)
class Row:
    """One thing that is measured: its variants, ours and those that it is held against, and its bars."""

    key: str
    title: str
    variants: Mapping[str, Variant]
    bars: Sequence[Bar]
    rounds: int | None = None
    """Its own number of rounds, where one is enough."""


@dataclass(frozen=True)
class Result:
    """All rounds of a row."""

    row: Row
    rounds: list[dict[str, Run]] = field(default_factory=list)

    def wrong(self) -> list[str]:
        """What the checks after each run found."""
        return [f"{name}: {what}" for each in self.rounds for name, run in each.items() for what in run.wrong]

    def values(self, bar: Bar) -> list[float]:
        return [value for each in self.rounds if (value := bar.value(each)) is not None]

    def figure(self, bar: Bar) -> float | None:
        """The median of the rounds, or the worst of them. None if nothing was measured."""
        values = self.values(bar)
        if not values:
            return None
        if bar.worst:
            return max(values) if bar.at_most else min(values)
        return statistics.median(values)

    def median(self, variant: str, of: str) -> float | None:
        """The median of one variant's figure."""
        values = [value for each in self.rounds if (value := _figure(each, variant, of)) is not None]
        return statistics.median(values) if values else None


def reached(bar: Bar, figure: float | None, goal: float | None) -> bool | None:
    """Whether a goal of the bar is reached. None where there is none, or nothing was measured."""
    if goal is None or figure is None:
        return None
    return figure <= goal if bar.at_most else figure >= goal


async def run_rounds(row: Row, rounds: int, say: Callable[[str], None]) -> Result:
    """Every second round goes through the variants backwards, so that none always follows the same one."""
    result = Result(row)
    for number in range(row.rounds or rounds):
        names = list(row.variants)[:: 1 if number % 2 == 0 else -1]
        runs: dict[str, Run] = {}
        for name in names:
            gc.collect()
            runs[name] = await row.variants[name]()
            say(f"{row.key}, round {number + 1}: {name} {_shown(runs[name])}")
        result.rounds.append(runs)
    return result


def _shown(run: Run) -> str:
    shown = ", ".join(f"{name} {value:,.3g}" for name, value in run.figures.items() if name not in ("facts", "seconds"))
    return shown + "".join(f"; WRONG: {what}" for what in run.wrong)
