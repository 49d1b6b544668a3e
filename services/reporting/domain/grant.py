"""Zuwendung: what the state awarded. Payments and receipts of the grant stand in files of their own."""

from typing import Annotated, assert_never

from pydantic import Field

from services.reporting.domain.bounds import BoundedPeriod, PaidCents
from services.reporting.domain.closing import ClosePeriod, close_period
from services.reporting.domain.expenditure import (
    CorrectExpenditure,
    RecordExpenditure,
    StrikeExpenditure,
    correct_expenditure,
    record_expenditure,
    strike_expenditure,
)
from services.reporting.domain.granted import Grant, awarded, evolve
from services.reporting.domain.notices import (
    AmendAward,
    RevokeGrant,
    WaiveClaim,
    WithdrawGrant,
    amend_award,
    revoke_grant,
    waive_claim,
    withdraw_grant,
)
from services.reporting.domain.of_grant import OfGrant
from services.reporting.domain.payments import (
    ApproveRepayment,
    DrawDownFunds,
    PassOnFunds,
    ReceiveFunds,
    ReturnFunds,
    approve_repayment,
    draw_down_funds,
    pass_on_funds,
    receive_funds,
    return_funds,
)
from services.reporting.domain.staffing import Staffing, check_open
from shared.decider import Around, Decider
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day, FteHundredths, ProviderId, Written
from shared.events.reporting import GrantAwarded, GrantRules, Rates


class RecordAward(OfGrant):
    """Put a notice of award on record (Zuwendungsbescheid). Cap in cents, rates in cents per FTE and year."""

    notice_ref: Written
    decided_on: Day
    grant_period: BoundedPeriod
    cap_cents: PaidCents
    rate_cents_per_fte_year: Rates
    fte_hundredths: FteHundredths
    shares: Annotated[dict[ProviderId, FteHundredths], Field(min_length=1, max_length=32)]
    rules: GrantRules


GrantCommand = (
    RecordAward
    | DrawDownFunds
    | ReceiveFunds
    | PassOnFunds
    | ReturnFunds
    | ApproveRepayment
    | RecordExpenditure
    | CorrectExpenditure
    | StrikeExpenditure
    | AmendAward
    | RevokeGrant
    | WithdrawGrant
    | WaiveClaim
    | ClosePeriod
)


def decide(state: Grant, command: GrantCommand, around: Around[Staffing]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such grant."""
    decided = _decided(state, command, around)
    check_open(state.closed_through, decided)
    return decided


def _decided(state: Grant, command: GrantCommand, around: Around[Staffing]) -> list[Event]:
    match command:
        case RecordAward():
            return record_award(state, command)
        case DrawDownFunds():
            return draw_down_funds(state, command, around.today)
        case ReceiveFunds():
            return receive_funds(state, command, around.today)
        case PassOnFunds():
            return pass_on_funds(state, command, around.register.amounts_of(command.grant_id), around.today)
        case ReturnFunds():
            return return_funds(state, command, around.today)
        case ApproveRepayment():
            return approve_repayment(state, command, around)
        case AmendAward():
            return amend_award(state, command, around)
        case RevokeGrant():
            return revoke_grant(state, command, around.today)
        case WithdrawGrant():
            return withdraw_grant(state, command, around.today)
        case WaiveClaim():
            return waive_claim(state, command, around.today)
        case ClosePeriod():
            return close_period(state, command, around.today)
        case CorrectExpenditure():
            return correct_expenditure(awarded(state), state.receipts, command, around)
        case RecordExpenditure():
            return record_expenditure(awarded(state), state.receipts, command, around)
        case StrikeExpenditure():
            return strike_expenditure(awarded(state), state.receipts, command)
        case _ as never:
            assert_never(never)


def record_award(state: Grant, command: RecordAward) -> list[Event]:
    award = GrantAwarded(**dict(command))
    if state.awarded == award:
        return []
    if state.awarded is not None:
        raise Refused("Another award is already recorded under this id.")
    return [award]


COMMANDS = (
    *(RecordAward, DrawDownFunds, ReceiveFunds, PassOnFunds, ReturnFunds, ApproveRepayment),
    *(RecordExpenditure, CorrectExpenditure, StrikeExpenditure),
    *(AmendAward, RevokeGrant, WithdrawGrant, WaiveClaim, ClosePeriod),
)
DECIDER = Decider("grant", COMMANDS, Grant(), evolve, decide)
