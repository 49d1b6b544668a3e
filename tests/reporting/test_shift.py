"""Decisions on shifting a share between two positions (S2)."""

from datetime import date
from typing import Any

import pytest

from services.reporting.domain.position import ShiftShare
from tests.given import given
from tests.reporting.weinheim import (
    NEW_YEAR_2020,
    S1,
    S2,
    awarded,
    fill_position,
    filled,
    shifted,
    some_id,
    vacated,
)


def shift(giver: str, taker: str, **changed: Any) -> ShiftShare:
    fields: dict[str, Any] = {
        "from_position": some_id(giver),
        "to_position": some_id(taker),
        "fte_hundredths": 20,
        "effective_on": NEW_YEAR_2020,
    }
    return ShiftShare(**(fields | changed))


def test_a_share_moves_with_one_fact_for_each_position() -> None:
    given(*S1).when(shift("caritas", "diakonie")).then(*shifted("caritas", "diakonie", 20, NEW_YEAR_2020))


def test_the_same_shift_twice_is_recorded_once_also_after_the_position_became_vacant() -> None:
    given(*S2).when(shift("caritas", "diakonie")).nothing()
    given(*S2, vacated("caritas", date(2020, 6, 1))).when(shift("caritas", "diakonie")).nothing()


def test_nobody_gets_more_than_a_full_post() -> None:
    given(*S1).when(shift("caritas", "drk")).refused("at most 1.0 FTE")


def test_at_least_a_quarter_is_left() -> None:
    given(*S1).when(shift("diakonie", "caritas", fte_hundredths=26)).refused("below 0.25 FTE")
    given(*S1).when(shift("diakonie", "caritas", fte_hundredths=20)).then(
        *shifted("diakonie", "caritas", 20, NEW_YEAR_2020)
    )


def test_a_quarter_is_left_also_after_shifts_that_are_already_recorded_for_later() -> None:
    later = shifted("diakonie", "caritas", 20, date(2020, 3, 1))
    given(*S1, *later).when(shift("diakonie", "caritas", fte_hundredths=10)).refused("below 0.25 FTE")


def test_a_share_only_becomes_more_hours_of_an_existing_position() -> None:
    given(*S1).when(shift("caritas", "new")).refused("not recorded")
    given(*S1).when(shift("new", "caritas")).missing()
    given(*S1, vacated("diakonie", NEW_YEAR_2020)).when(shift("caritas", "diakonie")).refused("vacant on that day")
    given(*S1, vacated("caritas", NEW_YEAR_2020)).when(shift("caritas", "diakonie")).refused("vacant on that day")


def test_a_position_gives_nothing_to_itself() -> None:
    given(*S1).when(shift("caritas", "caritas")).refused("two different positions")


def test_a_share_stays_within_its_grant() -> None:
    other = some_id("another grant")
    under_other = filled("drk", position_id=some_id("other"), grant_id=other, fte_hundredths=50)
    town = filled("town", grant_id=None, fte_hundredths=200)
    given(*S1, awarded(grant_id=other), under_other).when(shift("caritas", "other")).refused("same grant")
    given(*S1, town).when(shift("caritas", "town")).refused("same grant")
    given(*S1, town).when(shift("town", "caritas")).refused("same grant")


@pytest.mark.parametrize("hundredths", [1, 25, 55])
def test_what_one_position_gives_the_other_gets(hundredths: int) -> None:
    small = filled("drk", fte_hundredths=25, position_id=some_id("small"))
    given(*S1[:2], small).when(shift("caritas", "small", fte_hundredths=hundredths)).then(
        *shifted("caritas", "small", hundredths, NEW_YEAR_2020)
    )


def test_a_position_that_gave_everything_it_could_is_filled_again_with_what_the_command_says() -> None:
    events = [*S2, vacated("caritas", date(2020, 2, 1))]
    given(*events).when(fill_position("caritas", fte_hundredths=60, starts_on=date(2020, 3, 1))).then(
        filled("caritas", fte_hundredths=60, starts_on=date(2020, 3, 1))
    )
