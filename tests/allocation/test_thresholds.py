"""Bands, ceiling and days of waiting are facts with a day: a town sets its own, and days before keep theirs."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.allocation.domain.assignment import ConfirmAssignment
from services.allocation.domain.bands import ASSUMED
from services.allocation.domain.caseload import caseload
from services.allocation.domain.thresholds import SetThresholds
from shared.event import Event
from shared.events.allocation import ThresholdsSet
from tests.allocation.town import (
    RULE,
    START,
    assigned,
    case_id,
    entrusted,
    filled,
    household,
    known_of,
    persons_with,
    proposed,
    registered,
)
from tests.given import TODAY, given

STRICT = ThresholdsSet(
    green_up_to=50, amber_up_to=60, ceiling=70, stale_after_days=30, review_grace_days=7, effective_on=TODAY
)


def wish(version: ThresholdsSet) -> SetThresholds:
    return SetThresholds(**dict(version))


def test_thresholds_are_set_and_the_same_again_changes_nothing() -> None:
    given().when(wish(STRICT)).then(STRICT)
    given(STRICT).when(wish(STRICT)).nothing()


def test_thresholds_that_held_before_are_set_anew() -> None:
    looser = STRICT.model_copy(update={"ceiling": 200})
    given(STRICT, looser).when(wish(STRICT)).then(STRICT)


def test_amber_does_not_end_before_green() -> None:
    given().when(wish(STRICT.model_copy(update={"green_up_to": 61}))).refused("Amber ends")
    given().when(wish(STRICT.model_copy(update={"green_up_to": 60}))).then(
        STRICT.model_copy(update={"green_up_to": 60})
    )


@pytest.mark.parametrize(("field", "value"), [("ceiling", 0), ("stale_after_days", -1), ("review_grace_days", 3651)])
def test_thresholds_are_numbers_that_a_town_can_mean(field: str, value: int) -> None:
    with pytest.raises(ValidationError):
        SetThresholds(**{**dict(STRICT), field: value})


def test_each_day_has_the_thresholds_that_held_on_it() -> None:
    known = known_of(STRICT, filled("drk", 100), *persons_with("drk", 65, "sandloch")).thresholds
    assert known.on(date(2018, 11, 4)) == ASSUMED
    assert known.on(TODAY) == known.on(date(2030, 1, 1)) == STRICT


def test_the_bands_follow_the_thresholds_of_the_day() -> None:
    known = known_of(filled("drk", 100), *persons_with("drk", 65, "sandloch"), later(STRICT, date(2019, 1, 1)))
    assert caseload(known.load, known.thresholds, date(2018, 12, 31))[0].band == "green"
    assert caseload(known.load, known.thresholds, date(2019, 1, 1))[0].band == "red"


def later(version: ThresholdsSet, effective_on: date) -> ThresholdsSet:
    return version.model_copy(update={"effective_on": effective_on})


def test_the_ceiling_is_the_one_that_holds_when_the_household_is_there() -> None:
    lives = household("h1", 4, "sandloch")
    before: list[Event] = [
        *(RULE, filled("drk", 100), *persons_with("drk", 68, "sandloch")),
        *(registered("h1", 4, "sandloch"), proposed("h1", lives, "drk")),
    ]
    confirm = ConfirmAssignment(case_id=case_id("h1"))
    given(*before, STRICT).when(confirm).refused("ceiling of 70 persons per FTE")
    given(*before, later(STRICT, date(2019, 1, 1))).when(confirm).then(
        assigned("h1", "drk", 4), entrusted("h1", lives, "drk")
    )
    given(*before, later(STRICT, START)).when(confirm, today=START).refused("ceiling of 70")
