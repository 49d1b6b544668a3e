"""Examples of the facts about who could take a case, and of the reasons that a proposal by fit holds."""

from services.allocation.domain.matching.explanation import explain
from shared.event import Event
from shared.events import matching
from shared.ids import wire_id
from tests.example_ids import CASE, FIRST_DAY, MOVED, OTHER_CASE, RECEIVED

QUESTION = matching.MatchingQuestion(
    case=matching.CaseProfile(
        case_id=CASE,
        load=2,
        house="sandloch",
        speakers=(("ar", "ku"),),
        needs=(matching.WeighedNeed(domain="housing", urgency=3), matching.WeighedNeed(domain="work")),
        must_have=("trauma",),
        wish="drk",
        conflicts=("caritas",),
    ),
    candidates=(
        matching.Candidate(provider="diakonie", load=40, capacity=50, fte_hundredths=50, licences=("trauma",)),
        matching.Candidate(
            provider="drk",
            load=60,
            capacity=100,
            fte_hundredths=100,
            languages=("ar",),
            competences=("housing",),
            licences=("trauma",),
            near=("sandloch",),
            price=120,
            share_most=40,
        ),
    ),
    weights=matching.Weights(),
    weights_version="2018-1",
    policy="posted_price",
    price_table="2018q4.1",
    tie_seed="2018-1/2018q4",
    bound=90_000,
    reached=1_800,
)
WHY = explain(QUESTION)
MATCHING = matching.Matching(question=QUESTION, explanation_sha256=WHY.digest(), points=1_800)
OF_MATCHING: list[Event] = [
    matching.WeightsSet(
        rule_version="2018-1",
        effective_on=FIRST_DAY,
        weights=matching.Weights(wish=200),
        note_ref=wire_id("note", "weights"),
    ),
    matching.ProviderProfileSet(
        provider="drk",
        effective_on=FIRST_DAY,
        languages=("ar", "ti"),
        competences=("housing", "work"),
        licences=("trauma",),
        covers=("flocken", "sandloch"),
        near=("sandloch",),
        share_least=20,
        share_most=40,
    ),
    matching.WishRecorded(case_id=CASE, provider="drk", must_have=("trauma",), on=RECEIVED),
    matching.ConflictRecorded(case_id=CASE, provider="caritas", conflict_code="kinship", on=RECEIVED),
    matching.PriceTablePublished(
        table_version="2018q4.1",
        district="town",
        from_on=RECEIVED,
        until_on=MOVED,
        samples=1,
        cohort=(CASE, OTHER_CASE),
        seed=0,
        solver="ortools-min-cost-flow-9.15",
        input_sha256="0" * 64,
        prices={"diakonie": 0, "drk": 120},
        planned={"diakonie": 10, "drk": 40},
        places={"diakonie": 10, "drk": 40},
        bound=90_000,
    ),
]
