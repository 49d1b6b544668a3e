"""Receipts of Weinheim's grant as commands and as facts, for the tests of reporting."""

from datetime import date
from typing import Any

from services.reporting.domain.expenditure import CorrectExpenditure, RecordExpenditure, StrikeExpenditure
from shared.event import Event
from shared.events.codes import Period
from shared.events.money import Expenditure, ExpenditureCorrected, ExpenditureRecorded
from tests.given import recorded
from tests.reporting.weinheim import GRANT, some_id

PAID_ON = date(2018, 11, 2)
OCTOBER = Period(starts_on=date(2018, 10, 15), ends_on=date(2018, 10, 31))
FIELDS: dict[str, Any] = {
    "paid_on": PAID_ON,
    "purpose": "salary",
    "cents": 2_310_50,
    "cost_type": "personnel",
    "period": OCTOBER,
    "payee": "worker-7",
    "kept_in": "folder-2018-1",
}


def record(receipt_ref: str = "B-1", provider: str = "caritas", **changed: Any) -> RecordExpenditure:
    head = {"grant_id": GRANT, "position_id": some_id(provider), "receipt_ref": receipt_ref}
    return RecordExpenditure(**(head | FIELDS | changed))


def correct(receipt_ref: str = "B-1", provider: str = "caritas", **changed: Any) -> CorrectExpenditure:
    head = {"grant_id": GRANT, "position_id": some_id(provider), "receipt_ref": receipt_ref}
    return CorrectExpenditure(**(head | FIELDS | changed))


def strike(receipt_ref: str = "B-1", **changed: Any) -> StrikeExpenditure:
    return StrikeExpenditure(**({"grant_id": GRANT, "receipt_ref": receipt_ref} | changed))


def said(provider: str = "caritas", **changed: Any) -> Expenditure:
    head = {"position_id": some_id(provider), "provider": provider, "note_ref": None}
    return Expenditure(**(head | FIELDS | changed))


def spent(receipt_ref: str = "B-1", provider: str = "caritas", **changed: Any) -> ExpenditureRecorded:
    return ExpenditureRecorded(grant_id=GRANT, receipt_ref=receipt_ref, expenditure=said(provider, **changed))


def put_right(events: list[Event], expenditure: Expenditure | None, receipt_ref: str = "B-1") -> ExpenditureCorrected:
    """A correction that points at the last fact on this receipt."""
    facts = [
        (fact.event_id, fact.event)
        for fact in recorded(*events)
        if isinstance(fact.event, ExpenditureRecorded | ExpenditureCorrected) and fact.event.receipt_ref == receipt_ref
    ]
    first = facts[0][1]
    assert isinstance(first, ExpenditureRecorded)
    return ExpenditureCorrected(
        grant_id=GRANT,
        receipt_ref=receipt_ref,
        corrects=facts[-1][0],
        corrects_paid_on=first.expenditure.paid_on,
        expenditure=expenditure,
    )
