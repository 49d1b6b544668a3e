"""Ausgabe: a receipt is recorded for a position, and corrected by a fact that points at the one that was wrong."""

from typing import get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from services.reporting.domain import funding
from services.reporting.domain.bounds import BoundedPeriod, PaidCents, Words
from services.reporting.domain.of_grant import OfGrant
from services.reporting.domain.receipts import Receipt, Receipts
from services.reporting.domain.staffing import Staffing, runs_on
from services.reporting.domain.window import held_by
from shared.decider import Around
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.codes import LAST_DAY, Day, Written
from shared.events.money import CostType, Expenditure, ExpenditureCorrected, ExpenditureRecorded, SpentFor
from shared.events.reporting import GrantAwarded

PURPOSES: dict[str, SpentFor] = {code: code for code in get_args(SpentFor)}


class RecordExpenditure(OfGrant):
    """Somebody spent money for a position. `purpose` is a code, or words: these go to the vault."""

    position_id: UUID
    receipt_ref: Written
    paid_on: Day
    purpose: Words = "not_stated"
    cents: PaidCents
    cost_type: CostType = "not_stated"
    period: BoundedPeriod
    payee: Written = "not_stated"
    kept_in: Written = "not_stated"


class CorrectExpenditure(RecordExpenditure):
    """Say anew what a receipt says. `corrects`: the fact that is wrong, if it is not the last one."""

    corrects: UUID | None = None


class StrikeExpenditure(OfGrant):
    """There was no such expenditure: the receipt counts no more, and stays readable."""

    receipt_ref: Written
    corrects: UUID | None = None


def record_expenditure(
    award: GrantAwarded, receipts: Receipts, command: RecordExpenditure, around: Around[Staffing]
) -> list[Event]:
    said = _expenditure(award, command, around)
    before = receipts.get(command.receipt_ref)
    if before is None:
        return [ExpenditureRecorded(grant_id=award.grant_id, receipt_ref=command.receipt_ref, expenditure=said)]
    if before.stated[0].expenditure != said:
        raise Refused("Another receipt is already recorded under this number.")
    return []


def correct_expenditure(
    award: GrantAwarded, receipts: Receipts, command: CorrectExpenditure, around: Around[Staffing]
) -> list[Event]:
    said = _expenditure(award, command, around)
    return _corrected(award, _receipt(receipts, command.receipt_ref), command.corrects, said)


def strike_expenditure(award: GrantAwarded, receipts: Receipts, command: StrikeExpenditure) -> list[Event]:
    return _corrected(award, _receipt(receipts, command.receipt_ref), command.corrects, None)


def words_of(command: RecordExpenditure) -> str | None:
    """The purpose, if it was given in words instead of a code."""
    return None if command.purpose in PURPOSES else command.purpose


def note_ref(grant_id: UUID, receipt_ref: str) -> UUID:
    """Where the words on a receipt lie in the vault."""
    return uuid5(NAMESPACE_URL, f"fallbuch:note:{grant_id}:{receipt_ref}")


def _corrected(award: GrantAwarded, receipt: Receipt, corrects: UUID | None, said: Expenditure | None) -> list[Event]:
    """A correction may itself be corrected. What was said before and corrected since is not said once more."""
    if corrects is not None and corrects not in receipt.fact_ids:
        raise Missing("This receipt has no such entry.")
    wrong = 0 if corrects is None else receipt.fact_ids.index(corrects)
    if any(each.expenditure == said for each in receipt.stated[wrong:]):
        return []
    if corrects not in (None, receipt.fact_ids[-1]):
        raise Refused("This entry was corrected already: correct its correction.")
    return [
        ExpenditureCorrected(
            grant_id=award.grant_id,
            receipt_ref=receipt.receipt_ref,
            corrects=receipt.fact_ids[-1],
            corrects_paid_on=receipt.recorded_on,
            expenditure=said,
        )
    ]


def _receipt(receipts: Receipts, receipt_ref: str) -> Receipt:
    receipt = receipts.get(receipt_ref)
    if receipt is None:
        raise Missing("There is no such receipt.")
    return receipt


def _expenditure(award: GrantAwarded, command: RecordExpenditure, around: Around[Staffing]) -> Expenditure:
    if command.paid_on > around.today:
        raise Refused("A payment cannot be recorded before the day it is made.")
    provider = _provider(award, command.position_id, around.register)
    _check_period(award, command, around.register)
    return Expenditure(
        position_id=command.position_id,
        provider=provider,
        paid_on=command.paid_on,
        purpose=PURPOSES.get(command.purpose, "other"),
        cents=command.cents,
        cost_type=command.cost_type,
        period=command.period,
        payee=command.payee,
        kept_in=command.kept_in,
        note_ref=note_ref(award.grant_id, command.receipt_ref) if words_of(command) else None,
    )


def _check_period(award: GrantAwarded, command: RecordExpenditure, staffing: Staffing) -> None:
    """Where the notice lets a position run on after the grant period, its cost does too: to the end of its window."""
    granted = award.grant_period
    last = granted.ends_on
    if runs_on(award):
        held = held_by(staffing.positions[command.position_id], award.grant_id, LAST_DAY)
        last = max(last, funding.ends_on(award, command.position_id, held, LAST_DAY) or last)
    if command.period.starts_on >= granted.starts_on and command.period.ends_on <= last:
        return
    if runs_on(award):
        raise Refused("The days that were paid for lie outside the days for which the position is funded.")
    raise Refused("The days that were paid for lie outside the grant period.")


def _provider(award: GrantAwarded, position_id: UUID, staffing: Staffing) -> str:
    """Whose position it is: a position stays with its provider."""
    position = staffing.positions.get(position_id)
    if position is None:
        raise Refused("The receipt names a position that is not recorded.")
    if all(filling.filled.grant_id != award.grant_id for filling in position.fillings):
        raise Refused("The receipt names a position that does not belong to this grant.")
    return position.fillings[0].filled.provider
