"""A plan belongs to one person of an entrusted household."""

from datetime import date

from services.provider.domain import plan
from services.provider.domain.own import own
from services.provider.domain.plan import AgreePlan
from shared.events.allocation import CaseWithdrawn
from shared.events.plans import Goal, PlanAgreed
from shared.ids import wire_id
from tests.allocation.town import case_id, entrusted, household, person_id
from tests.given import TODAY, given

AtDrk = own(plan.AgreePlan, "drk")
HERE = entrusted("h1", household("h1", 4, "sandloch"), "drk")
WITHDRAWN = CaseWithdrawn(provider="drk", case_id=case_id("h1"))
GOALS = (
    Goal(goal_id=wire_id("goal", "g1"), domain="german"),
    Goal(goal_id=wire_id("goal", "g2"), domain="work"),
)


def agree(
    person: str = "h1-1",
    agreed_on: date = TODAY,
    review_on: date = date(2019, 5, 5),
    goals: tuple[Goal, ...] = GOALS,
) -> AgreePlan:
    return AtDrk(
        plan_id=wire_id("plan", "i1"),
        person_id=person_id(person),
        agreed_on=agreed_on,
        review_on=review_on,
        goals=goals,
    )


AGREED = PlanAgreed(provider="drk", **{name: value for name, value in agree() if name not in ("signed_by", "note")})


def test_a_plan_is_agreed_with_a_person() -> None:
    given(HERE).when(agree()).then(AGREED)


def test_the_same_plan_again_changes_nothing_also_after_the_case_was_withdrawn() -> None:
    given(HERE, AGREED).when(agree()).nothing()
    given(HERE, AGREED, WITHDRAWN).when(agree()).nothing()


def test_another_plan_needs_another_id() -> None:
    given(HERE, AGREED).when(agree("h1-2")).refused("Another plan")


def test_a_person_that_was_never_entrusted_here_is_not_there() -> None:
    given().when(agree()).missing()
    given(HERE).when(agree("h2-1")).missing()


def test_a_withdrawn_case_takes_no_new_plan() -> None:
    given(HERE, WITHDRAWN).when(agree()).refused("takes no new plan")


def test_a_plan_is_reviewed_on_or_after_the_day_it_is_agreed() -> None:
    given(HERE).when(agree(review_on=date(2018, 11, 4))).refused("on or after the day")
    assert given(HERE).when(agree(review_on=TODAY)).error is None


def test_a_plan_is_not_agreed_in_the_future() -> None:
    given(HERE).when(agree(agreed_on=date(2018, 11, 6))).refused("before the day it is agreed")


def test_a_goal_is_named_once() -> None:
    given(HERE).when(agree(goals=(GOALS[0], GOALS[0]))).refused("goal is named twice")
