"""What is measured and what is to be reached, instance by instance."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, median

from bench.matching.measuring import Measured, evenness, measure
from bench.matching.posted import Posted
from bench.matching.towns import CITY, Kind

PROVIDERS = Kind(10_000, 20, 5)
WORKERS = Kind(10_000, 20, 3, by_worker=True)
SMALLER = Kind(3_000, 6, 5)
STATE = Kind(100_000, 1_100, 5)
STATE_WORKERS = Kind(100_000, 1_100, 3, by_worker=True)
NATION = Kind(1_000_000, 11_000, 1)
POSTED = "posted price"


@dataclass(frozen=True)
class Goal:
    """A figure and the least (or with `at_most` the greatest) that it should be."""

    instance: str
    what: str
    figure: float
    goal: float
    at_most: bool = False

    def reached(self) -> bool:
        return self.figure <= self.goal if self.at_most else self.figure >= self.goal


def city(seeds: int) -> tuple[Measured, list[Goal]]:
    """A town of 130 persons, beside the proved best."""
    found = measure(CITY, range(seeds), {POSTED: Posted(), "one past cohort": Posted(cohorts=1)}, exact=True)
    posted, one = found.policies[POSTED], found.policies["one past cohort"]
    name = "city-52"
    return found, [
        Goal(name, "posted price, mean", posted.mean(), 96.5),
        Goal(name, "posted price, 5th of 100", posted.fifth(), 92),
        Goal(name, "one past cohort, mean", one.mean(), 95.5),
        Goal(name, "greedy and balance, mean", found.policies["greedy and balance"].mean(), 95),
        Goal(name, "whole horizon, seconds", median(posted.seconds), 0.5, at_most=True),
    ]


def region(name: str, kind: Kind, seeds: int, least: float, unserved: float | None) -> tuple[Measured, list[Goal]]:
    """Twenty towns of ten thousand households together."""
    found = measure(kind, range(seeds), {POSTED: Posted()})
    return found, [
        *_scores(name, found, least, unserved),
        Goal(name, "deciding against greedy", _against_greedy(found), 4, at_most=True),
        Goal(name, "exact prices against one solve of all", _pricing(found), 1.0, at_most=True),
    ]


def state(
    name: str, kind: Kind, seeds: int, least: float, unserved: float, priced: float
) -> tuple[Measured, list[Goal]]:
    """A state, or with more towns a country: `priced` is the goal for exact prices against one solve of all."""
    found = measure(kind, range(seeds), {POSTED: Posted()}, together=True)
    posted = found.policies[POSTED]
    solves = median(
        (whole - deciding) / once
        for whole, deciding, once in zip(posted.seconds, posted.deciding, found.solving, strict=True)
    )
    return found, [
        *_scores(name, found, least, unserved),
        Goal(name, "exact prices against one solve of all", _pricing(found), priced, at_most=True),
        Goal(name, "all 26 solves anew against one solve of all", solves, 3, at_most=True),
    ]


def _scores(name: str, found: Measured, least: float, unserved: float | None) -> Iterator[Goal]:
    posted = found.policies[POSTED]
    yield Goal(name, "posted price, lowest", posted.low(), least)
    if unserved is not None:
        yield Goal(name, "unserved, % of persons", posted.unserved_percent(), unserved, at_most=True)


def _against_greedy(found: Measured) -> float:
    return median(found.policies[POSTED].deciding) / median(found.policies["greedy"].seconds)


def _pricing(found: Measured) -> float:
    return median(priced / solved for priced, solved in zip(found.pricing, found.solving, strict=True))


ROUGH: dict[str, tuple[Posted, float]] = {
    "four fifths expected": (Posted(forecast=0.8), 98.0),
    "six fifths expected": (Posted(forecast=1.2), 98.3),
    "other languages than in the past": (Posted(drifted=0.3), 98.7),
    "no past": (Posted(cohorts=0), 98.0),
    "one proposal in ten declined": (Posted(declines=10), 97.0),
}


def rough(kind: Kind, seeds: int) -> list[Goal]:
    """What happens where the future is not like the past."""
    return [
        Goal(f"region-{kind.households // 1_000}k provider", what, mean(_posted(kind, seeds, how)), goal)
        for what, (how, goal) in ROUGH.items()
    ]


def _posted(kind: Kind, seeds: int, how: Posted) -> list[float]:
    return measure(kind, range(seeds), {POSTED: how}).policies[POSTED].scores


def even(kind: Kind, seeds: int) -> list[Goal]:
    """With the weight of balance that is the default."""
    score, uneven = evenness(kind, range(seeds), Posted(balance=400))
    name = f"region-{kind.households // 1_000}k provider"
    return [
        Goal(name, "balance 400, mean", score, 98.8),
        Goal(name, "balance 400, most used against least used", uneven, 1.30, at_most=True),
    ]
