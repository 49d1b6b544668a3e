"""Zahlungen between state, town and providers: drawn down, received, passed on, returned.

On no day may the town have passed on more than it had received by then, nor a provider have returned more than it got.
"""

from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from services.reporting.domain.bounds import PaidCents
from services.reporting.domain.budgets import Amounts, budget_cents
from services.reporting.domain.granted import Grant, awarded
from services.reporting.domain.of_grant import OfGrant
from services.reporting.domain.staffing import Staffing
from shared.decider import Around
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day, ProviderId, Written
from shared.events.money import FundsDrawnDown, FundsReturned, RepaymentDrafted
from shared.events.reporting import FundsPassedOn, FundsReceived

Movement = tuple[date, int]
"""A day, and what came in (or, below zero, went out) on it, in cents."""


class DrawDownFunds(OfGrant):
    """The town asks the grantor for money (Mittelabruf)."""

    cents: PaidCents
    asked_on: Day
    payment_ref: Written


class ReceiveFunds(OfGrant):
    """The grantor paid the town (Auszahlung)."""

    cents: PaidCents
    paid_on: Day
    payment_ref: Written


class PassOnFunds(OfGrant):
    """The town paid a provider (Weiterleitung)."""

    provider: ProviderId
    cents: PaidCents
    paid_on: Day
    payment_ref: Written


class ReturnFunds(OfGrant):
    """A provider paid back to the town (Rückzahlung). Without one, the town is to pay back: it takes an approval."""

    provider: ProviderId | None = None
    cents: PaidCents
    paid_on: Day
    payment_ref: Written


class ApproveRepayment(OfGrant):
    """Freigabe of a repayment to the grantor by a second person: only then it is on record as paid back."""

    payment_ref: Written


def draw_down_funds(state: Grant, command: DrawDownFunds, today: date) -> list[Event]:
    award = awarded(state)
    drawn = FundsDrawnDown(**dict(command))
    if _known(state.drawn_down.get(drawn.payment_ref), drawn):
        return []
    if state.ended is not None:
        raise Refused("The award was revoked or withdrawn: nothing more is drawn down.")
    if command.asked_on > today:
        raise Refused("A draw-down cannot be recorded before the day it is made.")
    if sum(each.cents for each in state.drawn_down.values()) + drawn.cents > award.cap_cents:
        raise Refused("With this draw-down more would be asked for than the cap of the grant.")
    return [drawn]


def receive_funds(state: Grant, command: ReceiveFunds, today: date) -> list[Event]:
    award = awarded(state)
    payment = FundsReceived(**dict(command))
    if _known(state.received.get(payment.payment_ref), payment):
        return []
    _check_day(command.paid_on, today)
    if sum(each.cents for each in state.received.values()) + payment.cents > award.cap_cents:
        raise Refused("With this payment more would be received than the cap of the grant.")
    return [payment]


def pass_on_funds(state: Grant, command: PassOnFunds, amounts: Amounts, today: date) -> list[Event]:
    award = awarded(state)
    payment = FundsPassedOn(**dict(command))
    if _known(state.passed_on.get(payment.payment_ref), payment):
        return []
    if command.provider not in award.shares:
        raise Refused("The award names no share for this provider.")
    _check_day(command.paid_on, today)
    held = sum(cents for _, cents in held_by(state, command.provider))
    if held + payment.cents > budget_cents(award, amounts, command.provider):
        raise Refused("With this payment the provider would get more than its budget.")
    if _falls_below_zero([*till(state), (payment.paid_on, -payment.cents)]):
        raise Refused("With this payment more would be passed on than was received.")
    return [payment]


def return_funds(state: Grant, command: ReturnFunds, today: date) -> list[Event]:
    awarded(state)
    if command.provider is None:
        return _draft_repayment(state, command)
    if command.payment_ref in state.repayments:
        raise Refused("Another payment is already recorded under this reference.")
    payment = FundsReturned(**dict(command))
    if _known(state.returned.get(payment.payment_ref), payment):
        return []
    _check_day(command.paid_on, today)
    if _falls_below_zero([*held_by(state, command.provider), (payment.paid_on, -payment.cents)]):
        raise Refused("With this payment the provider would pay back more than it got.")
    return [payment]


def approve_repayment(state: Grant, command: ApproveRepayment, around: Around[Staffing]) -> list[Event]:
    awarded(state)
    waiting = state.repayments.get(command.payment_ref)
    if waiting is None:
        raise Refused("No repayment waits for approval under this reference.")
    if command.payment_ref in state.returned:
        return []
    if waiting.drafted_by == around.actor:
        raise Refused("Who drafted a repayment does not approve it: that takes a second person.")
    payment = FundsReturned(**dict(waiting.drafted), provider=None)
    _check_day(payment.paid_on, around.today)
    _check_till(state, payment)
    return [payment]


def _draft_repayment(state: Grant, command: ReturnFunds) -> list[Event]:
    """Nothing is paid back yet, so its day may still come."""
    drafted = RepaymentDrafted(**command.model_dump(exclude={"provider"}))
    before = state.repayments.get(command.payment_ref)
    if before is not None and before.drafted == drafted:
        return []
    payment = FundsReturned(**dict(command))
    if _known(state.returned.get(command.payment_ref), payment):
        return []
    if before is not None:
        raise Refused("Another payment is already recorded under this reference.")
    _check_till(state, payment)
    return [drafted]


def _check_till(state: Grant, payment: FundsReturned) -> None:
    if _falls_below_zero([*till(state), (payment.paid_on, -payment.cents)]):
        raise Refused("With this payment the town would pay back more than it has of the grant.")


def till(state: Grant) -> list[Movement]:
    """What the town received of the grant and has not passed on."""
    return [
        *((each.paid_on, each.cents) for each in state.received.values()),
        *((each.paid_on, -each.cents) for each in state.passed_on.values()),
        *((each.paid_on, each.cents if each.provider else -each.cents) for each in state.returned.values()),
    ]


def held_by(state: Grant, provider: str) -> list[Movement]:
    """What was passed on to a provider, and what it paid back."""
    return [
        *((each.paid_on, each.cents) for each in state.passed_on.values() if each.provider == provider),
        *((each.paid_on, -each.cents) for each in state.returned.values() if each.provider == provider),
    ]


def _falls_below_zero(movements: Iterable[Movement]) -> bool:
    """Whether on some day more went out than had come in. What comes in counts for its whole day."""
    in_order = sorted(movements, key=lambda each: (each[0], -each[1]))
    return any(sum_cents < 0 for sum_cents in accumulate(cents for _, cents in in_order))


def _check_day(paid_on: date, today: date) -> None:
    if paid_on > today:
        raise Refused("A payment cannot be recorded before the day it is made.")


def _known(before: Event | None, payment: Event) -> bool:
    if before is not None and before != payment:
        raise Refused("Another payment is already recorded under this reference.")
    return before is not None


PAYMENTS = (DrawDownFunds, ReceiveFunds, PassOnFunds, ReturnFunds, ApproveRepayment)
