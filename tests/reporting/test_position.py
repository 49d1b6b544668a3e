"""Decisions on positions: filled, vacant, filled again, replaced, corrected."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from services.reporting.domain.position import CorrectFilling, ReplacePerson, ShiftShare, VacatePosition
from shared.event import Event
from tests.given import given
from tests.reporting.weinheim import (
    END,
    GRANT,
    RULES,
    S1,
    START,
    awarded,
    corrected,
    fill_position,
    filled,
    replaced,
    shifted,
    some_id,
    vacated,
)

APRIL, JULY, NOVEMBER = date(2019, 4, 1), date(2019, 7, 1), date(2018, 11, 1)
REFILLED: list[Event] = [*S1, vacated("caritas", APRIL), filled("caritas", starts_on=JULY)]


def vacate(provider: str, vacant_from: date) -> VacatePosition:
    return VacatePosition(position_id=some_id(provider), vacant_from=vacant_from)


def replace(provider: str, from_on: date, **changed: Any) -> ReplacePerson:
    return ReplacePerson(**(dict(replaced(provider, from_on)) | changed))


def correct(provider: str, corrects_starts_on: date, starts_on: date) -> CorrectFilling:
    return CorrectFilling(position_id=some_id(provider), corrects_starts_on=corrects_starts_on, starts_on=starts_on)


def shift_share(giver: str, taker: str, fte_hundredths: int = 20) -> ShiftShare:
    return ShiftShare(
        from_position=some_id(giver),
        to_position=some_id(taker),
        fte_hundredths=fte_hundredths,
        effective_on=date(2020, 1, 1),
    )


def test_a_position_is_filled_under_a_recorded_grant() -> None:
    given(awarded()).when(fill_position("drk")).then(filled("drk"))


def test_a_position_under_an_unknown_grant_is_refused() -> None:
    given().when(fill_position("drk")).refused("grant that is not recorded")


def test_the_same_filling_twice_is_recorded_once_also_after_it_ended() -> None:
    given(*S1).when(fill_position("caritas")).nothing()
    given(*REFILLED).when(fill_position("caritas")).nothing()


@pytest.mark.parametrize("changed", [{"fte_hundredths": 70}, {"staff_ref": some_id("x")}, {"starts_on": NOVEMBER}])
def test_a_filled_position_is_not_filled_otherwise(changed: dict[str, Any]) -> None:
    given(*S1).when(fill_position("caritas", **changed)).refused("filled already")


def test_a_position_belongs_to_one_provider() -> None:
    other = fill_position("drk", position_id=some_id("caritas"), starts_on=JULY)
    given(*S1, vacated("caritas", APRIL)).when(other).refused("another provider")


def test_a_share_below_a_quarter_is_not_fundable() -> None:
    given(awarded()).when(fill_position("drk", fte_hundredths=24)).refused("below 0.25 FTE")
    given(awarded()).when(fill_position("drk", fte_hundredths=25)).then(filled("drk", fte_hundredths=25))


def test_a_funded_position_needs_a_class() -> None:
    given(awarded()).when(fill_position("drk", qualification_class="not_stated")).refused("qualification class")
    given(*S1).when(replace("drk", APRIL, qualification_class="not_stated")).refused("qualification class")


def test_one_person_holds_one_full_post_over_all_positions() -> None:
    second = fill_position("drk", position_id=some_id("second"), staff_ref=some_id("worker of caritas"))
    given(*S1).when(second.model_copy(update={"fte_hundredths": 25})).refused("at most 1.0 FTE")
    allowed = {"position_id": some_id("second"), "staff_ref": second.staff_ref, "fte_hundredths": 50}
    given(*S1).when(fill_position("diakonie", **allowed)).refused("at most 1.0 FTE")
    gone = vacated("caritas", APRIL)
    given(*S1, gone).when(fill_position("diakonie", **allowed)).refused("at most 1.0 FTE")
    given(*S1, gone).when(fill_position("diakonie", **allowed, starts_on=APRIL)).then(
        filled("diakonie", **allowed, starts_on=APRIL)
    )


def test_the_towns_own_workers_stand_outside_the_grant_with_two_full_posts() -> None:
    own = {"grant_id": None, "fte_hundredths": 200, "qualification_class": "not_stated"}
    given().when(fill_position("town", **own)).then(filled("town", **own))


def test_a_vacant_position_can_be_filled_again() -> None:
    given(*S1, vacated("caritas", APRIL)).when(fill_position("caritas", starts_on=JULY)).then(REFILLED[-1])


def test_a_position_is_not_filled_before_it_became_vacant() -> None:
    early = fill_position("caritas", starts_on=date(2019, 3, 31))
    given(*S1, vacated("caritas", APRIL)).when(early).refused("still filled")


def test_a_position_becomes_vacant_once() -> None:
    given(*S1).when(vacate("caritas", APRIL)).then(vacated("caritas", APRIL))
    given(*S1, vacated("caritas", APRIL)).when(vacate("caritas", APRIL)).nothing()
    given(*REFILLED).when(vacate("caritas", APRIL)).nothing()
    given(*S1, vacated("caritas", APRIL)).when(vacate("caritas", JULY)).refused("vacant already")


def test_a_position_does_not_become_vacant_before_it_was_filled() -> None:
    given(*S1).when(vacate("caritas", date(2018, 10, 15))).refused("after the day it was filled")


@pytest.mark.parametrize(
    "command", [vacate("drk", APRIL), replace("drk", APRIL), correct("drk", NOVEMBER, APRIL)], ids=lambda each: ""
)
def test_nothing_is_said_of_a_position_that_was_never_filled(command: Any) -> None:
    given(awarded()).when(command).missing()


def test_another_person_takes_over_without_a_vacant_day() -> None:
    given(*S1).when(replace("drk", APRIL)).then(replaced("drk", APRIL))
    given(*S1, replaced("drk", APRIL)).when(replace("drk", APRIL)).nothing()
    given(*S1, replaced("drk", APRIL), vacated("drk", JULY)).when(replace("drk", APRIL)).nothing()


def test_the_person_that_is_there_already_is_no_replacement() -> None:
    same = replace("drk", APRIL, staff_ref=some_id("worker of drk"), qualification_class="degree")
    given(*S1).when(same).nothing()


def test_two_replacements_on_one_day_are_refused() -> None:
    another = replace("drk", APRIL, staff_ref=some_id("somebody else"))
    given(*S1, replaced("drk", APRIL)).when(another).refused("Another replacement")


def test_nobody_is_replaced_while_the_position_is_vacant() -> None:
    given(*S1, vacated("drk", APRIL)).when(replace("drk", APRIL)).refused("vacant on that day")
    given(*S1).when(replace("drk", date(2018, 10, 14))).refused("vacant on that day")


def test_a_person_with_a_full_post_replaces_nobody_else() -> None:
    busy = replace("diakonie", APRIL, staff_ref=some_id("worker of drk"))
    given(*S1).when(busy).refused("at most 1.0 FTE")


def test_a_wrong_start_is_corrected_by_pointing_at_the_filling() -> None:
    given(*S1).when(correct("drk", date(2018, 10, 15), NOVEMBER)).then(corrected("drk", S1, NOVEMBER))


def test_a_correction_is_itself_corrected_by_pointing_at_it() -> None:
    once: list[Event] = [*S1, corrected("drk", S1, NOVEMBER)]
    twice = corrected("drk", once, date(2018, 10, 22))
    given(*once).when(correct("drk", NOVEMBER, date(2018, 10, 22))).then(twice)
    assert twice.corrects_starts_on == date(2018, 10, 15)


def test_the_same_correction_twice_is_recorded_once_also_after_a_later_one() -> None:
    once: list[Event] = [*S1, corrected("drk", S1, NOVEMBER)]
    given(*once).when(correct("drk", date(2018, 10, 15), NOVEMBER)).nothing()
    twice = [*once, corrected("drk", once, date(2018, 10, 22))]
    given(*twice).when(correct("drk", date(2018, 10, 15), NOVEMBER)).nothing()
    given(*twice).when(correct("drk", NOVEMBER, date(2018, 10, 22))).nothing()


def test_a_start_that_nobody_recorded_cannot_be_corrected() -> None:
    given(*S1).when(correct("drk", APRIL, NOVEMBER)).refused("No filling")


def test_a_corrected_filling_stays_between_its_neighbours() -> None:
    given(*REFILLED).when(correct("caritas", date(2018, 10, 15), APRIL)).refused(
        "on or after the day on which it ended"
    )
    given(*REFILLED).when(correct("caritas", JULY, date(2019, 3, 31))).refused("still filled")


def test_a_corrected_start_still_leaves_one_full_post_to_a_person() -> None:
    staff_ref = some_id("worker of drk")
    later = filled("diakonie", position_id=some_id("second"), staff_ref=staff_ref, fte_hundredths=50, starts_on=APRIL)
    events = [*S1, vacated("drk", APRIL), later]
    command = CorrectFilling(position_id=some_id("second"), corrects_starts_on=APRIL, starts_on=NOVEMBER)
    given(*events).when(command).refused("at most 1.0 FTE")


def test_a_share_that_was_given_away_is_not_counted_against_the_person() -> None:
    events = [awarded(fte_hundredths=255), *S1[1:], *shifted("drk", "caritas", 20, date(2020, 1, 1))]
    side = {"position_id": some_id("side"), "staff_ref": some_id("worker of drk"), "fte_hundredths": 25}
    given(*events).when(fill_position("drk", **side, starts_on=date(2020, 1, 1))).refused("at most 1.0 FTE")
    more = [*events, *shifted("drk", "diakonie", 5, date(2020, 1, 1))]
    given(*more).when(fill_position("drk", **side, starts_on=date(2020, 1, 1))).then(
        filled("drk", **side, starts_on=date(2020, 1, 1))
    )


@pytest.mark.parametrize(
    "changed",
    [{"fte_hundredths": 0}, {"fte_hundredths": True}, {"starts_on": date(2300, 1, 1)}, {"grant_id": str(GRANT)}],
)
def test_a_filling_without_sense_is_not_even_a_command(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        fill_position("drk", **changed)


def test_only_a_provider_with_a_share_in_the_award_gets_a_position() -> None:
    given(awarded()).when(fill_position("town")).refused("no share for this provider")
    given(awarded()).when(fill_position("town", grant_id=None)).then(filled("town", grant_id=None))


def test_positions_have_at_most_the_fte_of_the_award_on_every_day() -> None:
    more = {"position_id": some_id("more"), "staff_ref": some_id("somebody"), "fte_hundredths": 25}
    given(*S1).when(fill_position("drk", **more)).refused("more FTE than the award")
    vacant: list[Event] = [*S1, vacated("caritas", APRIL)]
    later = fill_position("drk", **more, starts_on=APRIL)
    given(*vacant).when(later).then(filled("drk", **more, starts_on=APRIL))
    taken = [*vacant, filled("drk", **more, starts_on=APRIL)]
    given(*taken).when(fill_position("caritas", starts_on=JULY)).refused("more FTE than the award")
    refilled: list[Event] = [*taken, filled("caritas", fte_hundredths=55, starts_on=JULY)]
    given(*refilled).when(correct("drk", START, date(2018, 11, 1))).then(corrected("drk", refilled, date(2018, 11, 1)))


def test_a_shift_to_another_provider_leaves_the_sum_as_it_was() -> None:
    given(*S1).when(shift_share("caritas", "diakonie")).then(*shifted("caritas", "diakonie", 20, date(2020, 1, 1)))


def test_a_filling_begins_within_the_window() -> None:
    before, last, after = START - timedelta(days=1), END, END + timedelta(days=1)
    given(awarded()).when(fill_position("drk", starts_on=before)).refused("before the grant period")
    given(awarded()).when(fill_position("drk", starts_on=last)).then(filled("drk", starts_on=last))
    given(awarded()).when(fill_position("drk", starts_on=after)).refused("after the grant period")
    given(*S1).when(correct("drk", START, before)).refused("before the grant period")
    given(*S1).when(correct("drk", START, after)).refused("after the grant period")


@pytest.mark.parametrize("option", [{"window": "position"}, {"vacancy_outcome": "extend"}])
def test_a_vacancy_is_made_up_after_the_period_where_the_notice_says_so(option: dict[str, str]) -> None:
    award, november = awarded(rules=RULES.model_copy(update=option)), date(2020, 11, 1)
    vacant: list[Event] = [award, *S1[1:], vacated("drk", APRIL)]
    given(*vacant).when(fill_position("drk", starts_on=november)).then(filled("drk", starts_on=november))
    given(award).when(fill_position("drk", starts_on=november)).refused("after the grant period")


def test_fillings_of_a_position_never_overlap() -> None:
    given(*S1).when(fill_position("drk", starts_on=JULY)).refused("filled already")
    given(*REFILLED).when(fill_position("caritas", starts_on=NOVEMBER)).refused("filled already")
    twice: list[Event] = [*REFILLED, vacated("caritas", date(2020, 1, 1))]
    given(*twice).when(fill_position("caritas", starts_on=date(2019, 12, 31))).refused("still filled on that day")
    given(*REFILLED).when(correct("caritas", JULY, date(2019, 3, 31))).refused("still filled")


def test_a_share_of_nothing_is_not_even_a_command() -> None:
    with pytest.raises(ValidationError):
        fill_position("drk", fte_hundredths=0)
    with pytest.raises(ValidationError):
        shift_share("caritas", "diakonie", 0)
