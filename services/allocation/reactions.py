"""What allocation does of itself when a fact is recorded or heard: a pure table from facts to commands.

A reaction asks the register, which has seen the fact and perhaps later ones: it wishes what is true by now. So facts
that arrive together are answered once, and a fact that is answered twice leads to nothing new.
"""

from collections.abc import Callable
from typing import get_args

from services.allocation.domain.assignment import ProposeAssignment
from services.allocation.domain.by_fit import ProposeByFit
from services.allocation.domain.ending import EndByItself
from services.allocation.domain.handover import SettleHandover
from services.allocation.domain.register import Coordination
from services.allocation.domain.takeover import TakeOverAssignment
from services.allocation.domain.told import PassOnConsent
from shared.decider import Command
from shared.event import Event, Fact
from shared.events.allocation import (
    AssignmentProposed,
    CatchmentMissing,
    CatchmentSet,
    CatchmentTookEffect,
    CatchmentUndecided,
)
from shared.events.intake import (
    CaseRegistered,
    CaseReopened,
    ConsentGiven,
    ConsentWithdrawn,
    HouseholdLeft,
    HouseholdMoved,
    HouseholdSplit,
    PersonJoined,
    PersonLeft,
    PersonRecorded,
)
from shared.events.matching import ConflictRecorded, ProviderProfileSet, WeightsSet, WishRecorded
from shared.events.person import ConsentRefused
from shared.events.provider import CaseClosed, HandoverAnswered

Reaction = Callable[[Fact, Coordination], list[Command]]
Changed = CaseRegistered | HouseholdMoved | PersonJoined | PersonLeft | HouseholdSplit | PersonRecorded
"""What makes another household of it, or says more of its persons."""
LeftOpen = CatchmentMissing | CatchmentUndecided | AssignmentProposed
"""The rule names nobody, several, or one that may be full or closed."""


def propose(fact: Fact, known: Coordination) -> list[Command]:
    """A household arrived, moved, or has other persons: the rule says which provider it belongs to, as it is now.

    One that a provider had before Fallbuch began stays there; after that there is nothing to propose.
    """
    assert isinstance(fact.event, Changed)
    household = known.households.get(fact.event.case_id)
    if household is None:
        return []
    proposal = ProposeAssignment(case_id=fact.event.case_id, household=household)
    if isinstance(fact.event, CaseRegistered) and (before := fact.event.taken_over) is not None:
        return [TakeOverAssignment(household=household, case_id=fact.event.case_id, **dict(before)), proposal]
    return [proposal]


def propose_anew(fact: Fact, known: Coordination) -> list[Command]:
    """A case is open again, whoever had it before."""
    assert isinstance(fact.event, CaseReopened)
    household = known.households.get(fact.event.case_id)
    if household is None:
        return []
    return [ProposeAssignment(case_id=fact.event.case_id, household=household, reopened=True)]


def end(fact: Fact, _: Coordination) -> list[Command]:
    """A household left the town, or its provider closed the case."""
    match fact.event:
        case HouseholdLeft() as event:
            return [EndByItself(case_id=event.case_id, ended_on=event.left_on, cause="left_town", closed_by=None)]
        case CaseClosed() as event:
            by = event.provider
            return [EndByItself(case_id=event.case_id, ended_on=event.closed_on, cause="closed", closed_by=by)]
        case _:
            return []


def propose_waiting(_: Fact, known: Coordination) -> list[Command]:
    """A catchment rule was set, or took effect: open cases are asked about again."""
    return [
        ProposeAssignment(case_id=case_id, household=known.households.get(case_id, known.waiting[case_id]))
        for case_id in sorted(known.waiting)
    ]


def propose_by_fit(fact: Fact, known: Coordination) -> list[Command]:
    """The rule left it open who takes the case, or something was said about who should. Only where fit is wanted."""
    event = fact.event
    assert isinstance(event, LeftOpen | WishRecorded | ConflictRecorded)
    if not known.suitability.weights or (isinstance(event, AssignmentProposed) and event.matching is not None):
        return []
    return [ProposeByFit(case_id=event.case_id)]


def propose_waiting_by_fit(_: Fact, known: Coordination) -> list[Command]:
    """Weights were set, or what a provider can do: open cases are asked about again."""
    if not known.suitability.weights:
        return []
    return [ProposeByFit(case_id=case_id) for case_id in sorted(known.waiting)]


def pass_on(fact: Fact, known: Coordination) -> list[Command]:
    """A person gave, refused or withdrew a consent: its recipient learns what holds now."""
    event = fact.event
    assert isinstance(event, ConsentGiven | ConsentWithdrawn | ConsentRefused)
    return [
        PassOnConsent(
            case_id=event.case_id,
            person_id=event.person_id,
            purpose=event.purpose,
            recipient=event.recipient,
            given=known.consents.get((event.person_id, event.purpose, event.recipient), False),
        )
    ]


def settle(fact: Fact, _: Coordination) -> list[Command]:
    """A provider answered an offer: whether in time is decided now."""
    event = fact.event
    assert isinstance(event, HandoverAnswered)
    return [
        SettleHandover(
            case_id=event.case_id,
            provider=event.provider,
            accepted=event.accepted,
            reason_code=event.reason_code,
            answer_id=fact.event_id,
        )
    ]


REACTIONS: dict[type[Event], Reaction] = {
    **dict.fromkeys(get_args(Changed), propose),
    CaseReopened: propose_anew,
    HouseholdLeft: end,
    CaseClosed: end,
    ConsentGiven: pass_on,
    ConsentWithdrawn: pass_on,
    ConsentRefused: pass_on,
    CatchmentSet: propose_waiting,
    CatchmentTookEffect: propose_waiting,
    HandoverAnswered: settle,
    **dict.fromkeys((*get_args(LeftOpen), WishRecorded, ConflictRecorded), propose_by_fit),
    WeightsSet: propose_waiting_by_fit,
    ProviderProfileSet: propose_waiting_by_fit,
}
