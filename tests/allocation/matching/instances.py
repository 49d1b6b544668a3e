"""Four instances that can be checked by hand, with all of their placements tried out beside.

Fit is said directly, in points for each person: of A by nearness, of B by a wish.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from services.allocation.domain.matching.proposal import choose
from shared.events.matching import Candidate, CaseProfile, MatchingQuestion, Weights
from shared.ids import wire_id

UNSERVED = -1_000
A, B = "a", "b"
Placement = tuple[str | None, ...]


@dataclass(frozen=True)
class Household:
    load: int
    fit_a: int
    fit_b: int

    def value(self, provider: str | None) -> int:
        return self.load * {A: self.fit_a, B: self.fit_b, None: UNSERVED}[provider]


@dataclass(frozen=True)
class Instance:
    """`share`: how many persons each of both must take, exactly, by contract."""

    households: tuple[Household, ...]
    places: dict[str, int]
    share: int | None = None

    def value(self, placement: Placement) -> int:
        return sum(each.value(provider) for each, provider in zip(self.households, placement, strict=True))

    def lawful(self, placement: Placement) -> bool:
        taken = {
            name: sum(each.load for each, provider in zip(self.households, placement, strict=True) if provider == name)
            for name in (A, B)
        }
        share = self.share
        return all(taken[name] <= self.places[name] and share in (None, taken[name]) for name in taken)

    def all_lawful(self) -> Iterator[Placement]:
        return filter(self.lawful, product((A, B, None), repeat=len(self.households)))

    def online(self, price_a: int = 0, price_b: int = 0, seed: str = "s") -> Placement:
        """One household after the other, as they come, by posted prices; 0: by fit alone."""
        return tuple(choose(asked).provider() for asked in self.questions(price_a, price_b, seed))

    def questions(self, price_a: int = 0, price_b: int = 0, seed: str = "s") -> Iterator[MatchingQuestion]:
        taken = {A: 0, B: 0}
        left = sum(each.load for each in self.households)
        for number, household in enumerate(self.households, start=1):
            asked = self._question(number, household, taken, {A: price_a, B: price_b}, left, seed)
            yield asked
            left -= household.load
            provider = choose(asked).provider()
            if provider is not None:
                taken[provider] += household.load

    def _question(
        self, number: int, household: Household, taken: dict[str, int], prices: dict[str, int], left: int, seed: str
    ) -> MatchingQuestion:
        weights = Weights(
            language=0, needs=0, site=household.fit_a, wish=household.fit_b, continuity=0, balance=0, share_tolerance=0
        )
        candidates = tuple(
            Candidate(
                provider=name,
                load=taken[name],
                capacity=self.places[name],
                near=("house",) if name == A else (),
                price=prices[name],
                share_least=self.share or 0,
                share_most=self.share,
                share_taken=taken[name],
            )
            for name in (A, B)
        )
        case = CaseProfile(case_id=wire_id("case", f"h{number}"), load=household.load, house="house", wish=B)
        return MatchingQuestion(
            case=case,
            candidates=candidates,
            weights=weights,
            weights_version="1",
            tie_seed=seed,
            expected_load=left if self.share is not None else None,
        )


GREEDY_TRAP = Instance((Household(1, 90, 80), Household(1, 85, 20)), {A: 1, B: 1})
FAMILIES_STAY_WHOLE = Instance((Household(3, 90, 70), Household(2, 80, 30), Household(2, 75, 40)), {A: 4, B: 3})
HOLD_A_PLACE_BACK = Instance((Household(1, 80, 75), Household(1, 60, 58), Household(1, 95, 10)), {A: 1, B: 2})
EQUAL_SHARE = Instance(
    (Household(1, 80, 70), Household(1, 78, 60), Household(1, 76, 75), Household(1, 74, 50)), {A: 4, B: 4}, share=2
)
