"""Posted prices: solved anew every four weeks for those who are still expected, and moved by use in between."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.matching.policies import EVERY_WEEKS, Placed, as_they_come
from bench.matching.towns import WEEKS, Cohort, District
from services.allocation.prices import Expected, price


@dataclass(frozen=True)
class Posted:
    """`drift`: points by which a price moves while a unit is a whole horizon's share ahead of plan.

    `forecast`: how many are expected, of those who come. `cohorts` None: all of them; 0: no past is known, and prices
    are computed from those who came so far. `declines`: how many of a hundred proposals the unit turns down.
    """

    drift: int = 300
    balance: int = 0
    forecast: float = 1.0
    cohorts: int | None = None
    declines: int = 0
    drifted: float = 0.0


def posted_price(district: District, how: Posted = Posted()) -> Placed:
    """Every household goes where its value less the price of the moment is greatest."""
    board = Board(district, how)
    placed = as_they_come(district, board.choose, board.each_week)
    placed.solving = board.solving
    return placed


class Board:
    """The prices in force, and what they were computed for."""

    def __init__(self, district: District, how: Posted) -> None:
        self._how, self._district = how, district
        self._past = _joined(district.cohorts[: how.cohorts]) if how.cohorts != 0 else None
        self._persons = how.forecast * float(district.loads.sum())
        if self._past is not None:
            self._persons = how.forecast * float(self._past.loads.sum()) / len(district.cohorts[: how.cohorts])
        units = len(district.places)
        self._prices, self._planned, self._used, self._left = [0] * units, [0] * units, [0] * units, [1] * units
        self._week = self._since = 0
        self._dice = np.random.default_rng(int(district.loads.sum()))
        self.solving = 0.0

    def each_week(self, week: int, used: list[int]) -> None:
        """Solve anew where it is time to."""
        self._week = week
        pool = self._pool(week)
        if week % EVERY_WEEKS == 0 and pool is not None:
            began = time.perf_counter()
            self._solve(week, used, pool)
            self.solving += time.perf_counter() - began

    def _pool(self, week: int) -> Cohort | None:
        """Who came later in the years before than it is now; without a past, who came until now."""
        if self._past is not None:
            later = self._past.weeks >= week
            return _those(self._past, later) if later.any() else self._past
        came = self._district.weeks < week
        own = Cohort(self._district.values, self._district.loads, self._district.weeks)
        return _those(own, came) if came.any() else None

    def _solve(self, week: int, used: list[int], pool: Cohort) -> None:
        left = self._district.places - np.array(used)
        scale = pool.loads.sum() / max(1.0, self._persons * (WEEKS - week) / WEEKS)
        solved = price(Expected(pool.values, pool.loads, np.floor(left * scale).astype(np.int64)))
        self._prices = solved.prices().tolist()
        self._planned = (solved.planned / scale).astype(np.int64).tolist()
        self._used, self._left, self._since = used.copy(), np.maximum(left, 1).tolist(), week

    def choose(self, values: list[int], load: int, used: list[int], places: list[int]) -> int:
        """The greatest value less price among units with places; where one declines, the next."""
        how, elapsed, horizon = self._how, self._week - self._since, WEEKS - self._since
        average = 1_000 * (sum(used) + load) // sum(places) if how.balance else 0
        offers: list[tuple[int, int]] = []
        for unit, value in enumerate(values):
            if used[unit] + load > places[unit]:
                continue
            ahead = (used[unit] - self._used[unit]) * horizon - self._planned[unit] * elapsed
            points = value - self._prices[unit] - how.drift * ahead // (horizon * self._left[unit])
            if how.balance:
                points -= how.balance * ((used[unit] + load) * 1_000 // places[unit] - average) // 1_000
            offers.append((points, -unit))
        if how.declines and len(offers) > 1 and self._dice.integers(100) < how.declines:
            offers.remove(max(offers))
        return -max(offers)[1] if offers else -1


def _joined(cohorts: tuple[Cohort, ...]) -> Cohort:
    return Cohort(
        np.concatenate([each.values for each in cohorts]),
        np.concatenate([each.loads for each in cohorts]),
        np.concatenate([each.weeks for each in cohorts]),
    )


def _those(cohort: Cohort, chosen: NDArray[np.bool_]) -> Cohort:
    return Cohort(cohort.values[chosen], cohort.loads[chosen], cohort.weeks[chosen])
