"""Hard criteria rule out and are named; soft ones only count. Neither knows where somebody comes from."""

import pytest

from services.allocation.domain.matching.explanation import explain
from services.allocation.domain.matching.proposal import choose
from shared.events.matching import Candidate, CaseProfile, MatchingQuestion, WeighedNeed, Weights
from tests.allocation.matching.questions import case, question

PLAIN = Candidate(provider="caritas")
BEST = {"provider": "drk", "languages": ("ti",), "competences": ("work",), "near": ("sandloch",)}
ASKS = case(
    load=4, speakers=(("ti",),), needs=(WeighedNeed(domain="work"),), wish="drk", current="drk", must_have=("trauma",)
)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"open": False}, "closed"),
        ({"covers": ("klausing",)}, "house_not_covered"),
        ({"licences": ("debt_advice",)}, "licence_missing"),
        ({"capacity": 53, "load": 50}, "no_capacity"),
        ({"share_most": 7, "share_taken": 7}, "share_exhausted"),
    ],
)
def test_the_best_fit_does_not_win_where_a_rule_says_no(changed: dict[str, object], rule: str) -> None:
    best = Candidate.model_validate({**BEST, "licences": ("trauma",), **changed})
    plain = PLAIN.model_copy(update={"licences": ("trauma",)})
    found = explain(question(best, plain, case=ASKS))
    assert found.winner == "caritas"
    assert {each.provider: each.failed_rule for each in found.candidates} == {"caritas": None, "drk": rule}


def test_a_declared_conflict_rules_out() -> None:
    best = Candidate.model_validate({**BEST, "licences": ("trauma",)})
    plain = PLAIN.model_copy(update={"licences": ("trauma",)})
    asks = ASKS.model_copy(update={"conflicts": ("drk",)})
    assert choose(question(best, plain, case=asks)).provider() == "caritas"


def test_exactly_as_many_places_as_persons_are_enough() -> None:
    full = Candidate(provider="drk", load=46, capacity=50)
    assert choose(question(full, case=case(load=4))).provider() == "drk"
    assert choose(question(full, case=case(load=5))).provider() is None


def test_others_get_what_a_contract_still_grants_them() -> None:
    asked = question(
        Candidate.model_validate(BEST),
        Candidate(provider="caritas", share_least=4, share_taken=0),
        case=case(load=4, wish="drk"),
        weights=Weights(share_tolerance=0),
    )
    assert choose(asked.model_copy(update={"expected_load": 8})).provider() == "drk"
    late = explain(asked.model_copy(update={"expected_load": 7}))
    assert late.winner == "caritas"
    assert [each.failed_rule for each in late.candidates] == [None, "others_share_short"]
    assert choose(asked).provider() == "drk", "nobody knows what is still expected"


def test_a_contract_that_cannot_be_met_any_more_rules_out_nobody_who_is_owed_persons() -> None:
    owed = Candidate(provider="caritas", share_least=20)
    asked = question(owed, Candidate.model_validate(BEST), case=case(load=4))
    assert choose(asked.model_copy(update={"expected_load": 5})).provider() == "caritas"


@pytest.mark.parametrize(("tolerance", "provider"), [(3, "caritas"), (4, "drk")])
def test_a_share_may_be_missed_by_the_tolerance(tolerance: int, provider: str) -> None:
    spent = Candidate.model_validate({**BEST, "share_most": 6, "share_taken": 6})
    asked = question(spent, PLAIN, case=case(load=4, wish="drk"), weights=Weights(share_tolerance=tolerance))
    assert choose(asked).provider() == provider


def test_parts_are_those_that_were_published() -> None:
    best = Candidate.model_validate({**BEST, "competences": ("work",)})
    asks = case(
        load=1,
        speakers=(("ti",), ("ar", "ku")),
        needs=(WeighedNeed(domain="work", urgency=3), WeighedNeed(domain="school", urgency=1)),
        wish="drk",
        current="drk",
    )
    (part,) = explain(question(best, case=asks)).candidates
    assert (part.language, part.needs, part.site, part.continuity, part.wish) == (225, 300, 150, 150, 100)
    assert part.fit == 925
    assert part.interpreter_hours == 4


def test_what_nobody_asked_for_is_met_by_everyone() -> None:
    (part,) = explain(question(PLAIN, case=case())).candidates
    assert (part.language, part.needs, part.site) == (450, 400, 0)


def test_hours_of_interpreters_cost_what_they_are_worth() -> None:
    asked = question(
        Candidate(provider="drk", languages=("ti",)),
        Candidate(provider="caritas", near=("sandloch",)),
        case=case(load=1, speakers=(("ti",), ("ti",))),
        weights=Weights(language=0, balance=0),
    )
    assert choose(asked).provider() == "caritas"
    assert choose(asked.model_copy(update={"interpreter_price": 18})).provider() == "caritas"
    assert choose(asked.model_copy(update={"interpreter_price": 19})).provider() == "drk"


def test_who_is_used_more_than_all_together_is_charged_for_it() -> None:
    used = Candidate(provider="drk", load=80, capacity=100, fte_hundredths=100)
    less = Candidate(provider="caritas", load=20, capacity=100, fte_hundredths=100)
    found = explain(question(used, less, case=case(load=2)))
    assert found.winner == "caritas"
    assert {each.provider: each.balance for each in found.candidates} == {"caritas": -116, "drk": 124}


def test_a_tie_goes_to_fewer_persons_per_fte_and_is_said() -> None:
    asked = question(
        Candidate(provider="caritas", load=30, fte_hundredths=50),
        Candidate(provider="drk", load=50, fte_hundredths=100),
        case=case(),
    )
    found = explain(asked)
    assert (found.winner, found.tie_decided, found.margin) == ("drk", True, 0)


def test_then_the_lot_decides_and_another_seed_may_decide_otherwise() -> None:
    asked = question(Candidate(provider="caritas"), Candidate(provider="drk"), case=case())
    drawn = {choose(asked.model_copy(update={"tie_seed": f"s{number}"})).provider() for number in range(20)}
    assert drawn == {"caritas", "drk"}
    assert len({choose(asked).provider() for _ in range(5)}) == 1


def test_nobody_is_proposed_where_nobody_can() -> None:
    found = explain(question(PLAIN.model_copy(update={"open": False}), case=case()))
    assert (found.winner, found.margin, found.counterfactuals) == (None, None, ())


def test_origin_religion_and_predicted_work_are_not_even_known() -> None:
    known = {*CaseProfile.model_fields, *Weights.model_fields, *Candidate.model_fields, *MatchingQuestion.model_fields}
    assert not known & {"nationality", "religion", "residence_class", "sex", "birth_year", "employment", "origin"}
