"""What allocation does of itself when a fact is recorded or heard: a pure table from facts to commands.

A reaction asks the register, which has seen the fact and perhaps later ones: it wishes what is true by now. So facts
that arrive together are answered once, and a fact that is answered twice leads to nothing new.
"""

from collections.abc import Callable

from services.allocation.domain.assignment import ProposeAssignment
from services.allocation.domain.handover import SettleHandover
from services.allocation.domain.register import Coordination
from services.allocation.domain.told import PassOnConsent
from shared.decider import Command
from shared.event import Event, Fact
from shared.events.allocation import CatchmentSet
from shared.events.intake import CaseRegistered, ConsentGiven, ConsentWithdrawn, HouseholdMoved
from shared.events.provider import HandoverAnswered

Reaction = Callable[[Fact, Coordination], list[Command]]


def propose(fact: Fact, known: Coordination) -> list[Command]:
    """A household arrived or moved: the rule says which provider it belongs to."""
    assert isinstance(fact.event, CaseRegistered | HouseholdMoved)
    household = known.households.get(fact.event.case_id)
    if household is None:
        return []
    return [ProposeAssignment(case_id=fact.event.case_id, household=household)]


def propose_waiting(_: Fact, known: Coordination) -> list[Command]:
    """A catchment rule was set: cases for which no rule named a provider are asked about again."""
    return [
        ProposeAssignment(case_id=case_id, household=known.households.get(case_id, known.waiting[case_id]))
        for case_id in sorted(known.waiting)
    ]


def pass_on(fact: Fact, known: Coordination) -> list[Command]:
    """A person gave or withdrew a consent: its recipient learns what holds now."""
    event = fact.event
    assert isinstance(event, ConsentGiven | ConsentWithdrawn)
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
    CaseRegistered: propose,
    HouseholdMoved: propose,
    ConsentGiven: pass_on,
    ConsentWithdrawn: pass_on,
    CatchmentSet: propose_waiting,
    HandoverAnswered: settle,
}
