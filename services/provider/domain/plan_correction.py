"""Korrektur of a plan or of one of its reviews: a fact that points at the wrong one, which stays."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.provider.domain.plan_review import Progresses
from services.provider.domain.plan_rules import (
    Goals,
    OfPlan,
    check_days,
    check_goals,
    check_named,
    existing,
    working_case,
)
from services.provider.domain.plan_state import Plan
from services.provider.domain.register import Entrusted
from services.provider.domain.silence import told_goals
from shared.decider import Around
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.plans import PlanCorrected, ReviewCorrected


class CorrectPlan(OfPlan):
    """How a version of a plan really was. `took_place`: false if it was recorded by mistake."""

    plan_version: Annotated[int, Field(ge=1, le=10_000)] = 1
    took_place: bool = True
    person_id: UUID
    agreed_on: Day
    review_on: Day
    goals: Goals = ()


class CorrectReview(OfPlan):
    """How a review really was. `took_place`: false if it was recorded by mistake."""

    review_id: UUID
    took_place: bool = True
    on: Day
    review_on: Day | None = None
    progress: Progresses = ()


def correct_plan(state: Plan, command: CorrectPlan, around: Around[Entrusted]) -> list[Event]:
    person_id = existing(state)
    if command.plan_version > len(state.versions):
        raise Refused("This plan has no such version.")
    version = state.versions[command.plan_version - 1]
    case = working_case(around.register, command.person_id)
    goals = told_goals(command.goals, command.person_id, case)
    now = (version.took_place, version.agreed_on, version.review_on, version.goals, person_id)
    if now == (command.took_place, command.agreed_on, command.review_on, goals, command.person_id):
        return []
    if around.register.case_of.get(command.person_id) != around.register.case_of.get(person_id):
        raise Refused("A plan stays with a person of the same household.")
    check_days(command.agreed_on, command.review_on, around.today)
    check_goals(command.goals)
    corrected = PlanCorrected(
        provider=command.provider,
        corrects=version.event_id,
        corrects_on=version.since,
        **{**dict(command), "goals": goals},
    )
    return [corrected]


def correct_review(state: Plan, command: CorrectReview, around: Around[Entrusted]) -> list[Event]:
    person_id = existing(state)
    review = state.reviews.get(command.review_id)
    if review is None:
        raise Missing("There is no such review.")
    silent = person_id in working_case(around.register, person_id).silent()
    progress = () if silent else command.progress
    now = (review.took_place, review.on, review.review_on, review.progress)
    if now == (command.took_place, command.on, command.review_on, progress):
        return []
    if command.on > around.today:
        raise Refused("A review cannot be recorded before the day it takes place.")
    if command.review_on is not None and command.review_on < command.on:
        raise Refused("The next review is on or after the day of this one.")
    goals = tuple(goal for version in state.versions for goal in version.goals)
    check_named([each.goal_id for each in command.progress], goals)
    corrected = ReviewCorrected(
        provider=command.provider,
        corrects=review.event_id,
        corrects_on=review.since,
        due_on=review.due_on,
        **{**dict(command), "progress": progress},
    )
    return [corrected]
