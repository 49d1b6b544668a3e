"""Decisions on payments by day: what may be drawn down, received, passed on and returned."""

from datetime import date
from typing import Any

from services.reporting.domain.payments import ApproveRepayment, DrawDownFunds, PassOnFunds, ReceiveFunds, ReturnFunds
from shared.event import Event
from shared.events.money import FundsDrawnDown, FundsReturned, RepaymentDrafted
from shared.events.reporting import FundsPassedOn, FundsReceived
from tests.given import TODAY, given
from tests.reporting.weinheim import GRANT, awarded, some_id

CAP_CENTS, CARITAS_CENTS = 294_000_00, 102_260_87
THIRD, FOURTH, TOMORROW = date(2018, 11, 3), date(2018, 11, 4), date(2018, 11, 6)


def draw_down(cents: int = CAP_CENTS, asked_on: date = THIRD, payment_ref: str = "A-1") -> DrawDownFunds:
    return DrawDownFunds(grant_id=GRANT, cents=cents, asked_on=asked_on, payment_ref=payment_ref)


def receive(cents: int = CAP_CENTS, paid_on: date = THIRD, payment_ref: str = "L-1") -> ReceiveFunds:
    return ReceiveFunds(grant_id=GRANT, cents=cents, paid_on=paid_on, payment_ref=payment_ref)


def pass_on(cents: int = CARITAS_CENTS, paid_on: date = FOURTH, **changed: Any) -> PassOnFunds:
    fields = {"grant_id": GRANT, "provider": "caritas", "cents": cents, "paid_on": paid_on, "payment_ref": "W-1"}
    return PassOnFunds(**(fields | changed))


def give_back(cents: int, provider: str | None = "caritas", paid_on: date = TODAY, ref: str = "R-1") -> ReturnFunds:
    return ReturnFunds(grant_id=GRANT, provider=provider, cents=cents, paid_on=paid_on, payment_ref=ref)


def received(command: ReceiveFunds) -> FundsReceived:
    return FundsReceived(**dict(command))


def passed_on(command: PassOnFunds) -> FundsPassedOn:
    return FundsPassedOn(**dict(command))


def returned(command: ReturnFunds) -> FundsReturned:
    return FundsReturned(**dict(command))


def drafted(command: ReturnFunds) -> RepaymentDrafted:
    return RepaymentDrafted(**command.model_dump(exclude={"provider"}))


def approve(ref: str = "R-1") -> ApproveRepayment:
    return ApproveRepayment(grant_id=GRANT, payment_ref=ref)


PAID: list[Event] = [awarded(), received(receive()), passed_on(pass_on())]


def test_a_draw_down_asks_for_the_cap_at_most() -> None:
    drawn = FundsDrawnDown(**dict(draw_down()))
    given(awarded()).when(draw_down()).then(drawn)
    given(awarded(), drawn).when(draw_down()).nothing()
    given(awarded()).when(draw_down(CAP_CENTS + 1)).refused("more would be asked for")
    given(awarded(), drawn).when(draw_down(1, payment_ref="A-2")).refused("more would be asked for")
    given(awarded(), drawn).when(draw_down(1)).refused("Another payment")
    given(awarded()).when(draw_down(asked_on=TOMORROW)).refused("before the day")
    given().when(draw_down()).missing()


def test_no_more_is_received_than_the_cap_and_nothing_tomorrow() -> None:
    given(awarded()).when(receive(CAP_CENTS + 1)).refused("more would be received")
    given(awarded(), received(receive())).when(receive(1, payment_ref="L-2")).refused("more would be received")
    given(awarded()).when(receive(paid_on=TOMORROW)).refused("before the day")
    repaid = returned(give_back(1, None))
    given(awarded(), received(receive()), repaid).when(receive(1, payment_ref="L-2")).refused("more would be received")


def test_nothing_is_passed_on_before_the_day_on_which_it_was_received() -> None:
    given(awarded(), received(receive())).when(pass_on(paid_on=THIRD)).then(passed_on(pass_on(paid_on=THIRD)))
    given(awarded(), received(receive())).when(pass_on(paid_on=date(2018, 11, 2))).refused("than was received")
    later = [*PAID, received(receive(1, date(2018, 11, 1), "L-0"))]
    given(*later).when(pass_on(2, date(2018, 11, 1), provider="drk", payment_ref="W-0")).refused("than was received")


def test_a_payment_of_the_past_leaves_enough_for_what_was_passed_on_since() -> None:
    some = [awarded(), received(receive(CARITAS_CENTS)), passed_on(pass_on())]
    given(*some).when(pass_on(1, THIRD, provider="drk", payment_ref="W-2")).refused("than was received")


def test_a_provider_pays_back_what_it_got_and_no_more() -> None:
    given(*PAID).when(give_back(CARITAS_CENTS)).then(returned(give_back(CARITAS_CENTS)))
    given(*PAID).when(give_back(CARITAS_CENTS + 1)).refused("more than it got")
    given(*PAID).when(give_back(1, "drk")).refused("more than it got")
    given(*PAID).when(give_back(1, paid_on=THIRD)).refused("more than it got")
    given(*PAID).when(give_back(1, paid_on=TOMORROW)).refused("before the day")
    half = returned(give_back(60_000_00))
    given(*PAID, half).when(give_back(60_000_00)).nothing()
    given(*PAID, half).when(give_back(60_000_00, ref="R-2")).refused("more than it got")
    given(*PAID, half).when(give_back(1)).refused("Another payment")


def test_what_a_provider_paid_back_may_be_passed_on_again() -> None:
    whole = [awarded(), received(receive(CARITAS_CENTS)), passed_on(pass_on())]
    drk = pass_on(22_742_59, TODAY, provider="drk", payment_ref="W-2")
    given(*whole).when(drk).refused("than was received")
    back = returned(give_back(22_742_59))
    given(*whole, back).when(drk).then(passed_on(drk))
    again = pass_on(22_742_59, TODAY, payment_ref="W-3")
    given(*whole, back).when(again).then(passed_on(again))
    given(*whole, back).when(pass_on(22_742_60, TODAY, payment_ref="W-3")).refused("its budget")


def test_the_town_pays_back_what_it_did_not_pass_on() -> None:
    rest = CAP_CENTS - CARITAS_CENTS
    given(*PAID).when(give_back(rest, None)).then(drafted(give_back(rest, None)))
    given(*PAID).when(give_back(rest + 1, None)).refused("more than it has")
    given(*PAID, returned(give_back(rest, None))).when(pass_on(1, payment_ref="W-2", provider="drk")).refused(
        "received"
    )
    given().when(give_back(1, None)).missing()
    given(awarded()).when(pass_on(grant_id=some_id("another"))).missing()


REST_CENTS = CAP_CENTS - CARITAS_CENTS
WAITING: list[Event] = [*PAID, drafted(give_back(REST_CENTS, None))]
PAID_BACK: list[Event] = [*WAITING, returned(give_back(REST_CENTS, None))]


def test_a_repayment_to_the_state_takes_a_second_person() -> None:
    given(*WAITING).when(approve(), by="system").refused("second person")
    given(*WAITING).when(approve(), by="controller").then(returned(give_back(REST_CENTS, None)))
    given(*PAID_BACK).when(approve(), by="controller").nothing()
    given(*PAID).when(approve(), by="controller").refused("No repayment waits")
    given(*PAID).when(give_back(CARITAS_CENTS)).then(returned(give_back(CARITAS_CENTS)))


def test_a_repayment_that_is_only_drafted_is_not_paid_back() -> None:
    drk = pass_on(REST_CENTS - 63_913_04, TODAY, provider="drk", payment_ref="W-2")
    given(*WAITING).when(drk).then(passed_on(drk))
    given(*WAITING, passed_on(drk)).when(approve(), by="controller").refused("more than it has")


def test_a_repayment_is_drafted_ahead_and_approved_on_its_day_or_later() -> None:
    ahead = give_back(1, None, TOMORROW)
    given(*PAID).when(ahead).then(drafted(ahead))
    given(*PAID, drafted(ahead)).when(approve(), by="controller").refused("before the day")
    given(*PAID, drafted(ahead)).when(approve(), today=TOMORROW, by="controller").then(returned(ahead))


def test_a_repayment_is_drafted_once_and_its_reference_is_its_own() -> None:
    given(*WAITING).when(give_back(REST_CENTS, None)).nothing()
    given(*PAID_BACK).when(give_back(REST_CENTS, None)).nothing()
    given(*WAITING).when(give_back(1, None)).refused("Another payment")
    given(*WAITING).when(give_back(1)).refused("Another payment")
    given(*PAID, returned(give_back(1))).when(give_back(1, None)).refused("Another payment")
    before = [*PAID, returned(give_back(1, None))]
    given(*before).when(give_back(1, None)).nothing()
