"""Posted prices: solved anew every four weeks for those who are still expected, and moved by use in between."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.matching.policies import EVERY_WEEKS, Placed, as_they_come
from bench.matching.towns import WEEKS, Cohort, District
from services.allocation.prices import Expected, Whole, price


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


FEW = 300
"""Persons. So few are not like their average: each past cohort is priced for itself, and the prices averaged."""


class Board:
    """The prices in force, and what they were computed for. `_now`: with what they have moved by until this week."""

    def __init__(self, district: District, how: Posted) -> None:
        began = time.perf_counter()
        self._how, self._district = how, district
        self._own = Cohort(district.values, district.loads, district.weeks)
        self._past = _joined(district.cohorts[: how.cohorts]) if how.cohorts != 0 else None
        self.persons = how.forecast * float(district.loads.sum())
        if self._past is not None:
            self.persons = how.forecast * float(self._past.loads.sum()) / len(district.cohorts[: how.cohorts])
        units = len(district.places)
        self._prices, self._planned, self._used, self._left = [0] * units, [0] * units, [0] * units, [1] * units
        self._since = 0
        self._now = [0] * units
        self._dice = np.random.default_rng(int(district.loads.sum()))
        self.solving = time.perf_counter() - began

    def each_week(self, week: int, used: list[int]) -> None:
        """Solve anew where it is time to."""
        if week % EVERY_WEEKS == 0:
            began = time.perf_counter()
            if (pool := self._pool(week)) is not None:
                self._solve(week, used, pool)
            self.solving += time.perf_counter() - began
        self.drift(week, used)

    def drift(self, week: int, used: list[int]) -> None:
        """Move the prices by as much as units fill faster or slower than was planned."""
        elapsed, horizon = week - self._since, WEEKS - self._since
        self._now = [
            price + self._how.drift * ((had - before) * horizon - planned * elapsed) // (horizon * left)
            for price, had, before, planned, left in zip(
                self._prices, used, self._used, self._planned, self._left, strict=True
            )
        ]

    def post(self, week: int, used: list[int], prices: list[int], planned: list[int]) -> None:
        """These prices are in force from this week on. More than the units of this town are not looked at."""
        units = len(used)
        self._prices, self._planned, self._used, self._since = prices[:units], planned[:units], used.copy(), week
        self._left = [max(1, all_ - had) for all_, had in zip(self._district.places.tolist(), used, strict=True)]

    def _pool(self, week: int) -> Cohort | None:
        """Who came later in the years before than it is now, and who came this time until now: nobody else is known."""
        came = _those(self._own, self._own.weeks < week)
        if self._past is None:
            return came if len(came.loads) else None
        return _joined((_those(self._past, self._past.weeks >= week), came))

    def _solve(self, week: int, used: list[int], pool: Cohort) -> None:
        left = self._district.places - np.array(used)
        scale = pool.loads.sum() / max(1.0, self.persons * (WEEKS - week) / WEEKS)
        solved = price(Expected(pool.values, pool.loads, np.floor(left * scale).astype(np.int64)))
        prices: list[int] = solved.prices().tolist()
        if self._past is not None and self.persons < FEW and len(self._district.cohorts[: self._how.cohorts]) > 1:
            prices = self._averaged(week, left) or prices
        self.post(week, used, prices, (solved.planned / scale).astype(np.int64).tolist())

    def _averaged(self, week: int, left: Whole) -> list[int]:
        """The least prices of every cohort that has somebody later, each less its cheapest unit."""
        found = []
        for cohort in self._district.cohorts[: self._how.cohorts]:
            later = _those(cohort, cohort.weeks >= week)
            if len(later.loads):
                lowest = price(Expected(later.values, later.loads, left)).lowest
                found.append(lowest - lowest.min())
        averaged: list[int] = np.mean(found, axis=0).astype(np.int64).tolist() if found else []
        return averaged

    def choose(self, values: list[int], load: int, used: list[int], places: list[int]) -> int:
        """The greatest value less price among units with places; where one declines, the next."""
        balance = self._how.balance
        average = 1_000 * (sum(used) + load) // sum(places) if balance else 0
        best, most = -1, 0
        turned_down = self._declined(values, load, used, places) if self._how.declines else -1
        for unit, value in enumerate(values):
            if used[unit] + load <= places[unit] and unit != turned_down:
                points = value - self._now[unit]
                if balance:
                    points -= balance * ((used[unit] + load) * 1_000 // places[unit] - average) // 1_000
                if best < 0 or points > most:
                    best, most = unit, points
        if best >= 0:
            self._now[best] += self._how.drift * load // self._left[best]
        return best

    def _declined(self, values: list[int], load: int, used: list[int], places: list[int]) -> int:
        """The unit that would be asked first, where it turns this one down and somebody else has places."""
        able = [unit for unit, had in enumerate(used) if had + load <= places[unit]]
        if len(able) < 2 or self._dice.integers(100) >= self._how.declines:
            return -1
        return max(able, key=lambda unit: values[unit] - self._now[unit])


def _joined(cohorts: tuple[Cohort, ...]) -> Cohort:
    return Cohort(
        np.concatenate([each.values for each in cohorts]),
        np.concatenate([each.loads for each in cohorts]),
        np.concatenate([each.weeks for each in cohorts]),
    )


def _those(cohort: Cohort, chosen: NDArray[np.bool_]) -> Cohort:
    return Cohort(cohort.values[chosen], cohort.loads[chosen], cohort.weeks[chosen])
