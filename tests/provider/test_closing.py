"""A case is closed with its outcome. What took place before may still be recorded."""

from datetime import date

from services.provider.domain.caseworker import AssignCaseworker
from services.provider.domain.closing import CloseCase
from services.provider.domain.contact import RecordContact
from services.provider.domain.own import OwnCommand
from services.provider.domain.plan import AgreePlan
from shared.events.provider import CaseClosed
from shared.ids import wire_id
from tests.allocation.town import START, entrusted, household
from tests.given import TODAY, given
from tests.provider.here import ADA, ANNA, CASE, HERE, WITHDRAWN, at_drk

ENDED = date(2018, 11, 1)
CLOSED = CaseClosed(provider="drk", case_id=CASE, outcome="independent", closed_on=ENDED)
AGAIN = entrusted("h1", household("h1", 4, "sandloch"), "drk")


def close(on: date = ENDED, outcome: str = "independent") -> OwnCommand:
    return at_drk(CloseCase, case_id=CASE, outcome=outcome, closed_on=on)


def contact(on: date) -> OwnCommand:
    return at_drk(RecordContact, contact_id=wire_id("contact", "k1"), case_id=CASE, on=on, persons=(ADA,))


def test_a_case_is_closed_with_its_outcome() -> None:
    given(*HERE).when(close()).then(CLOSED)


def test_closing_again_changes_nothing_and_closing_otherwise_is_refused() -> None:
    given(*HERE, CLOSED).when(close()).nothing()
    given(*HERE, CLOSED).when(close(outcome="wish")).refused("closed already")


def test_a_case_is_not_closed_before_it_came_or_before_it_ends() -> None:
    given(*HERE).when(close(date(2018, 10, 1)), today=TODAY).refused("before the household was placed")
    given(*HERE).when(close(date(2018, 11, 6)), today=TODAY).refused("before the day it ends")


def test_only_a_case_that_is_here_is_closed() -> None:
    given().when(close()).missing()
    given(*HERE, WITHDRAWN).when(close()).refused("withdrawn")


def test_a_closed_case_takes_no_new_contact() -> None:
    given(*HERE, CLOSED).when(contact(date(2018, 11, 2))).refused("closed case")


def test_a_contact_before_the_closing_may_still_be_recorded() -> None:
    assert given(*HERE, CLOSED).when(contact(ENDED)).events


def test_a_closed_case_takes_no_new_plan_and_no_new_caseworker() -> None:
    plan = at_drk(AgreePlan, plan_id=wire_id("plan", "p"), person_id=ADA, agreed_on=ENDED, review_on=TODAY)
    given(*HERE, CLOSED).when(plan).refused("closed case")
    given(*HERE, CLOSED).when(at_drk(AssignCaseworker, case_id=CASE, staff_ref=ANNA, on=TODAY)).refused("closed case")


def test_a_case_that_is_entrusted_anew_is_worked_with_and_closed_again() -> None:
    assert given(*HERE, CLOSED, AGAIN).when(contact(TODAY)).events
    again = CaseClosed(provider="drk", case_id=CASE, outcome="left_town", closed_on=TODAY)
    given(*HERE, CLOSED, AGAIN).when(close(TODAY, "left_town")).then(again)
    given(*HERE, CLOSED, AGAIN).when(close()).nothing()


def test_a_case_that_came_today_may_be_closed_today() -> None:
    assert given(*HERE).when(close(TODAY), today=TODAY).events
    assert START < ENDED
