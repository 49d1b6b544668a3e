"""Zuteilung: which provider works with a household. The rule proposes, a coordinator confirms or overrides.

A household is never split: every decision is about a whole case.
"""

from typing import assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from services.allocation.domain import rules, telling
from services.allocation.domain.assigned import SETTLED, Assignment, evolve, stays
from services.allocation.domain.bounds import Reason
from services.allocation.domain.by_fit import ProposeByFit, cost_of, propose_by_fit
from services.allocation.domain.ceiling import over_ceiling
from services.allocation.domain.ending import (
    EndAssignment,
    EndByItself,
    EndingCommand,
    end_assignment,
    end_by_itself,
)
from services.allocation.domain.handover import (
    ExpireHandover,
    HandoverCommand,
    OfferHandover,
    SettleHandover,
    expire,
    expire_handover,
    offer_handover,
    settle_handover,
)
from services.allocation.domain.register import Coordination
from services.allocation.domain.rules import Answer
from services.allocation.domain.takeover import TakeOverAssignment, take_over
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event
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


class ProposeAssignment(Command):
    """Internal: ask the rule in force which provider a household belongs to, as it lives now.

    `reopened`: also where the work with it had ended.
    """

    case_id: UUID
    household: Household
    reopened: bool = False

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


AssignmentCommand = (
    ProposeAssignment
    | ProposeByFit
    | ConfirmAssignment
    | OverrideAssignment
    | TakeOverAssignment
    | HandoverCommand
    | EndingCommand
)


def decide(state: Assignment, command: AssignmentCommand, around: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such case."""
    match command:
        case ProposeAssignment():
            return propose_assignment(state, command, around)
        case ProposeByFit():
            return propose_by_fit(state, command, around)
        case ConfirmAssignment():
            return confirm_assignment(state, command.case_id, around)
        case OverrideAssignment():
            return override_assignment(state, command, around)
        case OfferHandover():
            return offer_handover(state, command, around)
        case SettleHandover():
            return settle_handover(state, command, around)
        case ExpireHandover():
            return expire_handover(state, command, around.today)
        case EndAssignment():
            return end_assignment(state, command, around)
        case EndByItself():
            return end_by_itself(state, command)
        case TakeOverAssignment():
            return take_over(state, command, around.register)
        case _ as never:
            assert_never(never)


def propose_assignment(state: Assignment, command: ProposeAssignment, around: Around[Coordination]) -> list[Event]:
    """An automatic step: it never raises. The current provider is told at once where its household lives."""
    case_id, household = command.case_id, command.household
    changed = state.household != household
    if state.situation == "ended" and not command.reopened:
        return []
    if not changed and state.situation not in ("open", "ended"):
        return []
    day = max(around.today, household.lives_here_from())
    answer = rules.providers_for(around.register.catchment, household.house, day)
    if not changed and state.situation == "open" and state.candidates == (answer.providers if answer else ()):
        return []
    told: list[Event] = []
    if changed and state.provider is not None:
        told.append(telling.changed(around.register, case_id, household, state.provider))
    return [_proposal(state, command, answer, around), *told]


def confirm_assignment(state: Assignment, case_id: UUID, around: Around[Coordination]) -> list[Event]:
    """Judged by the load of this moment. What an override decided, a plain confirmation never decides again."""
    household = _household(state, case_id, around)
    if state.situation in ("confirmed", "handed_over", "taken_over"):
        return []
    if state.situation == "ended":
        raise Refused("The work with this household has ended: nothing is proposed.")
    proposal = state.proposal
    if proposal is None:
        if state.candidates:
            raise Refused("This house belongs to several providers, and none is proposed. Override with a reason.")
        raise Refused("No catchment rule names a provider for this house. Override with a reason.")
    if refusal := over_ceiling(proposal.provider, case_id, household, around):
        raise refusal
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
    if state.situation == "ended" and state.ended in ("closed", "left_town"):
        raise Refused("This case is closed: reopen it first.")
    if state.provider == command.provider and state.situation in SETTLED:
        return []
    overridden = AssignmentOverridden(
        case_id=command.case_id,
        provider=command.provider,
        reason_code=command.reason_code,
        note_ref=note_ref(command.case_id, state.version),
        over_ceiling=over_ceiling(command.provider, command.case_id, household, around) is not None,
        household_size=len(household.persons),
        cost_points=cost_of(state, command.provider),
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
    if stays(state, household):
        return HouseholdChanged(case_id=case_id, household=household)
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
        over_ceiling=over_ceiling(provider, case_id, household, around) is not None,
        household=household,
    )


def _household(state: Assignment, case_id: UUID, around: Around[Coordination]) -> Household:
    if state.household is not None:
        return state.household
    if case_id not in around.register.households:
        raise Missing("There is no such case.")
    raise Refused("Nothing is proposed for this case yet. Try again in a moment.")


def _told(
    state: Assignment, case_id: UUID, household: Household, provider: ProviderId, around: Around[Coordination]
) -> list[Event]:
    """What the providers learn of a decision: the one before that it ended, the new one all it may know.

    An offer that nobody answered yet has been overtaken.
    """
    overtaken = expire(state, case_id, "overtaken")
    if state.provider == provider:
        return overtaken
    entrusted = telling.entrusted(around.register, case_id, household, provider)
    if state.provider is None:
        return [*overtaken, entrusted]
    return [*overtaken, CaseWithdrawn(provider=state.provider, case_id=case_id), entrusted]


COMMANDS = (
    *(ProposeAssignment, ProposeByFit, ConfirmAssignment, OverrideAssignment),
    *(OfferHandover, SettleHandover, ExpireHandover),
    *(EndAssignment, EndByItself, TakeOverAssignment),
)
DECIDER = Decider("assignment", COMMANDS, Assignment(), evolve, decide)
