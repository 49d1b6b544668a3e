"""Periodenabschluss: what a closed period still takes, and what it refuses."""

from datetime import date

from services.reporting.domain.closing import ClosePeriod
from services.reporting.domain.payments import ReceiveFunds
from services.reporting.domain.position import CorrectFilling, VacatePosition
from shared.event import Event
from shared.events.notices import PeriodClosed
from tests.given import TODAY, given
from tests.reporting.receipts import correct, put_right, record, said, spent, strike
from tests.reporting.test_notices import revoke, revoked
from tests.reporting.weinheim import GRANT, S1, START, awarded, corrected, fill_position, filled, some_id

OCTOBER_31 = date(2018, 10, 31)


def close(through_on: date = OCTOBER_31) -> ClosePeriod:
    return ClosePeriod(grant_id=GRANT, through_on=through_on)


def closed(through_on: date = OCTOBER_31) -> PeriodClosed:
    return PeriodClosed(grant_id=GRANT, through_on=through_on)


def receive(paid_on: date) -> ReceiveFunds:
    return ReceiveFunds(grant_id=GRANT, cents=1_00, paid_on=paid_on, payment_ref="L-1")


CLOSED: list[Event] = [*S1, spent(paid_on=date(2018, 10, 30)), closed()]


def test_a_period_is_closed_after_its_last_day_and_never_shorter() -> None:
    given(*S1).when(close()).then(closed())
    given(*CLOSED).when(close()).nothing()
    given(*CLOSED).when(close(date(2018, 10, 20))).nothing()
    given(*CLOSED).when(close(date(2018, 11, 4))).then(closed(date(2018, 11, 4)))
    given(*S1).when(close(TODAY)).refused("after its last day")
    given(*S1).when(close(date(2018, 10, 14))).refused("after the grant began")
    given().when(close()).missing()


def test_a_closed_period_takes_no_payment_and_no_receipt_of_its_days() -> None:
    given(*CLOSED).when(receive(OCTOBER_31)).refused("period of that day is closed")
    outcome = given(*CLOSED).when(receive(date(2018, 11, 1)))
    assert outcome.error is None
    given(*CLOSED).when(record("B-2", paid_on=OCTOBER_31)).refused("period of that day is closed")
    given(*CLOSED).when(record("B-2")).then(spent("B-2"))


def test_a_closed_period_takes_no_change_of_a_position_of_its_days() -> None:
    vacated = VacatePosition(position_id=some_id("drk"), vacant_from=OCTOBER_31)
    given(*CLOSED).when(vacated).refused("period of that day is closed")
    outcome = given(*CLOSED).when(vacated.model_copy(update={"vacant_from": date(2018, 11, 1)}))
    assert outcome.error is None
    given(awarded(), closed()).when(fill_position("drk")).refused("period of that day is closed")
    given(*CLOSED).when(fill_position("drk")).nothing()


def test_a_position_outside_the_grant_is_not_closed_with_it() -> None:
    town = fill_position("town", grant_id=None, fte_hundredths=200, starts_on=START)
    given(*CLOSED).when(town).then(filled("town", grant_id=None, fte_hundredths=200, starts_on=START))


def test_what_is_recorded_of_a_closed_period_may_be_corrected() -> None:
    given(*CLOSED).when(correct(cents=1)).then(put_right(CLOSED, said(cents=1)))
    given(*CLOSED).when(strike()).then(put_right(CLOSED, None))
    later = CorrectFilling(position_id=some_id("drk"), corrects_starts_on=START, starts_on=date(2018, 11, 1))
    given(*CLOSED).when(later).then(corrected("drk", CLOSED, date(2018, 11, 1)))


def test_what_the_state_decides_of_a_closed_period_is_recorded() -> None:
    back = revoke(effective_on=date(2018, 10, 20))
    given(*CLOSED).when(back).then(revoked(effective_on=date(2018, 10, 20)))
