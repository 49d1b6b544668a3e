"""Decisions on the award and on the money that follows it."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.reporting.domain.payments import PassOnFunds, ReceiveFunds
from shared.events.codes import Period
from shared.events.reporting import FundsPassedOn, FundsReceived
from tests.given import TODAY, given
from tests.reporting.weinheim import END, GRANT, RULES, START, awarded, each_other_option, record_award, some_id

CARITAS_CENTS = 102_260_87


def receive(**changed: Any) -> ReceiveFunds:
    fields: dict[str, Any] = {
        "grant_id": GRANT,
        "cents": 294_000_00,
        "paid_on": date(2018, 11, 2),
        "payment_ref": "LOK-1",
    }
    return ReceiveFunds(**(fields | changed))


def pass_on(**changed: Any) -> PassOnFunds:
    fields: dict[str, Any] = {
        "grant_id": GRANT,
        "provider": "caritas",
        "cents": CARITAS_CENTS,
        "paid_on": TODAY,
        "payment_ref": "W-1",
    }
    return PassOnFunds(**(fields | changed))


received = FundsReceived(**dict(receive()))
passed_on = FundsPassedOn(**dict(pass_on()))


def test_an_award_records_cap_rate_and_share_as_the_notice_says() -> None:
    given().when(record_award()).then(awarded())


def test_the_same_award_twice_is_recorded_once_also_after_payments() -> None:
    given(awarded(), received, passed_on).when(record_award()).nothing()


def test_another_award_under_the_same_id_is_refused() -> None:
    given(awarded()).when(record_award(cap_cents=294_400_00)).refused("Another award")


@pytest.mark.parametrize("option", each_other_option(), ids=str)
def test_every_option_of_a_notice_is_recorded_as_it_stands(option: dict[str, str]) -> None:
    rules = RULES.model_copy(update=option)
    given().when(record_award(rules=rules)).then(awarded(rules=rules))


@pytest.mark.parametrize(
    "changed",
    [
        {"cap_cents": 0},
        {"cap_cents": 10**13},
        {"cap_cents": True},
        {"shares": {}},
        {"shares": {"caritas": 0}},
        {"notice_ref": "with spaces"},
        {"grant_period": Period(starts_on=date(1066, 10, 14), ends_on=END)},
    ],
)
def test_an_award_without_sense_is_not_even_a_command(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        record_award(**changed)


def test_money_received_is_recorded_once() -> None:
    given(awarded()).when(receive()).then(received)
    given(awarded(), received).when(receive()).nothing()


def test_money_for_an_unknown_grant_is_missing() -> None:
    given().when(receive()).missing()
    given(awarded()).when(receive(grant_id=some_id("another"))).missing()
    given().when(pass_on()).missing()


def test_another_amount_under_the_same_reference_is_refused() -> None:
    given(awarded(), received).when(receive(cents=1)).refused("Another payment")
    given(awarded(), received, passed_on).when(pass_on(cents=1)).refused("Another payment")


def test_a_provider_gets_its_cap_share_to_the_cent() -> None:
    given(awarded(), received).when(pass_on()).then(passed_on)
    given(awarded(), received).when(pass_on(cents=CARITAS_CENTS + 1)).refused("more than its budget")


def test_a_share_is_passed_on_in_parts_that_together_stay_within_it() -> None:
    half = FundsPassedOn(**dict(pass_on(cents=60_000_00)))
    rest = pass_on(cents=CARITAS_CENTS - 60_000_00, payment_ref="W-2")
    given(awarded(), received, half).when(rest).then(FundsPassedOn(**dict(rest)))
    given(awarded(), received, half).when(pass_on(cents=60_000_00, payment_ref="W-2")).refused("its budget")


def test_the_same_payment_twice_is_recorded_once_also_when_the_share_is_spent() -> None:
    given(awarded(), received, passed_on).when(pass_on()).nothing()


def test_no_more_is_passed_on_than_was_received() -> None:
    some = FundsReceived(**dict(receive(cents=100_000_00)))
    given(awarded()).when(pass_on(cents=1)).refused("than was received")
    given(awarded(), some).when(pass_on()).refused("than was received")
    diakonie = pass_on(provider="diakonie", cents=50_000_00, payment_ref="W-2")
    sixty = FundsPassedOn(**dict(pass_on(cents=60_000_00)))
    given(awarded(), some, sixty).when(diakonie).refused("than was received")


def test_money_that_is_still_to_come_is_not_received_yet() -> None:
    later = FundsReceived(**dict(receive(paid_on=date(2018, 11, 6))))
    given(awarded(), later).when(pass_on()).refused("than was received")
    given(awarded(), later).when(pass_on(), today=date(2018, 11, 6)).refused("than was received")
    then = pass_on(paid_on=date(2018, 11, 6))
    given(awarded(), later).when(then, today=date(2018, 11, 6)).then(FundsPassedOn(**dict(then)))


def test_a_payment_of_tomorrow_is_refused_today() -> None:
    given(awarded(), received).when(pass_on(paid_on=date(2018, 11, 6))).refused("before the day")


def test_a_provider_without_a_share_gets_nothing() -> None:
    given(awarded(), received).when(pass_on(provider="town", cents=1)).refused("no share for this provider")


def test_an_award_holds_from_the_start_of_its_period() -> None:
    assert awarded(decided_on=date(2019, 3, 1)).holds_from() == START
