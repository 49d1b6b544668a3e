"""Allocation is territorial: a rule says which provider a house belongs to, and every version of it is kept."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.allocation.domain import rules
from services.allocation.domain.assignment import ProposeAssignment
from services.allocation.domain.catchment import BeginCatchment, SetCatchment
from services.allocation.domain.house import DefineHouse
from services.allocation.domain.rules import Answer, Catchment, providers_for
from services.allocation.domain.timers import due
from services.allocation.reactions import REACTIONS
from shared.event import Event
from shared.events.allocation import CatchmentMissing, CatchmentSet, CatchmentTookEffect, HouseDefined
from tests.allocation.town import HOUSES, RULE, START, case_id, household, known, known_of, proposed
from tests.given import TODAY, given, recorded

NEXT = CatchmentSet(rule_version="2019-1", effective_on=date(2019, 1, 1), houses={**HOUSES, "flocken": "caritas"})


def catchment(*events: Event) -> Catchment:
    state = Catchment()
    for fact in recorded(*events):
        state = rules.evolve(state, fact)
    return state


def wish(version: CatchmentSet) -> SetCatchment:
    return SetCatchment(**dict(version))


def test_a_rule_is_set_also_before_its_houses_are_defined() -> None:
    given().when(wish(RULE)).then(RULE)


def test_a_new_version_is_set_beside_the_old_one() -> None:
    given(RULE).when(wish(NEXT)).then(NEXT)


def test_the_same_version_again_changes_nothing_also_after_a_later_one() -> None:
    given(RULE).when(wish(RULE)).nothing()
    given(RULE, NEXT).when(wish(RULE)).nothing()


def test_a_version_is_not_set_again_with_other_content() -> None:
    other = RULE.model_copy(update={"effective_on": date(2018, 12, 1)})
    given(RULE).when(wish(other)).refused("with other content")


def test_a_rule_names_providers_of_the_town_only() -> None:
    given().when(wish(RULE.model_copy(update={"houses": {"klausing": "dkr"}}))).refused("does not have")


def test_a_house_may_belong_to_several_providers() -> None:
    several = RULE.model_copy(update={"houses": {"klausing": ("drk", "caritas"), "sandloch": "drk"}})
    given().when(wish(several)).then(several)
    assert providers_for(catchment(several), "klausing", START) == Answer(("drk", "caritas"), "2018-1")


def test_a_list_of_one_provider_is_that_provider() -> None:
    listed = wish(RULE).model_copy(update={"houses": {house: (provider,) for house, provider in HOUSES.items()}})
    given().when(listed).then(RULE)
    given(RULE).when(listed).nothing()


def test_a_provider_is_named_once_for_a_house_and_is_one_of_the_town() -> None:
    given().when(wish(RULE.model_copy(update={"houses": {"klausing": ("drk", "drk")}}))).refused("named twice")
    given().when(wish(RULE.model_copy(update={"houses": {"klausing": ("drk", "dkr")}}))).refused("does not have")
    with pytest.raises(ValidationError):
        SetCatchment(rule_version="1", effective_on=START, houses={"klausing": ()})


def test_a_rule_names_at_least_one_house() -> None:
    with pytest.raises(ValidationError):
        SetCatchment(rule_version="1", effective_on=START, houses={})


def test_the_rule_in_force_answers_with_its_version() -> None:
    both = catchment(RULE, NEXT)
    assert providers_for(both, "sandloch", START) == Answer(("drk",), "2018-1")
    assert providers_for(both, "klausing", START) == Answer(("diakonie",), "2018-1")
    assert providers_for(both, "flocken", date(2018, 12, 31)) == Answer(("drk",), "2018-1")
    assert providers_for(both, "flocken", date(2019, 1, 1)) == Answer(("caritas",), "2019-1")


def test_no_rule_answers_before_the_first_and_for_houses_it_does_not_name() -> None:
    assert providers_for(catchment(RULE), "sandloch", date(2018, 10, 14)) is None
    assert providers_for(catchment(RULE), "altbau", START) is None
    assert providers_for(Catchment(), "sandloch", START) is None


def test_a_version_replaces_the_one_before_with_all_its_houses() -> None:
    smaller = CatchmentSet(rule_version="2019-2", effective_on=date(2019, 1, 1), houses={"klausing": "drk"})
    assert providers_for(catchment(RULE, smaller), "sandloch", date(2019, 1, 1)) is None


def test_the_order_of_setting_does_not_matter_but_on_one_day_the_later_set_wins() -> None:
    assert providers_for(catchment(NEXT, RULE), "flocken", date(2019, 1, 1)) == Answer(("caritas",), "2019-1")
    better = NEXT.model_copy(update={"rule_version": "2019-1b", "houses": {"flocken": "town"}})
    assert providers_for(catchment(NEXT, better), "flocken", date(2019, 1, 1)) == Answer(("town",), "2019-1b")


def test_a_house_is_defined_once() -> None:
    sandloch = HouseDefined(house="sandloch", house_name="Am Sandloch")
    given().when(DefineHouse(house="sandloch", name="Am Sandloch")).then(sandloch)
    given(sandloch).when(DefineHouse(house="sandloch", name="Am Sandloch")).nothing()
    given(sandloch).when(DefineHouse(house="sandloch", name="Haus Sandloch")).refused("another name")


@pytest.mark.parametrize("name", ["", "  ", "Am\nSandloch", "Am\x00Sandloch", "Am \u202eSandloch", "x" * 101])
def test_the_name_of_a_house_is_readable(name: str) -> None:
    with pytest.raises(ValidationError):
        DefineHouse(house="sandloch", name=name)


TOMORROW = date(2018, 11, 6)
COMING = CatchmentSet(rule_version="2018-2", effective_on=TOMORROW, houses={"altbau": "drk"})
BEGIN = BeginCatchment(rule_version="2018-2")
BEGAN = CatchmentTookEffect(rule_version="2018-2", effective_on=TOMORROW)


def test_a_version_that_was_set_ahead_takes_effect_on_its_day_and_once() -> None:
    assert due(known_of(RULE, COMING), TODAY) == []
    assert due(known_of(RULE, COMING), TOMORROW) == due(known_of(RULE, COMING), date(2019, 5, 1)) == [BEGIN]
    assert due(known_of(RULE, COMING, BEGAN), TOMORROW) == []
    given(RULE, COMING).when(BEGIN).nothing()
    given(RULE, COMING).when(BEGIN, today=TOMORROW).then(BEGAN)
    given(RULE, COMING, BEGAN).when(BEGIN, today=TOMORROW).nothing()


def test_a_version_that_held_when_it_was_set_needs_nobody_to_begin_it() -> None:
    assert due(known_of(RULE), date(2030, 1, 1)) == []
    given(RULE).when(BeginCatchment(rule_version=RULE.rule_version), today=TOMORROW).nothing()


def test_when_it_takes_effect_open_cases_are_asked_about_again() -> None:
    missing = CatchmentMissing(case_id=case_id("h1"), household=household("h1", 4, "altbau"))
    began = recorded(RULE, COMING, missing, BEGAN)
    asked = REACTIONS[CatchmentTookEffect](began[-1], known(*began))
    assert asked == [ProposeAssignment(case_id=case_id("h1"), household=household("h1", 4, "altbau"))]
    given(RULE, COMING, missing, BEGAN).when(asked[0], today=TOMORROW).then(
        proposed("h1", household("h1", 4, "altbau"), "drk").model_copy(update={"rule_version": "2018-2"})
    )
