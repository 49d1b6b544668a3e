"""Zuwendung as it stands: award and notices, payments by reference, receipts by number. Rules elsewhere."""

from dataclasses import dataclass, field, replace
from datetime import date

from immutables import Map

from services.reporting.domain import receipts
from services.reporting.domain.receipts import Receipts
from shared.errors import Missing
from shared.event import Fact
from shared.events.codes import Period
from shared.events.money import (
    ExpenditureCorrected,
    ExpenditureRecorded,
    FundsDrawnDown,
    FundsReturned,
    RepaymentDrafted,
)
from shared.events.notices import AwardAmended, ClaimWaived, GrantRevoked, GrantWithdrawn, PeriodClosed
from shared.events.reporting import FundsPassedOn, FundsReceived, GrantAwarded

Notice = AwardAmended | GrantRevoked | GrantWithdrawn | ClaimWaived


@dataclass(frozen=True, slots=True)
class Repayment:
    """A repayment to the state that was drafted, and by whom."""

    drafted: RepaymentDrafted
    drafted_by: str


@dataclass(frozen=True, slots=True)
class Grant:
    """The state of one grant's stream."""

    awarded: GrantAwarded | None = None
    """As it was awarded first."""
    award: GrantAwarded | None = None
    """As it is by now, amended."""
    notices: Map[str, Notice] = field(default_factory=Map)
    amended_on: date | None = None
    ended: GrantRevoked | GrantWithdrawn | None = None
    closed_through: date | None = None
    drawn_down: Map[str, FundsDrawnDown] = field(default_factory=Map)
    received: Map[str, FundsReceived] = field(default_factory=Map)
    passed_on: Map[str, FundsPassedOn] = field(default_factory=Map)
    repayments: Map[str, Repayment] = field(default_factory=Map)
    returned: Map[str, FundsReturned] = field(default_factory=Map)
    receipts: Receipts = field(default_factory=Map)


def evolve(state: Grant, fact: Fact) -> Grant:
    """The grant after one more fact of its stream."""
    match fact.event:
        case GrantAwarded() as award:
            return replace(state, awarded=award, award=award)
        case AwardAmended() | GrantRevoked() | GrantWithdrawn() | ClaimWaived() as notice:
            return _noticed(replace(state, notices=state.notices.set(notice.notice_ref, notice)), notice)
        case PeriodClosed() as event:
            return replace(state, closed_through=event.through_on)
        case FundsDrawnDown() as event:
            return replace(state, drawn_down=state.drawn_down.set(event.payment_ref, event))
        case FundsReceived() as event:
            return replace(state, received=state.received.set(event.payment_ref, event))
        case FundsPassedOn() as event:
            return replace(state, passed_on=state.passed_on.set(event.payment_ref, event))
        case RepaymentDrafted() as event:
            drafted = Repayment(event, fact.meta.actor)
            return replace(state, repayments=state.repayments.set(event.payment_ref, drafted))
        case FundsReturned() as event:
            return replace(state, returned=state.returned.set(event.payment_ref, event))
        case ExpenditureRecorded() | ExpenditureCorrected():
            return replace(state, receipts=receipts.evolve(state.receipts, fact))
        case _:
            return state


def _noticed(state: Grant, notice: Notice) -> Grant:
    match notice:
        case AwardAmended():
            award = None if state.award is None else amended(state.award, notice)
            return replace(state, award=award, amended_on=notice.effective_on)
        case GrantRevoked() | GrantWithdrawn():
            return replace(state, ended=notice)
        case _:
            return state


def amended(award: GrantAwarded, amendment: AwardAmended) -> GrantAwarded:
    """What the award says from the amendment's day on."""
    return award.model_copy(
        update={
            "grant_period": Period(starts_on=award.grant_period.starts_on, ends_on=amendment.ends_on),
            "cap_cents": amendment.cap_cents,
            "fte_hundredths": amendment.fte_hundredths,
            "shares": amendment.shares,
        }
    )


def awarded(state: Grant) -> GrantAwarded:
    """The award in force. Raises `Missing` if there is none."""
    if state.award is None:
        raise Missing("There is no such grant.")
    return state.award
