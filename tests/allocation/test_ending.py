"""An assignment ends: a coordinator says so, the household leaves the town, or its provider closes the case."""

from datetime import date, timedelta

import pytest

from services.allocation.domain.assignment import ConfirmAssignment, OverrideAssignment, ProposeAssignment
from services.allocation.domain.ending import EndAssignment, EndByItself
from services.allocation.reactions import REACTIONS
from shared.decider import Command
from shared.event import Event
from shared.events.allocation import AssignmentEnded, CaseWithdrawn, CatchmentMissing, EndCause
from shared.events.handover import HandoverClosed, HandoverExpired, HandoverOpened
from shared.events.intake import CaseReopened, HouseholdLeft
from shared.events.provider import CaseClosed
from tests.allocation.test_caseload import rows_of
from tests.allocation.town import (
    RULE,
    case_id,
    entrusted,
    household,
    known,
    known_of,
    overridden,
    placed_with,
    proposed,
    registered,
)
from tests.given import TODAY, given, recorded

CASE = case_id("h1")
LIVES = household("h1", 4, "sandloch")
WITH_DRK: list[Event] = [RULE, *placed_with("h1", "drk", 4, "sandloch")]
END = EndAssignment(case_id=CASE, ended_on=TODAY, cause="wish")
WITHDRAWN = CaseWithdrawn(provider="drk", case_id=CASE)
CONFIRM = ConfirmAssignment(case_id=CASE)
LEFT = HouseholdLeft(case_id=CASE, left_on=TODAY)
CLOSED = CaseClosed(provider="drk", case_id=CASE, outcome="not_stated", closed_on=TODAY)
REOPENED = CaseReopened(case_id=CASE, reopened_on=TODAY)


def ended(cause: EndCause = "wish", provider: str | None = "drk", on: date = TODAY) -> AssignmentEnded:
    return AssignmentEnded(case_id=CASE, provider=provider, ended_on=on, cause=cause)


def reaction_to(event: Event, *events: Event) -> list[Command]:
    facts = recorded(*events, event)
    return REACTIONS[type(event)](facts[-1], known(*facts))


def test_an_assignment_ends_and_its_provider_is_told() -> None:
    given(*WITH_DRK).when(END).then(ended(), WITHDRAWN)
    given(*WITH_DRK, ended()).when(END).nothing()


def test_a_case_that_nobody_has_yet_is_taken_from_the_list() -> None:
    given(RULE, registered("h1", 4, "sandloch"), proposed("h1", LIVES, "drk")).when(END).then(ended(provider=None))
    given(RULE).when(END).missing()
    given(RULE, registered("h1", 4, "sandloch")).when(END).refused("Nothing is proposed")


def test_an_assignment_is_not_ended_before_its_day() -> None:
    given(*WITH_DRK).when(END.model_copy(update={"ended_on": TODAY + timedelta(days=1)})).refused("before the day")


def test_an_open_offer_is_overtaken() -> None:
    opened = HandoverOpened(case_id=CASE, from_provider="drk", to_provider="caritas", due_on=TODAY)
    expired = HandoverExpired(case_id=CASE, provider="caritas", due_on=TODAY, cause="overtaken")
    closed = HandoverClosed(provider="caritas", case_id=CASE, due_on=TODAY, outcome="expired")
    given(*WITH_DRK, opened).when(END).then(ended(), expired, closed, WITHDRAWN)


def test_who_leaves_the_town_is_with_nobody_any_more() -> None:
    (wish,) = reaction_to(LEFT, *WITH_DRK)
    given(*WITH_DRK, LEFT).when(wish).then(ended("left_town"), WITHDRAWN)
    given(*WITH_DRK, LEFT, ended("left_town")).when(wish).nothing()


def test_a_provider_closes_its_own_cases_alone() -> None:
    (wish,) = reaction_to(CLOSED, *WITH_DRK)
    given(*WITH_DRK, CLOSED).when(wish).then(ended("closed"), WITHDRAWN)
    given(*WITH_DRK, overridden("h1", "caritas", 4)).when(wish).nothing()
    given(RULE).when(wish).nothing()


def test_what_has_ended_is_neither_proposed_nor_confirmed() -> None:
    moved_on = household("h1", 4, "klausing", TODAY)
    given(*WITH_DRK, ended()).when(ProposeAssignment(case_id=CASE, household=moved_on)).nothing()
    given(*WITH_DRK, ended()).when(CONFIRM).refused("has ended")


@pytest.mark.parametrize("cause", ["closed", "left_town"])
def test_a_closed_case_is_not_given_to_anybody_before_it_is_open_again(cause: EndCause) -> None:
    wish = OverrideAssignment(case_id=CASE, provider="caritas", reason_code="wish", reason="They asked for it.")
    given(*WITH_DRK, ended(cause)).when(wish).refused("reopen it first")
    again = overridden("h1", "caritas", 4, version=3, reason_code="wish")
    given(*WITH_DRK, ended("wish")).when(wish).then(again, entrusted("h1", LIVES, "caritas"))


def test_a_case_that_is_open_again_is_proposed_anew() -> None:
    (wish,) = reaction_to(REOPENED, *WITH_DRK, ended("closed"))
    assert wish == ProposeAssignment(case_id=CASE, household=LIVES, reopened=True)
    again = [*WITH_DRK, ended("closed"), REOPENED, proposed("h1", LIVES, "drk")]
    given(*again[:-1]).when(wish).then(proposed("h1", LIVES, "drk"))
    given(*again).when(wish).nothing()
    given(*again).when(CONFIRM).then(WITH_DRK[3], entrusted("h1", LIVES, "drk"))


def test_a_case_that_was_never_ended_is_not_proposed_again_by_its_reopening() -> None:
    given(*WITH_DRK, REOPENED).when(ProposeAssignment(case_id=CASE, household=LIVES, reopened=True)).nothing()


def test_what_has_ended_counts_with_nobody_from_its_day() -> None:
    later = ended(on=date(2018, 12, 1))
    assert rows_of(*WITH_DRK, later, on=date(2018, 11, 30))["drk"].persons == 4
    assert "drk" not in rows_of(*WITH_DRK, later, on=date(2018, 12, 1))


def test_a_case_that_waited_and_ended_is_not_asked_about_again() -> None:
    missing = CatchmentMissing(case_id=CASE, household=LIVES)
    waits = known_of(registered("h1", 4, "sandloch"), missing)
    assert case_id("h1") in waits.waiting
    assert not known_of(registered("h1", 4, "sandloch"), missing, ended(provider=None)).waiting


def test_the_end_by_itself_asks_for_no_day() -> None:
    """A fact that is heard tells what happened, whatever day it is here."""
    wish = EndByItself(case_id=CASE, ended_on=TODAY, cause="left_town", closed_by=None)
    given(*WITH_DRK).when(wish, today=TODAY - timedelta(days=3)).then(ended("left_town"), WITHDRAWN)
