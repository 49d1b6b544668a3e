"""Where the catchment rule leaves it open, the best fit is proposed with its reasons, and a person decides."""

from datetime import date

import pytest

from services.allocation.domain.assignment import ConfirmAssignment, OverrideAssignment
from services.allocation.domain.by_fit import ProposeByFit
from services.allocation.domain.matching.explanation import explain, replays
from services.allocation.domain.matching.question import days_left
from services.allocation.reactions import REACTIONS
from shared.event import Event
from shared.events.allocation import AssignmentOverridden, AssignmentProposed, HouseholdChanged
from shared.events.matching import ConflictRecorded, ProviderProfileSet, WishRecorded
from tests.allocation.matching.town import (
    BOTH,
    CARITAS,
    PROFILES,
    WEIGHTS,
    came,
    missing,
    speaking,
    undecided,
)
from tests.allocation.town import (
    START,
    assigned,
    case_id,
    entrusted,
    filled,
    known_of,
    persons_with,
    placed_with,
    proposed,
)
from tests.given import TODAY, given, recorded

ASK = ProposeByFit(case_id=case_id("h1"))
LIVES = speaking("h1", 3, "altbau")
OPEN: list[Event] = [BOTH, WEIGHTS, *PROFILES, came("h1", LIVES), undecided("h1", LIVES)]


def proposal_of(*before: Event) -> AssignmentProposed:
    """The one proposal that the question leads to."""
    events = given(*before).when(ASK).events
    assert events is not None
    (event,) = events
    assert isinstance(event, AssignmentProposed)
    return event


def test_of_several_providers_of_a_house_the_one_that_fits_best_is_proposed() -> None:
    proposal = proposal_of(*OPEN)
    assert (proposal.provider, proposal.rule_version, proposal.over_ceiling) == ("caritas", "fit-1", False)
    assert proposal.household == LIVES
    arabic = speaking("h1", 3, "altbau", "ar", "school")
    assert proposal_of(*OPEN[:-2], came("h1", arabic), undecided("h1", arabic)).provider == "drk"


def test_the_fact_holds_all_that_the_proposal_can_be_computed_from_again() -> None:
    proposal = proposal_of(*OPEN)
    assert proposal.matching is not None
    assert replays(proposal.matching.question, "caritas", proposal.matching.explanation_sha256)
    assert not replays(proposal.matching.question, "drk", proposal.matching.explanation_sha256)
    assert [each.provider for each in proposal.matching.question.candidates] == ["caritas", "drk"]
    assert proposal.matching.points == 3 * explain(proposal.matching.question).candidates[0].fit


def test_without_weights_nothing_is_proposed_by_fit() -> None:
    given(BOTH, *PROFILES, came("h1", LIVES), undecided("h1", LIVES)).when(ASK).nothing()


def test_for_a_house_that_no_rule_names_all_are_asked_about_who_said_what_they_can() -> None:
    lives = speaking("h1", 3, "nirgends")
    proposal = proposal_of(WEIGHTS, *PROFILES, came("h1", lives), missing("h1", lives))
    assert proposal.provider == "caritas"
    given(WEIGHTS, came("h1", lives), missing("h1", lives)).when(ASK).nothing()


def test_the_same_question_is_answered_once() -> None:
    given(*OPEN, proposal_of(*OPEN)).when(ASK).nothing()


def test_a_wish_or_a_conflict_that_comes_later_is_asked_about_again() -> None:
    first = proposal_of(*OPEN)
    conflict = ConflictRecorded(case_id=case_id("h1"), provider="caritas", conflict_code="kinship", on=TODAY)
    assert proposal_of(*OPEN, first, conflict).provider == "drk"
    again = conflict.model_copy(update={"holds": False})
    assert proposal_of(*OPEN, first, conflict, proposal_of(*OPEN, first, conflict), again).provider == "caritas"
    wish = WishRecorded(case_id=case_id("h1"), provider="drk", on=TODAY)
    why = proposal_of(*OPEN, first, wish).matching
    assert why is not None
    assert {each.provider: each.wish for each in explain(why.question).candidates} == {"caritas": 0, "drk": 100}


def test_a_rule_whose_provider_is_above_its_ceiling_leaves_it_open() -> None:
    lives = speaking("h1", 4, "klausing")
    full = [BOTH, WEIGHTS, *PROFILES, filled("diakonie", 50), *persons_with("diakonie", 48, "klausing")]
    by_rule = proposed("h1", lives, "diakonie", over_ceiling=True)
    proposal = proposal_of(*full, came("h1", lives), by_rule)
    assert proposal.provider == "caritas"
    assert proposal.matching is not None
    rules = {each.provider: each.failed_rule for each in explain(proposal.matching.question).candidates}
    assert rules == {"caritas": None, "diakonie": "no_capacity", "drk": None}


def test_a_rule_whose_provider_is_closed_leaves_it_open_and_one_with_room_does_not() -> None:
    lives = speaking("h1", 4, "klausing")
    by_rule: list[Event] = [BOTH, WEIGHTS, *PROFILES, came("h1", lives), proposed("h1", lives, "diakonie")]
    given(*by_rule).when(ASK).nothing()
    closed = ProviderProfileSet(provider="diakonie", effective_on=START, open=False)
    assert proposal_of(*by_rule, closed).provider == "caritas"


def test_who_is_granted_persons_by_contract_gets_them_while_few_are_expected() -> None:
    granted = ProviderProfileSet(provider="drk", effective_on=START, share_least=20)
    asked = proposal_of(*OPEN, granted).matching
    assert asked is not None
    assert asked.question.expected_load == 3 + 3 * 56 // 365, "of the quarter 56 days are left"
    rules = {each.provider: each.failed_rule for each in explain(asked.question).candidates}
    assert rules == {"caritas": "others_share_short", "drk": None}


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2018, 11, 5), 56), (date(2018, 12, 31), 0), (date(2019, 1, 1), 89), (date(2020, 6, 30), 0)],
)
def test_a_quarter_ends_on_its_last_day(day: date, left: int) -> None:
    assert days_left(day) == left


def test_where_nobody_can_take_it_the_case_stays_open() -> None:
    closed = [profile.model_copy(update={"open": False}) for profile in PROFILES]
    given(BOTH, WEIGHTS, *closed, came("h1", LIVES), undecided("h1", LIVES)).when(ASK).nothing()


def test_a_household_that_fits_its_provider_best_stays_with_it_without_a_new_decision() -> None:
    lives = LIVES.model_copy(update={"house": "nirgends", "moved_on": TODAY})
    before = [WEIGHTS, *PROFILES, *placed_with("h1", "caritas", 3, "altbau"), missing("h1", lives)]
    given(*before).when(ASK).then(HouseholdChanged(case_id=case_id("h1"), household=lives))


def test_a_person_confirms_and_the_provider_is_told_as_always() -> None:
    outcome = given(*OPEN, proposal_of(*OPEN)).when(ConfirmAssignment(case_id=case_id("h1")))
    told = entrusted("h1", LIVES, "caritas")
    expected = assigned("h1", "caritas", 3).model_copy(update={"rule_version": "fit-1"})
    assert outcome.events is not None
    assert outcome.events[0] == expected
    assert [type(event) for event in outcome.events] == [type(expected), type(told)]


@pytest.mark.parametrize("provider", ["drk", "caritas", "town"])
def test_an_override_says_what_it_costs(provider: str) -> None:
    proposal = proposal_of(*OPEN)
    wish = OverrideAssignment(case_id=case_id("h1"), provider=provider, reason_code="wish", reason="Near the school.")
    events = given(*OPEN, proposal).when(wish).events
    assert events is not None
    overridden = events[0]
    assert isinstance(overridden, AssignmentOverridden)
    assert proposal.matching is not None
    totals = {each.provider: each.total for each in explain(proposal.matching.question).candidates}
    cost = {"drk": totals["caritas"] - totals["drk"], "caritas": 0, "town": None}
    assert overridden.cost_points == cost[provider]
    assert cost["drk"] is not None
    assert cost["drk"] > 0


def test_answers_are_counted_and_what_overrides_cost_is_summed_up() -> None:
    proposal = proposal_of(*OPEN)
    wish = OverrideAssignment(case_id=case_id("h1"), provider="drk", reason_code="wish", reason="Near the school.")
    events = given(*OPEN, proposal).when(wish).events
    assert events is not None
    (overridden, *_) = events
    assert isinstance(overridden, AssignmentOverridden)
    after = known_of(*OPEN, proposal, overridden).suitability
    assert (after.confirmed, after.overridden, after.override_points) == (0, 1, overridden.cost_points)
    confirmed = known_of(*OPEN, proposal, assigned("h1", "caritas", 3)).suitability
    assert (confirmed.confirmed, confirmed.overridden) == (1, 0)
    by_rule = known_of(BOTH, came("h1", LIVES), proposed("h1", LIVES, "drk"), assigned("h1", "drk", 3)).suitability
    assert (by_rule.confirmed, by_rule.overridden) == (0, 0)


def test_an_override_of_a_proposal_by_rule_has_no_cost_in_points() -> None:
    by_rule = [BOTH, came("h1", LIVES), proposed("h1", LIVES, "drk")]
    wish = OverrideAssignment(case_id=case_id("h1"), provider="caritas", reason_code="wish", reason="Near the school.")
    events = given(*by_rule).when(wish).events
    assert events is not None
    assert isinstance(events[0], AssignmentOverridden)
    assert events[0].cost_points is None


def test_what_is_left_open_or_said_is_asked_about_where_fit_is_wanted_and_nowhere_else() -> None:
    wish = WishRecorded(case_id=case_id("h1"), provider="drk", on=TODAY)
    for event in (undecided("h1", LIVES), missing("h1", LIVES), proposed("h1", LIVES, "drk"), wish):
        react, fact = REACTIONS[type(event)], recorded(event)[0]
        assert react(fact, known_of(WEIGHTS)) == [ASK]
        assert react(fact, known_of()) == []
    by_fit = proposal_of(*OPEN)
    assert REACTIONS[AssignmentProposed](recorded(by_fit)[0], known_of(WEIGHTS)) == []


def test_open_cases_are_asked_about_again_once_weights_or_profiles_are_there() -> None:
    for event in (WEIGHTS, CARITAS):
        assert REACTIONS[type(event)](recorded(event)[0], known_of(*OPEN)) == [ASK]
        assert REACTIONS[type(event)](recorded(event)[0], known_of(*OPEN, proposal_of(*OPEN))) == []
