"""A plan is carried on in versions, signed by both sides, reviewed on set days and closed with outcomes."""

from datetime import date, timedelta

from services.provider.domain.own import OwnCommand
from services.provider.domain.plan import AgreePlan, RevisePlan, SignPlan
from services.provider.domain.plan_review import ClosePlan, ReviewPlan
from shared.event import Event
from shared.events.allocation import CaseChanged
from shared.events.plans import (
    Goal,
    GoalClosed,
    GoalProgress,
    PlanAgreed,
    PlanClosed,
    PlanReviewed,
    PlanRevised,
    PlanSigned,
    Step,
)
from shared.ids import wire_id
from tests.allocation.town import household
from tests.given import TODAY, given
from tests.provider.here import BEN, CASE, DUA, HERE, WITHDRAWN, at_drk

PLAN, WORK, GERMAN = wire_id("plan", "i1"), wire_id("goal", "g1"), wire_id("goal", "g2")
MAY, JUNE, LATER = date(2019, 5, 5), date(2019, 6, 5), date(2019, 12, 1)
GOALS = (Goal(goal_id=WORK, domain="work"), Goal(goal_id=GERMAN, domain="german"))
STEPS = (
    Goal(goal_id=WORK, domain="work", steps=(Step(step_id=wire_id("step", "s1"), done_by="person", due_on=LATER),)),
)
AGREED = PlanAgreed(provider="drk", plan_id=PLAN, person_id=BEN, agreed_on=TODAY, review_on=MAY, goals=GOALS)
REVISED = PlanRevised(provider="drk", plan_id=PLAN, plan_version=2, revised_on=MAY, review_on=LATER, goals=STEPS)
AGREEMENT: list[Event] = [*HERE, AGREED]


def agree(**more: object) -> OwnCommand:
    said = {"plan_id": PLAN, "person_id": BEN, "agreed_on": TODAY, "review_on": MAY, "goals": GOALS}
    return at_drk(AgreePlan, **{**said, **more})


def revise(on: date = MAY, **more: object) -> OwnCommand:
    return at_drk(RevisePlan, **{"plan_id": PLAN, "revised_on": on, "review_on": LATER, "goals": STEPS, **more})


def signed(version: int, side: str, on: date) -> Event:
    return PlanSigned.model_validate(
        {"provider": "drk", "plan_id": PLAN, "plan_version": version, "side": side, "on": on}
    )


def review(name: str = "r1", on: date = MAY, next_on: date | None = LATER, **progress: str) -> OwnCommand:
    goals = {"work": WORK, "german": GERMAN, "other": wire_id("goal", "other")}
    said = tuple(
        GoalProgress.model_validate({"goal_id": goals[goal], "progress": how}) for goal, how in progress.items()
    )
    return at_drk(ReviewPlan, plan_id=PLAN, review_id=wire_id("review", name), on=on, review_on=next_on, progress=said)


def reviewed(name: str, on: date, due_on: date, next_on: date | None, version: int = 1) -> PlanReviewed:
    return PlanReviewed(
        provider="drk",
        plan_id=PLAN,
        review_id=wire_id("review", name),
        plan_version=version,
        on=on,
        due_on=due_on,
        review_on=next_on,
        progress=(),
    )


def close(**outcomes: str) -> OwnCommand:
    goals = {"work": WORK, "german": GERMAN}
    said = tuple(GoalClosed.model_validate({"goal_id": goals[goal], "outcome": how}) for goal, how in outcomes.items())
    return at_drk(ClosePlan, plan_id=PLAN, closed_on=MAY, outcomes=said)


CLOSED = PlanClosed(
    provider="drk",
    plan_id=PLAN,
    closed_on=MAY,
    outcomes=(GoalClosed(goal_id=WORK, outcome="reached"), GoalClosed(goal_id=GERMAN, outcome="dropped")),
)


def test_a_plan_is_signed_by_both_sides_when_it_is_agreed_or_later() -> None:
    both = agree(signed_by=("person", "caseworker"))
    given(*HERE).when(both).then(AGREED, signed(1, "caseworker", TODAY), signed(1, "person", TODAY))
    sign = at_drk(SignPlan, plan_id=PLAN, side="person", on=TODAY)
    given(*AGREEMENT).when(sign).then(signed(1, "person", TODAY))
    given(*AGREEMENT, signed(1, "person", TODAY)).when(sign).nothing()
    early = at_drk(SignPlan, plan_id=PLAN, side="person", on=TODAY - timedelta(days=1))
    given(*AGREEMENT).when(early).refused("between the day")


def test_a_further_version_is_complete_and_numbered_and_signed_anew() -> None:
    given(*AGREEMENT).when(revise(), today=MAY).then(REVISED)
    given(*AGREEMENT, REVISED).when(revise(), today=MAY).nothing()
    sign = at_drk(SignPlan, plan_id=PLAN, side="person", on=MAY)
    given(*AGREEMENT, signed(1, "person", TODAY), REVISED).when(sign, today=MAY).then(signed(2, "person", MAY))


def test_the_first_version_sent_again_is_already_so_also_after_a_second() -> None:
    given(*AGREEMENT, REVISED).when(agree()).nothing()


def test_versions_follow_each_other() -> None:
    given(*AGREEMENT).when(revise(TODAY - timedelta(days=1)), today=MAY).refused("the one before")
    given(*AGREEMENT).when(revise(MAY), today=TODAY).refused("before the day it is agreed")
    given(*HERE).when(revise(), today=MAY).missing()
    given(*AGREEMENT, WITHDRAWN).when(revise(), today=MAY).refused("withdrawn")
    given(*AGREEMENT, CLOSED).when(revise(), today=MAY).refused("closed")


def test_a_review_says_when_it_was_due_and_when_the_next_one_is() -> None:
    given(*AGREEMENT).when(review(on=JUNE), today=JUNE).then(reviewed("r1", JUNE, MAY, LATER))
    first = reviewed("r1", JUNE, MAY, LATER)
    given(*AGREEMENT, first).when(review("r2", LATER, None), today=LATER).then(reviewed("r2", LATER, LATER, None))
    given(*AGREEMENT, first).when(review(on=JUNE), today=LATER).nothing()


def test_what_a_further_version_says_is_due_then() -> None:
    after = review("r1", LATER, None)
    facts = [*AGREEMENT, REVISED]
    given(*facts).when(after, today=LATER).then(reviewed("r1", LATER, LATER, None, version=2))


def test_progress_is_of_goals_of_the_plan_each_once() -> None:
    progress = (GoalProgress(goal_id=WORK, progress="under_way"), GoalProgress(goal_id=GERMAN, progress="reached"))
    expected = reviewed("r1", MAY, MAY, LATER).model_copy(update={"progress": progress})
    given(*AGREEMENT).when(review(work="under_way", german="reached"), today=MAY).then(expected)
    given(*AGREEMENT).when(review(other="reached"), today=MAY).refused("does not belong to this plan")
    given(*AGREEMENT, REVISED).when(review(german="reached"), today=MAY).refused("does not belong to this plan")


def test_a_review_lies_between_the_agreement_and_today() -> None:
    given(*AGREEMENT).when(review(on=MAY), today=TODAY).refused("before the day it takes place")
    given(*AGREEMENT).when(review(on=TODAY - timedelta(days=1)), today=MAY).refused("on or after the day")
    given(*AGREEMENT).when(review(next_on=TODAY), today=MAY).refused("next review")
    given(*AGREEMENT, reviewed("r1", MAY, MAY, None)).when(review(), today=MAY).refused("Another review")


def test_a_plan_is_closed_with_an_outcome_for_each_goal() -> None:
    given(*AGREEMENT).when(close(work="reached", german="dropped"), today=MAY).then(CLOSED)
    given(*AGREEMENT, CLOSED).when(close(work="reached", german="dropped"), today=MAY).nothing()
    given(*AGREEMENT).when(close(work="reached"), today=MAY).refused("1 are left over")
    given(*AGREEMENT, CLOSED).when(close(work="open", german="open"), today=MAY).refused("closed")
    given(*AGREEMENT, CLOSED).when(review(), today=MAY).refused("closed")


def test_steps_are_named_once_and_not_too_many() -> None:
    step = Step(step_id=wire_id("step", "s1"))
    given(*HERE).when(agree(goals=(Goal(goal_id=WORK, steps=(step, step)),))).refused("A step is named twice")
    many = tuple(Step(step_id=wire_id("step", f"s{number}")) for number in range(21))
    given(*HERE).when(agree(goals=(Goal(goal_id=WORK, steps=many),))).refused("at most 20 steps")


def test_who_left_the_household_agrees_no_plan_here() -> None:
    without = CaseChanged(provider="drk", case_id=CASE, household=household("h1", 3, "sandloch"))
    given(*HERE, without).when(agree(person_id=DUA)).refused("does not belong")
    assert given(*HERE, without).when(agree()).events


def test_a_note_lies_in_the_vault_and_each_version_says_where_its_own_is() -> None:
    (agreed,) = given(*HERE).when(agree(note="Wants to become a nurse.")).events or ()
    (revised,) = given(*AGREEMENT).when(revise(note="Has found a course."), today=MAY).events or ()
    assert isinstance(agreed, PlanAgreed)
    assert isinstance(revised, PlanRevised)
    assert agreed.note_ref == PLAN
    assert revised.note_ref not in (None, PLAN)
