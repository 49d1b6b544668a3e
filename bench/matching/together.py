"""Prices of many towns at once: where a state solves anew every four weeks, one sweep over all households does it.

Starts from the prices before, raises them where more come than there are places, lowers them where fewer do, in ever
smaller steps. Near the exact prices, not exact: those of the first table are OR-Tools', and so is every bound.
"""

import time

import numpy as np
from numpy.typing import NDArray

from bench.matching.policies import EVERY_WEEKS, Placed, Walk
from bench.matching.posted import Board, Posted
from bench.matching.towns import WEEKS, District
from services.allocation.prices import FORBIDDEN, Whole

Shares = NDArray[np.float64]

STEPS = (300, 150, 75, 40)
"""Points by which a price moves where all who could would go to one unit."""


class Towns:
    """All past households of all towns in one table, units padded to the most that any town has."""

    def __init__(self, districts: list[District], cohorts: int | None) -> None:
        self.units = max(len(each.places) for each in districts)
        past = [(town, each) for town, district in enumerate(districts) for each in district.cohorts[:cohorts]]
        self.values = np.concatenate([self._padded(each.values, FORBIDDEN) for _, each in past]).astype(np.int32)
        self.loads = np.concatenate([each.loads for _, each in past])
        self.weeks = np.concatenate([each.weeks for _, each in past])
        self.towns = np.concatenate([np.full(len(each.loads), town) for town, each in past])
        later = np.argsort(-self.weeks, kind="stable")
        self.values, self.loads = self.values[later], self.loads[later]
        self.weeks, self.towns = self.weeks[later], self.towns[later]
        self.prices = np.zeros((len(districts), self.units), np.int32)

    def _padded(self, values: Whole, filler: int) -> Whole:
        return np.pad(values, ((0, 0), (0, self.units - values.shape[1])), constant_values=filler)

    def solve(self, week: int, left: Shares, expected: Shares) -> tuple[Whole, Shares]:
        """Prices by town and unit, and the share of those who are expected that each unit takes at them."""
        rows = int((self.weeks >= week).sum())
        values, towns, loads = self.values[:rows], self.towns[:rows], self.loads[:rows]
        persons = np.maximum(1.0, np.bincount(towns, loads, len(self.prices)))[:, None]
        places, cells = left / expected[:, None], towns * self.units
        taken = np.zeros_like(places)
        for step in STEPS:
            chosen = (values - self.prices[towns]).argmax(axis=1)
            taken = np.bincount(cells + chosen, loads, self.prices.size).reshape(self.prices.shape) / persons
            self.prices = np.maximum(0, self.prices + np.rint(step * (taken - places)).astype(np.int32))
        return self.prices.astype(np.int64), taken


def posted_together(districts: list[District], how: Posted) -> list[Placed]:
    """As each town alone, but for its prices: those of all towns are found in one sweep."""
    began = time.perf_counter()
    towns = Towns(districts, how.cohorts)
    solving = time.perf_counter() - began
    boards = [Board(each, how) for each in districts]
    walks = [Walk(each) for each in districts]
    persons = np.array([board.persons for board in boards])
    for week in range(0, WEEKS, EVERY_WEEKS):
        began = time.perf_counter()
        left = np.zeros_like(towns.prices, dtype=np.float64)
        for town, (walk, district) in enumerate(zip(walks, districts, strict=True)):
            left[town, : len(district.places)] = district.places - walk.placed.used
        expected = np.maximum(1.0, persons * (WEEKS - week) / WEEKS)
        prices, taken = towns.solve(week, left, expected)
        planned = (taken * expected[:, None]).astype(np.int64)
        solving += time.perf_counter() - began
        for town, (board, walk) in enumerate(zip(boards, walks, strict=True)):
            board.post(week, walk.placed.used, prices[town].tolist(), planned[town].tolist())
            walk.until(week + EVERY_WEEKS, board.choose, board.drift)
    walks[0].placed.solving = solving
    return [walk.placed for walk in walks]
