"""What a place is worth to those who are expected: OR-Tools places them at best, numpy reads the prices off.

Needs the packages of the group `matching`; nothing else imports this module without being ready to go on without it.
OR-Tools gives no duals: they are the distances between providers over what one person could still be moved.
"""

from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from services.allocation.domain.matching.objective import SERVED

Whole = NDArray[np.int64]
SOLVER = f"ortools-min-cost-flow-{version('ortools')}"
FORBIDDEN = -(10**6)
"""The value of a provider that may not take the household."""
OWED = 10**6
"""What it counts, for each person, that a contract's least share is met."""


@dataclass(frozen=True)
class Expected:
    """Households that are expected in a district, a row of values for each: points for each person, by provider.

    `least`: persons that a contract grants to a provider.
    """

    values: Whole
    loads: Whole
    places: Whole
    least: Whole | None = None


@dataclass(frozen=True)
class Priced:
    """`lowest` and `highest` prices that hold up the placement; `planned` persons by provider; `bound` in points.

    Households may be split here, which is never done: so no real placement reaches more than the bound.
    """

    lowest: Whole
    highest: Whole
    planned: Whole
    bound: int
    unserved: int

    def prices(self) -> Whole:
        """In the middle, where neither a household too many nor one too few is kept away."""
        return (self.lowest + self.highest) // 2


def price(expected: Expected) -> Priced:
    """Place all of them at best, split where that helps, and read off what a further place would add."""
    flows = _placed(expected)
    planned = flows.sum(axis=0)
    unserved = int(expected.loads.sum() - planned.sum())
    lowest, highest = _duals(expected, flows, planned)
    return Priced(lowest, highest, planned, int((flows * expected.values).sum()), unserved)


def shares_cost(expected: Expected) -> int:
    """Points that the least shares of contracts cost those who are expected."""
    free = Expected(expected.values, expected.loads, expected.places)
    return price(free).bound - price(expected).bound


def _placed(expected: Expected) -> Whole:
    """Persons of each household by provider."""
    values, loads, places = expected.values, expected.loads, expected.places
    count, providers = values.shape
    least = np.zeros(providers, np.int64) if expected.least is None else np.minimum(expected.least, places)
    sink = count + providers
    households = np.arange(count)
    flow = SimpleMinCostFlow()
    heads = np.tile(np.arange(count, sink), count)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.repeat(households, providers), heads, np.repeat(loads, providers), -(values.ravel() + SERVED)
    )
    nodes, ends = np.arange(count, sink), np.full(providers, sink)
    flow.add_arcs_with_capacity_and_unit_cost(nodes, ends, places - least, np.zeros(providers, np.int64))
    flow.add_arcs_with_capacity_and_unit_cost(nodes, ends, least, np.full(providers, -OWED))
    flow.add_arcs_with_capacity_and_unit_cost(households, np.full(count, sink), loads, np.zeros(count, np.int64))
    flow.set_nodes_supplies(np.arange(sink + 1), np.append(np.append(loads, np.zeros(providers)), -loads.sum()))
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("no placement was found")
    flows: Whole = np.asarray(flow.flows(np.arange(count * providers)), np.int64).reshape(count, providers)
    return flows


def _duals(expected: Expected, flows: Whole, planned: Whole) -> tuple[Whole, Whole]:
    """Least and greatest prices under which every household is where it would choose to be.

    `loss[j, k]`: the least that is lost when one person with j goes to k instead. Whoever is unserved is with nobody,
    the last row and column, for nothing.
    """
    count, providers = flows.shape
    values = np.column_stack([expected.values + SERVED, np.zeros(count, np.int64)])
    placed = np.column_stack([flows, expected.loads - flows.sum(axis=1)]) > 0
    far = 4 * OWED
    loss = np.full((providers + 1, providers + 1), far, np.int64)
    for provider in range(providers + 1):
        own = values[placed[:, provider]]
        if len(own):
            loss[provider] = (own[:, provider, None] - own).min(axis=0)
    lowest = np.zeros(providers + 1, np.int64)
    for _ in range(providers + 1):
        lowest = np.maximum(lowest, (lowest[:, None] - loss).max(axis=0))
    least = np.zeros(providers, np.int64) if expected.least is None else expected.least
    free = (planned < expected.places) & (planned > least)
    highest = np.where(np.append(free if free.any() else lowest[:-1] == lowest[:-1].min(), True), lowest, far)
    for _ in range(providers + 1):
        highest = np.minimum(highest, (highest[None, :] + loss).min(axis=1))
    return lowest[:-1], np.where(highest < far, highest, lowest)[:-1]
