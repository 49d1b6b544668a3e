"""Zuteilung: which provider works with a household. The rule proposes, a coordinator confirms or overrides.

A household is never split: every decision is about a whole case.
"""

from dataclasses import dataclass, replace
from typing import Literal, assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from services.allocation.domain import rules, telling
from services.allocation.domain.bounds import Reason
from services.allocation.domain.caseload import Standing, standing_with
from services.allocation.domain.register import Coordination
from services.allocation.domain.rules import Answer
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.allocation import (
    AssignmentOverridden,
    AssignmentProposed,
    CaseAssigned,
    CaseWithdrawn,
    CatchmentMissing,
    CatchmentUndecided,
    Household,
    HouseholdChanged,
)
from shared.events.codes import ProviderId, ReasonCode

Situation = Literal["unknown", "open", "proposed", "confirmed", "overridden"]
"""Where the question stands, who works with the household where it lives now. The provider may be an earlier one.

`open`: the rule names no provider, or several. Whoever proposes for those asks by the facts that say so.
"""


@dataclass(frozen=True, slots=True)
class Assignment:
    """`provider` is the one that the case is with, `proposal` the last for the house it lives in.

    `over_ceiling`: the proposal, or the override that answered it, was above the ceiling when it was made.
    `candidates`: the several providers of the house, while the question is open.
    """

    version: int = 0
    situation: Situation = "unknown"
    household: Household | None = None
    proposal: AssignmentProposed | None = None
    provider: ProviderId | None = None
    over_ceiling: bool = False
    candidates: tuple[ProviderId, ...] = ()


def evolve(state: Assignment, fact: Fact) -> Assignment:
    """The assignment after one more fact of its stream."""
    version = fact.version
    match fact.event:
        case CatchmentMissing(household=household):
            return Assignment(version, "open", household, None, state.provider)
        case CatchmentUndecided(household=household, candidates=candidates):
            return Assignment(version, "open", household, None, state.provider, candidates=candidates)
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
    if not moved and state.situation != "open":
        return []
    day = max(around.today, household.lives_here_from())
    answer = rules.providers_for(around.register.catchment, household.house, day)
    if not moved and state.candidates == (answer.providers if answer else ()):
        return []
    told: list[Event] = []
    if moved and state.provider is not None:
        told.append(telling.changed(around.register, case_id, household, state.provider))
    return [_proposal(state, command, answer, around), *told]


def confirm_assignment(state: Assignment, case_id: UUID, around: Around[Coordination]) -> list[Event]:
    """Judged by the load of this moment. What an override decided, a plain confirmation never decides again."""
    household = _household(state, case_id, around)
    if state.situation == "confirmed":
        return []
    proposal = state.proposal
    if proposal is None:
        if state.candidates:
            raise Refused("This house belongs to several providers, and none is proposed. Override with a reason.")
        raise Refused("No catchment rule names a provider for this house. Override with a reason.")
    standing, ceiling = _standing(proposal.provider, case_id, household, around), _ceiling(household, around)
    if standing is not None and standing.above(ceiling):
        raise _over_ceiling(standing, household, ceiling)
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
    overridden = AssignmentOverridden(
        case_id=command.case_id,
        provider=command.provider,
        reason_code=command.reason_code,
        note_ref=note_ref(command.case_id, state.version),
        over_ceiling=_is_over_ceiling(command.provider, command.case_id, household, around),
        household_size=len(household.persons),
    )
    return [overridden, *_told(state, command.case_id, household, command.provider, around)]


def note_ref(case_id: UUID, version: int) -> UUID:
    """Where the reason lies of the override that was decided on this version of the assignment's stream."""
    return uuid5(NAMESPACE_URL, f"fallbuch:note:{case_id}:{version}")


def _proposal(
    state: Assignment, command: ProposeAssignment, answer: Answer | None, around: Around[Coordination]
) -> CatchmentMissing | CatchmentUndecided | HouseholdChanged | AssignmentProposed:
    """With a provider that the house belongs to the case stays, also if it belongs to others too."""
    case_id, household = command.case_id, command.household
    if answer is None:
        return CatchmentMissing(case_id=case_id, household=household)
    if state.provider in answer.providers:
        return HouseholdChanged(case_id=case_id, household=household)
    if len(answer.providers) > 1:
        return CatchmentUndecided(
            case_id=case_id, candidates=answer.providers, rule_version=answer.rule_version, household=household
        )
    provider = answer.providers[0]
    return AssignmentProposed(
        case_id=case_id,
        provider=provider,
        rule_version=answer.rule_version,
        over_ceiling=_is_over_ceiling(provider, case_id, household, around),
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


def _ceiling(household: Household, around: Around[Coordination]) -> int:
    """In persons per FTE, as it holds when the household is there."""
    return around.register.thresholds.on(max(around.today, household.lives_here_from())).ceiling


def _is_over_ceiling(provider: ProviderId, case_id: UUID, household: Household, around: Around[Coordination]) -> bool:
    standing = _standing(provider, case_id, household, around)
    return standing is not None and standing.above(_ceiling(household, around))


def _over_ceiling(standing: Standing, household: Household, ceiling: int) -> Refused:
    return Refused(
        "With this household of {size} the provider would stand at {persons} persons on {fte} FTE, "
        "above the ceiling of {ceiling} persons per FTE. Override with a reason.",
        size=len(household.persons),
        persons=standing.persons,
        fte=f"{standing.fte_hundredths // 100}.{standing.fte_hundredths % 100:02d}",
        ceiling=ceiling,
    )


def _told(
    state: Assignment, case_id: UUID, household: Household, provider: ProviderId, around: Around[Coordination]
) -> list[Event]:
    """What the providers learn of a decision: the one before that it ended, the new one all it may know."""
    if state.provider == provider:
        return []
    entrusted = telling.entrusted(around.register, case_id, household, provider)
    if state.provider is None:
        return [entrusted]
    return [CaseWithdrawn(provider=state.provider, case_id=case_id), entrusted]


COMMANDS = (ProposeAssignment, ConfirmAssignment, OverrideAssignment)
DECIDER = Decider("assignment", COMMANDS, Assignment(), evolve, decide)
