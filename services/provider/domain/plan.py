"""Integrationsplan: agreed with one person of an entrusted household, carried on in versions, looked at on set days."""

from datetime import date
from typing import Annotated, assert_never
from uuid import UUID, uuid5

from pydantic import Field

from services.provider.domain.bounds import Note
from services.provider.domain.own import OwnCommand
from services.provider.domain.plan_correction import CorrectPlan, CorrectReview, correct_plan, correct_review
from services.provider.domain.plan_review import ClosePlan, ReviewPlan, close_plan, review_plan
from services.provider.domain.plan_rules import (
    Goals,
    OfPlan,
    check_days,
    check_goals,
    existing,
    open_plan,
    working_case,
)
from services.provider.domain.plan_state import Plan, evolve
from services.provider.domain.register import Entrusted
from services.provider.domain.silence import bare, told_goals
from shared.decider import Around, Decider
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.plans import PlanAgreed, PlanRevised, PlanSigned, Side

Sides = Annotated[tuple[Side, ...], Field(max_length=2)]


class AgreePlan(OfPlan):
    """Agree a plan with a person. `review_on`: when both look at it again; `signed_by`: who signed at once."""

    person_id: UUID
    agreed_on: Day
    review_on: Day
    goals: Goals = ()
    signed_by: Sides = ()
    note: Note | None = None


class RevisePlan(OfPlan):
    """Fortschreibung: a further version of the plan. The ones before stay readable."""

    revised_on: Day
    review_on: Day
    goals: Goals = ()
    signed_by: Sides = ()
    note: Note | None = None


class SignPlan(OfPlan):
    """One side signed the last version of the plan."""

    side: Side
    on: Day


PlanCommand = AgreePlan | RevisePlan | SignPlan | ReviewPlan | ClosePlan | CorrectPlan | CorrectReview


def decide(state: Plan, command: PlanCommand, around: Around[Entrusted]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` for a person not entrusted here."""
    match command:
        case AgreePlan():
            return agree_plan(state, command, around)
        case RevisePlan():
            return revise_plan(state, command, around)
        case SignPlan():
            return sign_plan(state, command, around.today)
        case ReviewPlan():
            return review_plan(state, command, around)
        case ClosePlan():
            return close_plan(state, command, around)
        case CorrectPlan():
            return correct_plan(state, command, around)
        case CorrectReview():
            return correct_review(state, command, around)
        case _ as never:
            assert_never(never)


def agree_plan(state: Plan, command: AgreePlan, around: Around[Entrusted]) -> list[Event]:
    case = working_case(around.register, command.person_id)
    agreed = PlanAgreed(
        provider=command.provider,
        plan_id=command.plan_id,
        person_id=command.person_id,
        agreed_on=command.agreed_on,
        review_on=command.review_on,
        goals=command.goals,
        note_ref=command.plan_id if command.note else None,
    )
    if any(each in state.said for each in (agreed, agreed.model_copy(update={"goals": bare(command.goals)}))):
        return []
    if state.versions:
        raise Refused("Another plan is agreed already under this id.")
    if case.situation == "withdrawn":
        raise Refused("A case that was withdrawn takes no new plan.")
    if case.situation == "closed":
        raise Refused("A closed case takes no new plan.")
    if command.person_id not in case.persons():
        raise Refused("A person does not belong to the household of this case.")
    check_days(command.agreed_on, command.review_on, around.today)
    check_goals(command.goals)
    told = agreed.model_copy(update={"goals": told_goals(command.goals, command.person_id, case)})
    return [told, *_signed(command, 1, command.agreed_on)]


def revise_plan(state: Plan, command: RevisePlan, around: Around[Entrusted]) -> list[Event]:
    person_id = existing(state)
    if any(_same(said, command) for said in state.said):
        return []
    _, last = open_plan(state, around.register)
    if command.revised_on < last.agreed_on:
        raise Refused("A further version is agreed on or after the day of the one before.")
    check_days(command.revised_on, command.review_on, around.today)
    check_goals(command.goals)
    number = len(state.versions) + 1
    revised = PlanRevised(
        provider=command.provider,
        plan_id=command.plan_id,
        plan_version=number,
        revised_on=command.revised_on,
        review_on=command.review_on,
        goals=told_goals(command.goals, person_id, working_case(around.register, person_id)),
        note_ref=uuid5(command.plan_id, f"version {number}") if command.note else None,
    )
    return [revised, *_signed(command, number, command.revised_on)]


def sign_plan(state: Plan, command: SignPlan, today: date) -> list[Event]:
    existing(state)
    last = state.last()
    if last is None:
        raise Refused("This plan was recorded by mistake.")
    if (last[0], command.side) in state.signed:
        return []
    if command.on > today or command.on < last[1].agreed_on:
        raise Refused("A plan is signed between the day it is agreed and today.")
    signed = PlanSigned(
        provider=command.provider, plan_id=command.plan_id, plan_version=last[0], side=command.side, on=command.on
    )
    return [signed]


def _same(said: Event, command: RevisePlan) -> bool:
    """Whether it was said already, as any version, with a note or without one."""
    return (
        isinstance(said, PlanRevised)
        and (said.revised_on, said.review_on) == (command.revised_on, command.review_on)
        and said.goals in (command.goals, bare(command.goals))
        and (said.note_ref is None) == (command.note is None)
    )


def _signed(command: AgreePlan | RevisePlan, number: int, on: date) -> list[Event]:
    return [
        PlanSigned(provider=command.provider, plan_id=command.plan_id, plan_version=number, side=side, on=on)
        for side in sorted(set(command.signed_by))
    ]


COMMANDS: tuple[type[OwnCommand], ...] = (
    AgreePlan,
    RevisePlan,
    SignPlan,
    ReviewPlan,
    ClosePlan,
    CorrectPlan,
    CorrectReview,
)
DECIDER = Decider("plan", COMMANDS, Plan(), evolve, decide)
