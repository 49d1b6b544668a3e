"""A hand-over that is offered is answered: taken, or declined with a reason."""

from datetime import date

from services.provider.domain.handover import AnswerHandover
from services.provider.domain.own import OwnCommand
from shared.events.handover import HandoverClosed, HandoverOffered
from shared.events.provider import HandoverAnswered
from tests.given import given
from tests.provider.here import CASE, HERE, at_drk

DUE = date(2018, 11, 12)
OFFERED = HandoverOffered(provider="drk", case_id=CASE, house="sandloch", household_size=4, due_on=DUE)
ACCEPTED = HandoverAnswered(provider="drk", case_id=CASE, accepted=True, reason_code=None)
DECLINED = HandoverAnswered(provider="drk", case_id=CASE, accepted=False, reason_code="capacity")
OVER = HandoverClosed(provider="drk", case_id=CASE, due_on=DUE, outcome="declined")


def answer(accepted: bool, reason: str | None = None) -> OwnCommand:
    return at_drk(AnswerHandover, case_id=CASE, accepted=accepted, reason_code=reason)


def test_a_case_that_is_offered_is_taken_or_declined() -> None:
    given(OFFERED).when(answer(True)).then(ACCEPTED)
    given(OFFERED).when(answer(False, "capacity")).then(DECLINED)


def test_who_declines_says_why() -> None:
    given(OFFERED).when(answer(False)).refused("says why")


def test_a_case_that_nobody_offers_is_not_taken() -> None:
    given().when(answer(True)).refused("not offered")
    given(*HERE).when(answer(False, "capacity")).refused("not offered")
    given(OFFERED.model_copy(update={"provider": "caritas"})).when(answer(True)).refused("not offered")


def test_an_offer_is_answered_once() -> None:
    given(OFFERED, ACCEPTED).when(answer(True)).nothing()
    given(OFFERED, ACCEPTED).when(answer(False, "wish")).refused("answered already")


def test_an_offer_that_is_over_is_not_answered_any_more() -> None:
    given(OFFERED, OVER).when(answer(True)).refused("not offered")
    given(OFFERED, DECLINED, OVER).when(answer(False, "capacity")).nothing()


def test_a_case_that_is_offered_again_is_answered_again() -> None:
    given(OFFERED, DECLINED, OVER, OFFERED).when(answer(False, "capacity")).then(DECLINED)
    given(OFFERED, DECLINED, OVER, OFFERED).when(answer(True)).then(ACCEPTED)
