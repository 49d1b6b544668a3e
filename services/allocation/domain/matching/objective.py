"""What is maximised, in this order: persons who are taken by anyone; then points, less imbalance and prices.

Both in one integer: a person who is taken counts `SERVED` points, more than fit can ever make up for.
"""

from collections.abc import Sequence

from services.allocation.domain.matching.fit import Parts
from shared.events.matching import Candidate

SERVED = 10_000


def average_use(candidates: Sequence[Candidate], arriving: int) -> int:
    """Thousandths of all places that are used once the household is in."""
    places = load = 0
    for each in candidates:
        if each.capacity is not None:
            places += each.capacity
            load += each.load
    return (load + arriving) * 1_000 // places if places else 0


def imbalance(candidate: Candidate, arriving: int, average: int, weight: int) -> int:
    """Points that are taken off (or, below zero, given) because the provider is used more than all together."""
    capacity = candidate.capacity
    if not capacity:
        return 0
    return weight * ((candidate.load + arriving) * 1_000 // capacity - average) // 1_000


def total(load: int, points: Parts, balance: int, price: int, hour_price: int) -> int:
    """The value of this provider for this household, in points of all its persons."""
    return load * (SERVED + points.points() - balance - price) - points.hours * hour_price
