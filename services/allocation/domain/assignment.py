"""Zuteilung: which provider works with a household. The rule proposes, a coordinator confirms or overrides.

A household is never split: every decision is about a whole case.
"""

from dataclasses import dataclass, replace
from typing import Literal, assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from services.allocation.domain import rules
from services.allocation.domain.bounds import Reason
from services.allocation.domain.caseload import CEILING, Standing, standing_with
from services.allocation.domain.register import Coordination, consents_for
from services.allocation.domain.rules import Answer
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.allocation import (
    AssignmentOverridden,
    AssignmentProposed,
    CaseAssigned,
    CaseChanged,
    CaseEntrusted,
    CaseWithdrawn,
    CatchmentMissing,
    Household,
    HouseholdChanged,
)
from shared.events.codes import ProviderId, ReasonCode

Situation = Literal["unknown", "catchment_missing", "proposed", "confirmed", "overridden"]
"""Where the question stands, who works with the household where it lives now. The provider may be an earlier one."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """`provider` is the one that the case is with, `proposal` the last for the house it lives in.

    `over_ceiling`: the proposal, or the override that answered it, was above the ceiling when it was made.
    """

    version: int = 0
    situation: Situation = "unknown"
    household: Household | None = None
    proposal: AssignmentProposed | None = None
    provider: ProviderId | None = None
    over_ceiling: bool = False


def evolve(state: Assignment, fact: Fact) -> Assignment:
    """The assignment after one more fact of its stream."""
    version = fact.version
    match fact.event:
        case CatchmentMissing(household=household):
            return Assignment(version, "catchment_missing", household, None, state.provider)
        case AssignmentProposed(household=household) as proposal:
            return Assignment(version, "proposed", household, proposal, state.provider, proposal.over_ceiling)
        case HouseholdChanged(household=household):
            return Assignment(version, "confirmed", household, None, state.provider)
        case CaseAssigned(provider=provider):
            return replace(state, version=version, situation="confirmed", provider=provider)
        case AssignmentOverridden(provider=provider, over_ceiling=over):
            over = over or state.over_ceiling
            return replace(state, version=version, situation="overridden", provider=provider, over_ceiling=over)
        case _:
            return state


class ProposeAssignment(Command):
    """Internal: ask the rule in force which provider a household belongs to, where it lives now."""

    case_id: UUID
    household: Household

    def target(self) -> str:
        return f"assignment-{self.case_id}"


class ConfirmAssignment(Command):
    """Bestätigung: the case goes to the provider that the rule proposes."""

    case_id: UUID

    def target(self) -> str:
        return f"assignment-{self.case_id}"


class OverrideAssignment(Command):
    """Begründete Abweichung: the case goes to this provider. The shell keeps `reason` at the fact's `note_ref`."""

    case_id: UUID
    provider: ProviderId
    reason_code: ReasonCode
    reason: Reason

    def target(self) -> str:
        return f"assignment-{self.case_id}"


AssignmentCommand = ProposeAssignment | ConfirmAssignment | OverrideAssignment


def decide(state: Assignment, command: AssignmentCommand, around: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such case."""
    match command:
        case ProposeAssignment():
            return propose_assignment(state, command, around)
        case ConfirmAssignment():
            return confirm_assignment(state, command.case_id, around)
        case OverrideAssignment():
            return override_assignment(state, command, around)
        case _ as never:
            assert_never(never)


def propose_assignment(state: Assignment, command: ProposeAssignment, around: Around[Coordination]) -> list[Event]:
    """An automatic step: it never raises. The current provider is told at once where its household lives."""
    case_id, household = command.case_id, command.household
    moved = state.household != household
    if not moved and state.situation != "catchment_missing":
        return []
    day = max(around.today, household.lives_here_from())
    answer = rules.provider_for(around.register.catchment, household.house, day)
    if answer is None and not moved:
        return []
    told: list[Event] = []
    if moved and state.provider is not None:
        told.append(CaseChanged(provider=state.provider, case_id=case_id, household=household))
    return [_proposal(state, command, answer, around), *told]


def confirm_assignment(state: Assignment, case_id: UUID, around: Around[Coordination]) -> list[Event]:
    """Judged by the load of this moment. What an override decided, a plain confirmation never decides again."""
    household = _household(state, case_id, around)
    if state.situation == "confirmed":
        return []
    proposal = state.proposal
    if proposal is None:
        raise Refused("No catchment rule names a provider for this house. Override with a reason.")
    standing = _standing(proposal.provider, case_id, household, around)
    if standing is not None and standing.above(CEILING):
        raise _over_ceiling(standing, household)
    if state.situation == "overridden":
        if state.over_ceiling:
            raise Refused("This proposal was over the ceiling and was decided by an override with a reason.")
        return []
    assigned = CaseAssigned(
        case_id=case_id,
        provider=proposal.provider,
        rule_version=proposal.rule_version,
        household_size=len(household.persons),
    )
    return [assigned, *_told(state, case_id, household, proposal.provider, around)]


def override_assignment(state: Assignment, command: OverrideAssignment, around: Around[Coordination]) -> list[Event]:
    """Also to the proposed provider, where it is over the ceiling. With that provider already: nothing to decide."""
    household = _household(state, command.case_id, around)
    if command.provider not in around.register.providers:
        raise Refused("The town has no such provider.")
    if state.provider == command.provider and state.situation in ("confirmed", "overridden"):
        return []
    standing = _standing(command.provider, command.case_id, household, around)
    overridden = AssignmentOverridden(
        case_id=command.case_id,
        provider=command.provider,
        reason_code=command.reason_code,
        note_ref=note_ref(command.case_id, state.version),
        over_ceiling=standing is not None and standing.above(CEILING),
        household_size=len(household.persons),
    )
    return [overridden, *_told(state, command.case_id, household, command.provider, around)]


def note_ref(case_id: UUID, version: int) -> UUID:
    """Where the reason lies of the override that was decided on this version of the assignment's stream."""
    return uuid5(NAMESPACE_URL, f"fallbuch:note:{case_id}:{version}")


def _proposal(
    state: Assignment, command: ProposeAssignment, answer: Answer | None, around: Around[Coordination]
) -> CatchmentMissing | HouseholdChanged | AssignmentProposed:
    case_id, household = command.case_id, command.household
    if answer is None:
        return CatchmentMissing(case_id=case_id, household=household)
    if answer.provider == state.provider:
        return HouseholdChanged(case_id=case_id, household=household)
    standing = _standing(answer.provider, case_id, household, around)
    return AssignmentProposed(
        case_id=case_id,
        provider=answer.provider,
        rule_version=answer.rule_version,
        over_ceiling=standing is not None and standing.above(CEILING),
        household=household,
    )


def _household(state: Assignment, case_id: UUID, around: Around[Coordination]) -> Household:
    if state.household is not None:
        return state.household
    if case_id not in around.register.households:
        raise Missing("There is no such case.")
    raise Refused("Nothing is proposed for this case yet. Try again in a moment.")


def _standing(
    provider: ProviderId, case_id: UUID, household: Household, around: Around[Coordination]
) -> Standing | None:
    """On the day from which the household is there: positions that begin before its arrival count."""
    day = max(around.today, household.lives_here_from())
    return standing_with(around.register.load, provider, case_id, len(household.persons), day)


def _over_ceiling(standing: Standing, household: Household) -> Refused:
    return Refused(
        "With this household of {size} the provider would stand at {persons} persons on {fte} FTE, "
        "above the ceiling of {ceiling} persons per FTE. Override with a reason.",
        size=len(household.persons),
        persons=standing.persons,
        fte=f"{standing.fte_hundredths // 100}.{standing.fte_hundredths % 100:02d}",
        ceiling=CEILING,
    )


def _told(
    state: Assignment, case_id: UUID, household: Household, provider: ProviderId, around: Around[Coordination]
) -> list[Event]:
    """What the providers learn of a decision: the one before that it ended, the new one all it may know."""
    if state.provider == provider:
        return []
    consents = consents_for(around.register, household, provider)
    entrusted = CaseEntrusted(provider=provider, case_id=case_id, household=household, consents=consents)
    if state.provider is None:
        return [entrusted]
    return [CaseWithdrawn(provider=state.provider, case_id=case_id), entrusted]


COMMANDS = (ProposeAssignment, ConfirmAssignment, OverrideAssignment)
DECIDER = Decider("assignment", COMMANDS, Assignment(), evolve, decide)
