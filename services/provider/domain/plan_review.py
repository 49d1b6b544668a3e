"""Überprüfung und Abschluss: how far each goal of a plan is, and how it ended.

Of a person who does not consent it is told that a review was held, and nothing of their goals.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import GOALS_LIMIT, Note
from services.provider.domain.plan_rules import OfPlan, check_named, existing, open_plan, working_case
from services.provider.domain.plan_state import Plan
from services.provider.domain.register import Entrusted
from shared.decider import Around
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.plans import GoalClosed, GoalProgress, PlanClosed, PlanReviewed

Progresses = Annotated[tuple[GoalProgress, ...], Field(max_length=GOALS_LIMIT)]


class ReviewPlan(OfPlan):
    """Überprüfung: both looked at the plan on that day, and want to again on `review_on`."""

    review_id: UUID
    on: Day
    review_on: Day | None = None
    progress: Progresses = ()
    note: Note | None = None


class ClosePlan(OfPlan):
    """Abschluss: every goal of the plan's last version with its outcome."""

    closed_on: Day
    outcomes: Annotated[tuple[GoalClosed, ...], Field(max_length=GOALS_LIMIT)] = ()


def review_plan(state: Plan, command: ReviewPlan, around: Around[Entrusted]) -> list[Event]:
    person_id = existing(state)
    if any(_same(said, command) for said in state.said):
        return []
    if command.review_id in state.reviews:
        raise Refused("Another review is recorded already under this id.")
    number, last = open_plan(state, around.register)
    if command.on > around.today:
        raise Refused("A review cannot be recorded before the day it takes place.")
    if command.on < last.agreed_on:
        raise Refused("A plan is reviewed on or after the day it is agreed.")
    if command.review_on is not None and command.review_on < command.on:
        raise Refused("The next review is on or after the day of this one.")
    check_named([each.goal_id for each in command.progress], last.goals)
    silent = person_id in working_case(around.register, person_id).silent()
    reviewed = PlanReviewed(
        provider=command.provider,
        plan_id=command.plan_id,
        review_id=command.review_id,
        plan_version=number,
        on=command.on,
        due_on=state.due_on() or command.on,
        review_on=command.review_on,
        progress=() if silent else command.progress,
        note_ref=command.review_id if command.note else None,
    )
    return [reviewed]


def close_plan(state: Plan, command: ClosePlan, around: Around[Entrusted]) -> list[Event]:
    person_id = existing(state)
    closed = PlanClosed(provider=command.provider, **dict(command))
    told = closed.model_copy(update={"outcomes": ()})
    if state.closed in (closed, told):
        return []
    _, last = open_plan(state, around.register)
    if command.closed_on > around.today or command.closed_on < last.agreed_on:
        raise Refused("A plan is closed between the day it is agreed and today.")
    named = [each.goal_id for each in command.outcomes]
    check_named(named, last.goals)
    if left := len(last.goals) - len(named):
        raise Refused("Each goal needs an outcome: {left} are left over.", left=left)
    return [told if person_id in working_case(around.register, person_id).silent() else closed]


def _same(said: Event, command: ReviewPlan) -> bool:
    """Whether it was said already, whatever was due then."""
    return (
        isinstance(said, PlanReviewed)
        and (said.review_id, said.on, said.review_on) == (command.review_id, command.on, command.review_on)
        and said.progress in (command.progress, ())
        and (said.note_ref is None) == (command.note is None)
    )
