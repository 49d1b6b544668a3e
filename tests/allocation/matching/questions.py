"""Questions for tests: small ones by hand, arbitrary ones by hypothesis."""

from collections.abc import Sequence
from uuid import UUID

from hypothesis import strategies as st

from shared.events.codes import ProviderId
from shared.events.matching import Candidate, CaseProfile, MatchingQuestion, Policy, WeighedNeed, Weights
from shared.ids import wire_id

LANGUAGES = ("ar", "fa", "ku", "ti")
DOMAINS = ("debts", "housing", "school", "work")
HOUSES = ("flocken", "sandloch")
LICENCES = ("debt_advice", "trauma")


def question(*candidates: Candidate, case: CaseProfile, weights: Weights | None = None) -> MatchingQuestion:
    return MatchingQuestion(case=case, candidates=candidates, weights=weights or Weights(), weights_version="1")


def case(slug: str = "h1", load: int = 1, house: str = "sandloch", **known: object) -> CaseProfile:
    return CaseProfile.model_validate({"case_id": wire_id("case", slug), "load": load, "house": house, **known})


def subsets(values: Sequence[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values), max_size=most).map(lambda found: tuple(sorted(found)))


@st.composite
def candidates(draw: st.DrawFn, provider: ProviderId) -> Candidate:
    load = draw(st.integers(0, 60))
    return Candidate.model_validate(
        {
            "provider": provider,
            "open": draw(st.integers(0, 9)) > 0,
            "load": load,
            "capacity": draw(st.none() | st.integers(max(0, load - 3), load + 12)),
            "fte_hundredths": draw(st.sampled_from([0, 50, 100])),
            "languages": draw(subsets(LANGUAGES)),
            "competences": draw(subsets(DOMAINS)),
            "licences": draw(subsets(LICENCES, 2)),
            "covers": draw(subsets(HOUSES, 1)),
            "near": draw(subsets(HOUSES, 2)),
            "price": draw(st.sampled_from([0, 0, 40, 120, 300])),
            "share_least": draw(st.sampled_from([0, 0, 3])),
            "share_most": draw(st.sampled_from([None, None, 6])),
            "share_taken": draw(st.integers(0, 5)),
        }
    )


@st.composite
def questions(draw: st.DrawFn) -> MatchingQuestion:
    names = ("caritas", "diakonie", "drk", "town")[: draw(st.integers(1, 4))]
    policy: Policy = draw(st.sampled_from(["posted_price", "last_table_and_drift", "greedy_and_balance"]))
    speakers = draw(st.lists(subsets(LANGUAGES, 2).filter(bool), max_size=3))
    needs = draw(subsets(DOMAINS))
    return MatchingQuestion(
        case=CaseProfile(
            case_id=UUID(int=draw(st.integers(0, 2**64))),
            load=draw(st.integers(1, 6)),
            house=draw(st.sampled_from(HOUSES)),
            speakers=tuple(speakers),
            needs=tuple(
                WeighedNeed.model_validate({"domain": each, "urgency": draw(st.integers(1, 3))}) for each in needs
            ),
            must_have=("trauma",) if draw(st.integers(0, 5)) == 0 else (),
            wish=draw(st.none() | st.sampled_from(names)),
            conflicts=tuple(sorted(draw(st.sets(st.sampled_from(names), max_size=1)))),
            current=draw(st.none() | st.sampled_from(names)),
        ),
        candidates=tuple(draw(candidates(name)) for name in names),
        weights=draw(st.sampled_from([Weights(), Weights(balance=0), Weights(wish=500, balance=1_000)])),
        weights_version="2018-1",
        policy=policy,
        price_table="2018-11" if policy != "greedy_and_balance" else None,
        interpreter_price=draw(st.sampled_from([0, 25])),
        tie_seed="2018q4",
        expected_load=draw(st.none() | st.integers(0, 12)),
        bound=draw(st.none() | st.integers(0, 10**9)),
        reached=0,
    )
