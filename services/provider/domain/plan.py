"""Integrationsplan: agreed with one person of an entrusted household, to be looked at again on a set day."""

from dataclasses import dataclass
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import GOALS_LIMIT
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted
from shared.decider import Around, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day
from shared.events.plans import Goal, PlanAgreed


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan as it was agreed, if it was."""

    agreed: PlanAgreed | None = None


def evolve(state: Plan, fact: Fact) -> Plan:
    """The plan after one more fact of its stream."""
    match fact.event:
        case PlanAgreed() as agreed:
            return Plan(agreed)
        case _:
            return state


class AgreePlan(OwnCommand):
    """Agree a plan with a person. `review_on`: the day on which both look at it again."""

    plan_id: UUID
    person_id: UUID
    agreed_on: Day
    review_on: Day
    goals: Annotated[tuple[Goal, ...], Field(max_length=GOALS_LIMIT)] = ()

    def target(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


PlanCommand = AgreePlan


def decide(state: Plan, command: PlanCommand, around: Around[Entrusted]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` for a person not entrusted here."""
    match command:
        case AgreePlan():
            return agree_plan(state, command, around)
        case _ as never:
            assert_never(never)


def agree_plan(state: Plan, command: AgreePlan, around: Around[Entrusted]) -> list[Event]:
    case_id = around.register.case_of.get(command.person_id)
    if case_id is None:
        raise Missing("There is no such person.")
    agreed = PlanAgreed(provider=command.provider, **dict(command))
    if state.agreed == agreed:
        return []
    if state.agreed is not None:
        raise Refused("Another plan is agreed already under this id.")
    if around.register.cases[case_id].situation == "withdrawn":
        raise Refused("A case that was withdrawn takes no new plan.")
    if around.register.cases[case_id].situation == "closed":
        raise Refused("A closed case takes no new plan.")
    _check_plan(command, around)
    return [agreed]


def _check_plan(command: AgreePlan, around: Around[Entrusted]) -> None:
    if command.agreed_on > around.today:
        raise Refused("A plan cannot be recorded before the day it is agreed.")
    if command.review_on < command.agreed_on:
        raise Refused("A plan is reviewed on or after the day it is agreed.")
    if len({goal.goal_id for goal in command.goals}) < len(command.goals):
        raise Refused("A goal is named twice.")


COMMANDS: tuple[type[OwnCommand], ...] = (AgreePlan,)
DECIDER = Decider("plan", COMMANDS, Plan(), evolve, decide)
