"""What coordinators say about fit: each once, with a reason where it is policy, and only of what there is."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.allocation.domain.conflict import RecordConflict
from services.allocation.domain.provider_profile import SetProviderProfile
from services.allocation.domain.weights import SetWeights
from services.allocation.domain.wish import RecordWish
from shared.event import Event
from shared.events.matching import ConflictRecorded, ProviderProfileSet, Weights, WishRecorded
from tests.allocation.matching.town import CARITAS, WEIGHTS
from tests.allocation.town import START, case_id, registered
from tests.given import TODAY, given

SET = SetWeights(rule_version="fit-1", effective_on=START, reason="Decided by the council.")
HERE: list[Event] = [registered("h1", 2, "sandloch")]


def test_weights_are_set_once_by_version_and_need_a_reason() -> None:
    given().when(SET).then(WEIGHTS)
    given(WEIGHTS).when(SET).nothing()
    given(WEIGHTS).when(SET.model_copy(update={"weights": Weights(wish=300)})).refused(
        "set already, with other content"
    )
    with pytest.raises(ValidationError):
        SetWeights.model_validate({"rule_version": "fit-1", "effective_on": START})


def test_no_reason_text_enters_the_fact() -> None:
    events = given().when(SET).events
    assert events is not None
    assert all("council" not in event.model_dump_json() for event in events)


def test_a_profile_is_kept_in_order_and_the_same_one_is_no_second_fact() -> None:
    wish = SetProviderProfile(provider="caritas", effective_on=START, languages=("ti", "ti"), competences=("work",))
    given().when(wish).then(CARITAS)
    given(CARITAS).when(wish).nothing()
    given(CARITAS).when(wish.model_copy(update={"open": False})).then(CARITAS.model_copy(update={"open": False}))
    given().when(wish.model_copy(update={"provider": "johanniter"})).refused("no such provider")
    given().when(wish.model_copy(update={"share_least": 5, "share_most": 4})).refused("at least the least one")


def test_a_profile_of_later_replaces_the_one_before_from_its_day_on() -> None:
    later = ProviderProfileSet(provider="caritas", effective_on=date(2019, 1, 1), open=False)
    wish = SetProviderProfile(provider="caritas", effective_on=date(2019, 1, 1), open=False)
    given(CARITAS).when(wish).then(later)
    given(CARITAS, later).when(wish).nothing()


def test_a_wish_is_recorded_changed_and_taken_back() -> None:
    wish = RecordWish(case_id=case_id("h1"), provider="drk", must_have=("trauma", "debt_advice"), on=TODAY)
    fact = WishRecorded(case_id=case_id("h1"), provider="drk", must_have=("debt_advice", "trauma"), on=TODAY)
    given(*HERE).when(wish).then(fact)
    given(*HERE, fact).when(wish).nothing()
    none = RecordWish(case_id=case_id("h1"), on=TODAY)
    given(*HERE, fact).when(none).then(WishRecorded(case_id=case_id("h1"), provider=None, on=TODAY))
    given().when(wish).missing()
    given(*HERE).when(wish.model_copy(update={"provider": "johanniter"})).refused("no such provider")


def test_a_conflict_is_declared_with_a_code_and_may_end() -> None:
    declared = RecordConflict(case_id=case_id("h1"), provider="drk", conflict_code="kinship", on=TODAY)
    fact = ConflictRecorded(case_id=case_id("h1"), provider="drk", conflict_code="kinship", on=TODAY)
    given(*HERE).when(declared).then(fact)
    given(*HERE, fact).when(declared).nothing()
    given(*HERE, fact).when(declared.model_copy(update={"holds": False})).then(fact.model_copy(update={"holds": False}))
    given().when(declared).missing()
    given(*HERE).when(declared.model_copy(update={"provider": "johanniter"})).refused("no such provider")
    with pytest.raises(ValidationError):
        RecordConflict.model_validate({"case_id": case_id("h1"), "provider": "drk", "on": TODAY})
