"""What all commands on a plan have and ask: whose it is, whether it is still worked with, whether it is well formed."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import GOALS_LIMIT, STEPS_LIMIT
from services.provider.domain.own import OwnCommand
from services.provider.domain.plan_state import Plan, PlanVersion
from services.provider.domain.register import Entrusted, EntrustedCase
from shared.errors import Missing, Refused
from shared.events.plans import Goal

Goals = Annotated[tuple[Goal, ...], Field(max_length=GOALS_LIMIT)]


class OfPlan(OwnCommand):
    """A command on one plan."""

    plan_id: UUID

    def target(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


def working_case(known: Entrusted, person_id: UUID) -> EntrustedCase:
    """The case of a person. Raises `Missing` if it was never entrusted to this provider."""
    case_id = known.case_of.get(person_id)
    if case_id is None:
        raise Missing("There is no such person.")
    return known.cases[case_id]


def existing(state: Plan) -> UUID:
    """The plan's person. Raises `Missing` if there is no such plan."""
    if state.person_id is None:
        raise Missing("There is no such plan.")
    return state.person_id


def open_plan(state: Plan, known: Entrusted) -> tuple[int, PlanVersion]:
    """Number and content of the version that is worked with. Raises `Refused` if none is."""
    case = working_case(known, existing(state))
    last = state.last()
    if last is None:
        raise Refused("This plan was recorded by mistake.")
    if state.closed is not None:
        raise Refused("This plan is closed.")
    if case.situation == "withdrawn":
        raise Refused("A plan of a case that was withdrawn is not worked with here.")
    return last


def check_days(agreed_on: date, review_on: date, today: date) -> None:
    if agreed_on > today:
        raise Refused("A plan cannot be recorded before the day it is agreed.")
    if review_on < agreed_on:
        raise Refused("A plan is reviewed on or after the day it is agreed.")


def check_goals(goals: tuple[Goal, ...]) -> None:
    if len({goal.goal_id for goal in goals}) < len(goals):
        raise Refused("A goal is named twice.")
    steps = [step.step_id for goal in goals for step in goal.steps]
    if len(set(steps)) < len(steps):
        raise Refused("A step is named twice.")
    if any(len(goal.steps) > STEPS_LIMIT for goal in goals):
        raise Refused("A goal has at most {steps} steps.", steps=STEPS_LIMIT)


def check_named(named: list[UUID], goals: tuple[Goal, ...]) -> None:
    """Each goal once at most, and none that the plan does not have."""
    if len(set(named)) < len(named):
        raise Refused("A goal is named twice.")
    if not set(named) <= {goal.goal_id for goal in goals}:
        raise Refused("A goal does not belong to this plan.")
