"""One family of instances: every policy on every seed, each score beside the best of the same instance."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.matching import optimum
from bench.matching.policies import Placed, greedy, greedy_and_balance, least_load, round_robin
from bench.matching.posted import Posted, posted_price
from bench.matching.together import posted_together
from bench.matching.towns import District, Kind, make

OfOneTown = Callable[[District], Placed]
Policy = Callable[[list[District]], list[Placed]]
SIMPLE: dict[str, OfOneTown] = {
    "round robin": round_robin,
    "least load": least_load,
    "greedy": greedy,
    "greedy and balance": greedy_and_balance,
}


@dataclass
class Policies:
    """Of one policy: a score for each seed, in hundredths of the best; seconds; persons whom nobody took, of all."""

    scores: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    deciding: list[float] = field(default_factory=list)
    unserved: int = 0
    persons: int = 0

    def mean(self) -> float:
        return statistics.mean(self.scores)

    def low(self) -> float:
        return min(self.scores)

    def fifth(self) -> float:
        """What all but five of a hundred reach."""
        return sorted(self.scores)[len(self.scores) // 20]

    def unserved_percent(self) -> float:
        return 100 * self.unserved / self.persons


@dataclass
class Measured:
    """All policies of a family, and how long the solver took for all households at once, and town by town."""

    policies: dict[str, Policies]
    solving: list[float] = field(default_factory=list)
    pricing: list[float] = field(default_factory=list)


def measure(
    kind: Kind, seeds: Sequence[int], posted: dict[str, Posted], exact: bool = False, together: bool = False
) -> Measured:
    """All of them on the same instances, one after the other. `together`: the prices of all towns in one sweep."""
    policies = {name: _alone(policy) for name, policy in SIMPLE.items()}
    policies |= {name: _together(how) if together else _alone(_posted(how)) for name, how in posted.items()}
    found = Measured({name: Policies() for name in policies})
    for seed in seeds:
        districts = make(kind, seed, max(how.drifted for how in posted.values()))
        best = _best(districts, found, exact)
        for name, policy in policies.items():
            _one(found.policies[name], districts, policy, best)
    return found


def _best(districts: list[District], found: Measured, exact: bool) -> int:
    began = time.perf_counter()
    best = optimum.global_bound(districts)
    found.solving.append(time.perf_counter() - began)
    began = time.perf_counter()
    again = optimum.prices_of_all(districts)
    found.pricing.append(time.perf_counter() - began)
    if again != best:
        raise ArithmeticError("two ways to solve the same instance differ")
    return optimum.exactly(districts[0]) if exact else best


def _one(result: Policies, districts: list[District], policy: Policy, best: int) -> None:
    began = time.perf_counter()
    placed = policy(districts)
    result.seconds.append(time.perf_counter() - began)
    result.deciding.append(result.seconds[-1] - sum(each.solving for each in placed))
    result.scores.append(100 * sum(each.points for each in placed) / best)
    result.unserved += sum(each.unserved for each in placed)
    result.persons += sum(int(each.loads.sum()) for each in districts)


def _posted(how: Posted) -> OfOneTown:
    return lambda district: posted_price(district, how)


def _alone(policy: OfOneTown) -> Policy:
    return lambda districts: [policy(each) for each in districts]


def _together(how: Posted) -> Policy:
    return lambda districts: posted_together(districts, how)


def evenness(kind: Kind, seeds: Sequence[int], how: Posted) -> tuple[float, float]:
    """Score in hundredths, and how many times the most used unit of a town is used as much as the least used one.

    Of the average use over all weeks from the second half year on, averaged over the towns.
    """
    scores, ratios = [], []
    for seed in seeds:
        districts = make(kind, seed)
        best = optimum.global_bound(districts)
        placed = [posted_price(each, how) for each in districts]
        scores.append(100 * sum(each.points for each in placed) / best)
        ratios += [_uneven(each, district) for each, district in zip(placed, districts, strict=True)]
    return statistics.mean(scores), statistics.mean(ratios)


def _uneven(placed: Placed, district: District) -> float:
    weeks = placed.history[26:]
    use = [sum(week[unit] for week in weeks) / int(all_) for unit, all_ in enumerate(district.places)]
    return max(use) / max(min(use), 1e-9)
