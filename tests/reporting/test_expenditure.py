"""Decisions on what was spent: receipts, their corrections, and what a receipt must not be."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.reporting.domain.expenditure import note_ref
from shared.event import Event
from shared.events.codes import Period
from tests.given import given, recorded
from tests.reporting.receipts import correct, put_right, record, said, spent, strike
from tests.reporting.test_rule_options import under
from tests.reporting.weinheim import GRANT, RULES, S1, S2, awarded, filled, some_id

WRITTEN: list[Event] = [*S1, spent()]
LESS = said(cents=2_000_00)
CORRECTED: list[Event] = [*WRITTEN, put_right(WRITTEN, LESS)]


def test_a_receipt_is_recorded_for_its_position_and_for_its_provider() -> None:
    given(*S1).when(record()).then(spent())
    given(*S1).when(record(provider="drk")).then(spent(provider="drk"))


def test_what_nobody_stated_is_not_stated() -> None:
    bare = {"purpose": "not_stated", "cost_type": "not_stated", "payee": "not_stated", "kept_in": "not_stated"}
    command = record(**bare)
    assert type(command)(**command.model_dump(exclude=set(bare))) == command
    given(*S1).when(command).then(spent(**bare))


def test_material_cost_is_recorded_too() -> None:
    given(*S1).when(record(cost_type="material")).then(spent(cost_type="material"))


def test_a_purpose_in_words_stays_out_of_the_fact() -> None:
    in_words = spent(purpose="other", note_ref=note_ref(GRANT, "B-1"))
    given(*S1).when(record(purpose="Fortbildung Traumapädagogik")).then(in_words)


def test_a_receipt_twice_is_recorded_once_and_refused_with_other_content() -> None:
    given(*WRITTEN).when(record()).nothing()
    given(*WRITTEN).when(record(cents=1)).refused("Another receipt")
    given(*WRITTEN).when(record(provider="drk")).refused("Another receipt")
    given(*CORRECTED).when(record()).nothing()


@pytest.mark.parametrize(
    "changed", [{"cents": -1}, {"cents": 0}, {"cents": 10**13}, {"cost_type": "cake"}, {"payee": "Frau Muster"}]
)
def test_a_receipt_without_sense_is_not_even_a_command(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        record(**changed)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2018, 10, 14), date(2018, 10, 31)),
        (date(2020, 10, 1), date(2020, 10, 15)),
        (date(2017, 1, 1), date(2017, 1, 31)),
    ],
)
def test_days_outside_the_grant_period_are_refused(first: date, last: date) -> None:
    given(*S1).when(record(period=Period(starts_on=first, ends_on=last))).refused("outside the grant period")


def test_under_extend_a_receipt_is_taken_to_the_end_of_the_months_made_up() -> None:
    """S2: Caritas, vacant for three months of 2019, is funded to 14 January 2021; DRK, never vacant, is not."""
    made_up = Period(starts_on=date(2020, 12, 15), ends_on=date(2021, 1, 14))
    beyond = Period(starts_on=date(2021, 1, 1), ends_on=date(2021, 1, 15))
    extended = under(S2, vacancy_outcome="extend")
    given(*extended).when(record(period=made_up)).then(spent(period=made_up))
    given(*extended).when(record(period=beyond)).refused("for which the position is funded")
    given(*extended).when(record(provider="drk", period=made_up)).refused("for which the position is funded")
    given(*S2).when(record(period=made_up)).refused("outside the grant period")


def test_under_a_window_by_position_a_receipt_is_taken_as_long_as_its_own_window_lasts() -> None:
    """Filled on 1 Jan 2019, two years end on 31 Dec 2020; cost from before the grant is never taken."""
    later = [awarded(rules=RULES.model_copy(update={"window": "position"})), filled("drk", starts_on=date(2019, 1, 1))]
    december = Period(starts_on=date(2020, 12, 1), ends_on=date(2020, 12, 31))
    given(*later).when(record(provider="drk", period=december)).then(spent(provider="drk", period=december))
    beyond = Period(starts_on=date(2020, 12, 1), ends_on=date(2021, 1, 1))
    given(*later).when(record(provider="drk", period=beyond)).refused("for which the position is funded")
    before = Period(starts_on=date(2018, 10, 14), ends_on=date(2018, 10, 31))
    given(*later).when(record(provider="drk", period=before)).refused("for which the position is funded")


def test_a_payment_of_tomorrow_is_refused_today() -> None:
    given(*S1).when(record(paid_on=date(2018, 11, 6))).refused("before the day")


def test_a_receipt_belongs_to_a_position_of_its_grant() -> None:
    town = filled("town", grant_id=None, fte_hundredths=200)
    given(*S1, town).when(record(provider="town")).refused("does not belong to this grant")
    given(awarded()).when(record()).refused("not recorded")
    given(*S1).when(record(grant_id=some_id("another"))).missing()


def test_a_correction_points_at_what_was_wrong_and_holds_from_there() -> None:
    given(*WRITTEN).when(correct(cents=2_000_00)).then(put_right(WRITTEN, LESS))
    moved = put_right(WRITTEN, said(paid_on=date(2018, 11, 4)))
    given(*WRITTEN).when(correct(paid_on=date(2018, 11, 4))).then(moved)
    assert moved.holds_from() == date(2018, 11, 2)


def test_a_correction_may_be_corrected_itself() -> None:
    other = said("drk", cents=2_000_00)
    given(*CORRECTED).when(correct(provider="drk", cents=2_000_00)).then(put_right(CORRECTED, other))


def test_the_same_correction_twice_is_recorded_once_also_after_the_next_one() -> None:
    given(*CORRECTED).when(correct(cents=2_000_00)).nothing()
    again = [*CORRECTED, put_right(CORRECTED, said(cents=1_900_00))]
    given(*again).when(correct(cents=2_000_00)).nothing()


def test_who_names_the_entry_that_is_wrong_may_come_back_to_an_earlier_one() -> None:
    first, last = (fact.event_id for fact in recorded(*CORRECTED) if "Expenditure" in type(fact.event).__name__)
    given(*CORRECTED).when(correct()).nothing()
    given(*CORRECTED).when(correct(corrects=last)).then(put_right(CORRECTED, said()))
    given(*CORRECTED).when(correct(corrects=first, cents=1)).refused("corrected already")
    given(*CORRECTED).when(correct(corrects=some_id("nothing"))).missing()


def test_a_receipt_that_never_was_is_struck() -> None:
    struck = [*WRITTEN, put_right(WRITTEN, None)]
    given(*WRITTEN).when(strike()).then(put_right(WRITTEN, None))
    given(*struck).when(strike()).nothing()
    given(*struck).when(record()).nothing()
    given(*S1).when(strike()).missing()
    given(*S1).when(correct()).missing()


def test_a_correction_obeys_the_same_rules() -> None:
    given(*WRITTEN).when(correct(paid_on=date(2018, 11, 6))).refused("before the day")
    given(*WRITTEN).when(correct(position_id=some_id("nowhere"))).refused("not recorded")
