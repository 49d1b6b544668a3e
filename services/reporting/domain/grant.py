"""Zuwendung: what the state awarded and paid to the town, what the town passed on, and what was spent."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

from immutables import Map
from pydantic import Field

from services.reporting.domain import receipts
from services.reporting.domain.bounds import BoundedPeriod, PaidCents
from services.reporting.domain.expenditure import (
    CorrectExpenditure,
    RecordExpenditure,
    StrikeExpenditure,
    correct_expenditure,
    record_expenditure,
    strike_expenditure,
)
from services.reporting.domain.receipts import Receipts
from services.reporting.domain.staffing import Staffing
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day, FteHundredths, ProviderId, Written
from shared.events.money import ExpenditureCorrected, ExpenditureRecorded
from shared.events.reporting import FundsPassedOn, FundsReceived, GrantAwarded, GrantRules, Rates
from shared.money import largest_remainder


@dataclass(frozen=True, slots=True)
class Grant:
    """The award, all payments by their reference, and all receipts by their number."""

    award: GrantAwarded | None = None
    received: Map[str, FundsReceived] = field(default_factory=Map)
    passed_on: Map[str, FundsPassedOn] = field(default_factory=Map)
    receipts: Receipts = field(default_factory=Map)


def evolve(state: Grant, fact: Fact) -> Grant:
    """The grant after one more fact of its stream."""
    match fact.event:
        case GrantAwarded() as award:
            return replace(state, award=award)
        case FundsReceived() as payment:
            return replace(state, received=state.received.set(payment.payment_ref, payment))
        case FundsPassedOn() as payment:
            return replace(state, passed_on=state.passed_on.set(payment.payment_ref, payment))
        case ExpenditureRecorded() | ExpenditureCorrected():
            return replace(state, receipts=receipts.evolve(state.receipts, fact))
        case _:
            return state


class RecordAward(Command):
    """Put a notice of award on record (Zuwendungsbescheid). Cap in cents, rates in cents per FTE and year."""

    grant_id: UUID
    notice_ref: Written
    decided_on: Day
    grant_period: BoundedPeriod
    cap_cents: PaidCents
    rate_cents_per_fte_year: Rates
    fte_hundredths: FteHundredths
    shares: Annotated[dict[ProviderId, FteHundredths], Field(min_length=1, max_length=32)]
    rules: GrantRules

    def target(self) -> str:
        return f"grant-{self.grant_id}"


class ReceiveFunds(Command):
    """The grantor paid the town (Auszahlung)."""

    grant_id: UUID
    cents: PaidCents
    paid_on: Day
    payment_ref: Written

    def target(self) -> str:
        return f"grant-{self.grant_id}"


class PassOnFunds(Command):
    """The town paid a provider (Weiterleitung)."""

    grant_id: UUID
    provider: ProviderId
    cents: PaidCents
    paid_on: Day
    payment_ref: Written

    def target(self) -> str:
        return f"grant-{self.grant_id}"


GrantCommand = RecordAward | ReceiveFunds | PassOnFunds | RecordExpenditure | CorrectExpenditure | StrikeExpenditure


def decide(state: Grant, command: GrantCommand, around: Around[Staffing]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such grant."""
    match command:
        case RecordAward():
            return record_award(state, command)
        case ReceiveFunds():
            return receive_funds(state, command)
        case PassOnFunds():
            return pass_on_funds(state, command, around.today)
        case CorrectExpenditure():
            return correct_expenditure(_awarded(state), state.receipts, command, around)
        case RecordExpenditure():
            return record_expenditure(_awarded(state), state.receipts, command, around)
        case StrikeExpenditure():
            return strike_expenditure(_awarded(state), state.receipts, command)
        case _ as never:
            assert_never(never)


def record_award(state: Grant, command: RecordAward) -> list[Event]:
    award = GrantAwarded(**dict(command))
    if state.award == award:
        return []
    if state.award is not None:
        raise Refused("Another award is already recorded under this id.")
    return [award]


def receive_funds(state: Grant, command: ReceiveFunds) -> list[Event]:
    _awarded(state)
    payment = FundsReceived(**dict(command))
    return [] if _known(state.received.get(payment.payment_ref), payment) else [payment]


def pass_on_funds(state: Grant, command: PassOnFunds, today: date) -> list[Event]:
    award = _awarded(state)
    payment = FundsPassedOn(**dict(command))
    if _known(state.passed_on.get(payment.payment_ref), payment):
        return []
    if command.provider not in award.shares:
        raise Refused("The award names no share for this provider.")
    if command.paid_on > today:
        raise Refused("A payment cannot be recorded before the day it is made.")
    passed_on = [*state.passed_on.values(), payment]
    budget_cents = cap_shares(award)[command.provider]
    if sum(each.cents for each in passed_on if each.provider == command.provider) > budget_cents:
        raise Refused("With this payment the provider would get more than its budget.")
    received_cents = sum(each.cents for each in state.received.values() if each.paid_on <= today)
    if sum(each.cents for each in passed_on) > received_cents:
        raise Refused("With this payment more would be passed on than was received.")
    return [payment]


def cap_shares(award: GrantAwarded) -> dict[str, int]:
    """R4: the cap in cents by the award's shares. The parts add up to the cap."""
    return largest_remainder(award.cap_cents, award.shares)


def _awarded(state: Grant) -> GrantAwarded:
    if state.award is None:
        raise Missing("There is no such grant.")
    return state.award


def _known(before: Event | None, payment: Event) -> bool:
    if before is not None and before != payment:
        raise Refused("Another payment is already recorded under this reference.")
    return before is not None


COMMANDS = (RecordAward, ReceiveFunds, PassOnFunds, RecordExpenditure, CorrectExpenditure, StrikeExpenditure)
DECIDER = Decider("grant", COMMANDS, Grant(), evolve, decide)
