"""Zuteilung as it stands: the state of one case's assignment, and how its facts change it. Rules stand elsewhere."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from uuid import UUID

from immutables import Map

from shared.event import Fact
from shared.events.allocation import (
    AssignmentEnded,
    AssignmentOverridden,
    AssignmentProposed,
    AssignmentTakenOver,
    CaseAssigned,
    CatchmentMissing,
    CatchmentUndecided,
    EndCause,
    Household,
    HouseholdChanged,
)
from shared.events.codes import ProviderId
from shared.events.handover import (
    HandoverAccepted,
    HandoverAnswerTooLate,
    HandoverDeclined,
    HandoverExpired,
    HandoverOpened,
)

Situation = Literal["unknown", "open", "proposed", "confirmed", "overridden", "handed_over", "taken_over", "ended"]
"""Where the question stands, who works with the household where it lives now. The provider may be an earlier one.

`open`: the rule names no provider, or several. Whoever proposes for those asks by the facts that say so.
"""
SETTLED: frozenset[Situation] = frozenset({"confirmed", "overridden", "handed_over", "taken_over"})
OWN = (
    *(CatchmentMissing, CatchmentUndecided, AssignmentProposed, HouseholdChanged),
    *(CaseAssigned, AssignmentOverridden, AssignmentTakenOver, AssignmentEnded),
    *(HandoverOpened, HandoverAccepted, HandoverDeclined, HandoverExpired, HandoverAnswerTooLate),
)
"""The facts of an assignment's stream."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A hand-over that is offered, to be answered through `due_on`."""

    provider: ProviderId
    due_on: date


@dataclass(frozen=True, slots=True)
class Assignment:
    """`provider` is the one that the case is with, `proposal` the last for the house it lives in.

    `over_ceiling`: the proposal, or the override that answered it, was above the ceiling when it was made.
    `candidates`: the several providers of the house, while the question is open. `offered`: until when the last offer
    to each provider could be answered; `answers`: the answers that were decided. `ended`: why the last work ended.
    """

    version: int = 0
    situation: Situation = "unknown"
    household: Household | None = None
    proposal: AssignmentProposed | None = None
    provider: ProviderId | None = None
    over_ceiling: bool = False
    candidates: tuple[ProviderId, ...] = ()
    offer: Offer | None = None
    offered: Map[ProviderId, date] = field(default_factory=Map)
    answers: frozenset[UUID] = frozenset()
    ended: EndCause | None = None


def evolve(state: Assignment, fact: Fact) -> Assignment:
    """The assignment after one more fact of its stream."""
    if not isinstance(fact.event, OWN):
        return state
    return replace(_handed(_asked(_assigned(state, fact), fact), fact), version=fact.version)


def _asked(state: Assignment, fact: Fact) -> Assignment:
    """The question who works with the household is open, or was answered by a proposal."""
    asked = replace(state, proposal=None, over_ceiling=False, candidates=())
    match fact.event:
        case CatchmentMissing(household=household):
            return replace(asked, situation="open", household=household)
        case CatchmentUndecided(household=household, candidates=candidates):
            return replace(asked, situation="open", household=household, candidates=candidates)
        case AssignmentProposed(household=household, over_ceiling=over) as proposal:
            return replace(asked, situation="proposed", household=household, proposal=proposal, over_ceiling=over)
        case HouseholdChanged(household=household) if stays(state, household):
            return replace(state, household=household)
        case HouseholdChanged(household=household):
            return replace(asked, situation="confirmed", household=household)
        case _:
            return state


def _assigned(state: Assignment, fact: Fact) -> Assignment:
    """A person decided, or the provider is no longer there."""
    match fact.event:
        case CaseAssigned(provider=provider):
            return replace(state, situation="confirmed", provider=provider)
        case AssignmentOverridden(provider=provider, over_ceiling=over):
            return replace(state, situation="overridden", provider=provider, over_ceiling=over or state.over_ceiling)
        case AssignmentTakenOver(provider=provider, household=household):
            return replace(state, situation="taken_over", provider=provider, household=household)
        case AssignmentEnded(cause=cause):
            ended = replace(state, situation="ended", provider=None, ended=cause)
            return replace(ended, proposal=None, over_ceiling=False, candidates=())
        case _:
            return state


def _handed(state: Assignment, fact: Fact) -> Assignment:
    """A hand-over was offered, or came to its end."""
    match fact.event:
        case HandoverOpened(to_provider=provider, due_on=due_on):
            return replace(state, offer=Offer(provider, due_on), offered=state.offered.set(provider, due_on))
        case HandoverAccepted(provider=provider, answer_id=answer):
            taken = replace(state, situation="handed_over", provider=provider, offer=None)
            return replace(taken, answers=state.answers | {answer})
        case HandoverDeclined(answer_id=answer):
            return replace(state, offer=None, answers=state.answers | {answer})
        case HandoverExpired():
            return replace(state, offer=None)
        case HandoverAnswerTooLate(answer_id=answer):
            return replace(state, answers=state.answers | {answer})
        case _:
            return state


def stays(state: Assignment, household: Household) -> bool:
    """Whether it is decided who works with the household where it lives now: only its persons are others."""
    before = state.household
    if before is None or state.situation not in SETTLED:
        return False
    return (before.house, before.lives_here_from()) == (household.house, household.lives_here_from())
