"""Ways to place households as they come. Each sees a household, what is free, and never the future."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.matching.towns import WEEKS, District

UNSERVED = -1_000
"""Points for each person whom nobody takes."""
EVERY_WEEKS = 4

EachWeek = Callable[[int, list[int]], None]
"""Is told the week and what is used."""


@dataclass
class Placed:
    """What came of it: points, persons whom nobody took, and how full every unit was, week by week.

    `solving`: seconds that went into prices, not into decisions.
    """

    points: int = 0
    unserved: int = 0
    used: list[int] = field(default_factory=list)
    history: list[list[int]] = field(default_factory=list)
    solving: float = 0.0


Rule = Callable[[list[int], int, list[int], list[int]], int]
"""Which unit takes a household: from its values, its load, what is used, all places. -1: nobody can."""


def as_they_come(district: District, rule: Rule, each_week: EachWeek | None = None) -> Placed:
    """One household after the other; `each_week` is told before the first one of a week."""
    walk = Walk(district)
    walk.until(WEEKS, rule, each_week)
    return walk.placed


class Walk:
    """A town on its way through the weeks."""

    def __init__(self, district: District) -> None:
        self._places: list[int] = district.places.tolist()
        self.placed = Placed(used=[0] * len(self._places))
        self._week = -1
        rows = zip(district.values.tolist(), district.loads.tolist(), district.weeks.tolist(), strict=True)
        self._coming = list(rows)[::-1]

    def until(self, end: int, rule: Rule, each_week: EachWeek | None = None) -> None:
        """Place all who arrive before this week."""
        placed, coming = self.placed, self._coming
        while coming and coming[-1][2] < end:
            values, load, arrives = coming.pop()
            while self._week < arrives:
                self._week += 1
                placed.history.append(placed.used.copy())
                if each_week is not None:
                    each_week(self._week, placed.used)
            unit = rule(values, load, placed.used, self._places)
            if unit < 0:
                placed.points += UNSERVED * load
                placed.unserved += load
            else:
                placed.points += values[unit] * load
                placed.used[unit] += load


def round_robin(district: District) -> Placed:
    """The next in turn that has places."""
    turn = [0]

    def rule(values: list[int], load: int, used: list[int], places: list[int]) -> int:
        for step in range(len(places)):
            unit = (turn[0] + step) % len(places)
            if used[unit] + load <= places[unit]:
                turn[0] = unit + 1
                return unit
        return -1

    return as_they_come(district, rule)


def least_load(district: District) -> Placed:
    """Whoever is used least."""

    def rule(values: list[int], load: int, used: list[int], places: list[int]) -> int:
        return _best([-(1_000 * had // all_) for had, all_ in zip(used, places, strict=True)], load, used, places)

    return as_they_come(district, rule)


def greedy(district: District) -> Placed:
    """The best fit that has places."""

    def rule(values: list[int], load: int, used: list[int], places: list[int]) -> int:
        return _best(values, load, used, places)

    return as_they_come(district, rule)


def greedy_and_balance(district: District, weight: int = 400) -> Placed:
    """The best fit, less what makes use uneven: what the service does without prices."""

    def rule(values: list[int], load: int, used: list[int], places: list[int]) -> int:
        points = [
            value - weight * ((had + load) * 1_000 // all_) // 1_000
            for value, had, all_ in zip(values, used, places, strict=True)
        ]
        return _best(points, load, used, places)

    return as_they_come(district, rule)


def _best(points: Sequence[int], load: int, used: list[int], places: list[int]) -> int:
    best, most = -1, 0
    for unit, value in enumerate(points):
        if used[unit] + load <= places[unit] and (best < 0 or value > most):
            best, most = unit, value
    return best
