"""Übergabe: a case is offered to another provider, which takes it or does not before a day, or lets it expire.

Whether an answer came in time is decided when allocation records it, not when the provider wrote it.
"""

from datetime import date
from uuid import UUID

from services.allocation.domain import telling
from services.allocation.domain.assigned import Assignment, Offer
from services.allocation.domain.ceiling import over_ceiling
from services.allocation.domain.register import Coordination
from shared.decider import Around, Command
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.allocation import CaseWithdrawn
from shared.events.codes import Day, ProviderId, ReasonCode
from shared.events.handover import (
    ExpiryCause,
    HandoverAccepted,
    HandoverAnswerTooLate,
    HandoverClosed,
    HandoverDeclined,
    HandoverExpired,
    HandoverOpened,
    HandoverOutcome,
)


class OfferHandover(Command):
    """Offer a case to another provider, which may answer through `due_on`. Until then it stays where it is."""

    case_id: UUID
    to_provider: ProviderId
    due_on: Day

    def target(self) -> str:
        return f"assignment-{self.case_id}"


class SettleHandover(Command):
    """Internal: a provider answered. `answer_id` is its fact."""

    case_id: UUID
    provider: ProviderId
    accepted: bool
    reason_code: ReasonCode | None
    answer_id: UUID

    def target(self) -> str:
        return f"assignment-{self.case_id}"


class ExpireHandover(Command):
    """Internal: the last day on which an offer could be answered is over."""

    case_id: UUID
    due_on: date

    def target(self) -> str:
        return f"assignment-{self.case_id}"


HandoverCommand = OfferHandover | SettleHandover | ExpireHandover


def offer_handover(state: Assignment, command: OfferHandover, around: Around[Coordination]) -> list[Event]:
    """One offer at a time; the case stays with its provider until the other one has accepted."""
    case_id, to, due_on = command.case_id, command.to_provider, command.due_on
    household = state.household
    if household is None and case_id not in around.register.households:
        raise Missing("There is no such case.")
    if state.offer == Offer(to, due_on):
        return []
    if state.offer is not None:
        raise Refused("A hand-over of this case is offered already, and neither answered nor expired.")
    if to not in around.register.providers:
        raise Refused("The town has no such provider.")
    if household is None or state.provider is None:
        raise Refused("No provider works with this case: there is nothing to hand over.")
    if to == state.provider:
        raise Refused("This provider works with the case already.")
    if due_on < around.today:
        raise Refused("A hand-over can be answered today at the earliest.")
    if refusal := over_ceiling(to, case_id, household, around):
        raise refusal
    opened = HandoverOpened(case_id=case_id, from_provider=state.provider, to_provider=to, due_on=due_on)
    return [opened, telling.offered(around.register, case_id, household, to, due_on)]


def settle_handover(state: Assignment, command: SettleHandover, around: Around[Coordination]) -> list[Event]:
    """An automatic step: it never raises. An answer to what was never offered is none."""
    if command.answer_id in state.answers or command.provider not in state.offered:
        return []
    offer = state.offer
    if offer is None or offer.provider != command.provider:
        return _too_late(state, command)
    if around.today > offer.due_on:
        return [*expire(state, command.case_id, "due"), *_too_late(state, command)]
    if not command.accepted:
        declined = HandoverDeclined(
            case_id=command.case_id,
            provider=command.provider,
            answer_id=command.answer_id,
            reason_code=command.reason_code or "other",
        )
        return [declined, _closed(command.case_id, offer, "declined")]
    return _accepted(state, command, offer, around)


def expire_handover(state: Assignment, command: ExpireHandover, today: date) -> list[Event]:
    """An automatic step: it never raises. Only what is over and still open expires, and it does so once."""
    if state.offer is None or state.offer.due_on != command.due_on or today <= command.due_on:
        return []
    return expire(state, command.case_id, "due")


def expire(state: Assignment, case_id: UUID, cause: ExpiryCause) -> list[Event]:
    """The end of the open offer, if there is one: also when the case goes elsewhere before it was answered."""
    offer = state.offer
    if offer is None:
        return []
    expired = HandoverExpired(case_id=case_id, provider=offer.provider, due_on=offer.due_on, cause=cause)
    return [expired, _closed(case_id, offer, "expired")]


def _accepted(state: Assignment, command: SettleHandover, offer: Offer, around: Around[Coordination]) -> list[Event]:
    """The provider before is told that it ended, the new one all that it may know."""
    assert state.household, "only a case with a household is offered"
    assert state.provider, "only a case with a provider is offered"
    case_id, household = command.case_id, state.household
    accepted = HandoverAccepted(
        case_id=case_id,
        provider=offer.provider,
        answer_id=command.answer_id,
        household_size=len(household.persons),
    )
    return [
        accepted,
        _closed(case_id, offer, "accepted"),
        CaseWithdrawn(provider=state.provider, case_id=case_id),
        telling.entrusted(around.register, case_id, household, offer.provider),
    ]


def _too_late(state: Assignment, command: SettleHandover) -> list[Event]:
    late = HandoverAnswerTooLate(
        case_id=command.case_id,
        provider=command.provider,
        answer_id=command.answer_id,
        accepted=command.accepted,
    )
    offer = Offer(command.provider, state.offered[command.provider])
    return [late, _closed(command.case_id, offer, "too_late")]


def _closed(case_id: UUID, offer: Offer, outcome: HandoverOutcome) -> HandoverClosed:
    return HandoverClosed(provider=offer.provider, case_id=case_id, due_on=offer.due_on, outcome=outcome)
