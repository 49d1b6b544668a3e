"""Belege: what was spent, as the facts of a grant say it by now. It only reads; rules stand in `expenditure`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from immutables import Map

from shared.event import Fact
from shared.events.money import Expenditure, ExpenditureCorrected, ExpenditureRecorded

ELIGIBLE = frozenset({"personnel", "training"})
"""Zuwendungsfähig. Material cost stays with the town; a cost type that nobody stated counts for nothing yet."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one fact says of a receipt; None: nothing was spent."""

    fact_id: UUID
    expenditure: Expenditure | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt with everything that was ever stated of it: the last statement holds."""

    receipt_ref: str
    recorded_on: date
    """The day of payment that was recorded first: corrections hold from there."""
    stated: tuple[Stated, ...]

    @property
    def holds(self) -> Expenditure | None:
        return self.stated[-1].expenditure

    @property
    def fact_ids(self) -> tuple[UUID, ...]:
        return tuple(each.fact_id for each in self.stated)


Receipts = Map[str, Receipt]
"""The receipts of one grant, by their number."""


def evolve(receipts: Receipts, fact: Fact) -> Receipts:
    """The receipts after one more fact of the grant's stream."""
    match fact.event:
        case ExpenditureRecorded() as event:
            first = Stated(fact.event_id, event.expenditure)
            return receipts.set(event.receipt_ref, Receipt(event.receipt_ref, event.expenditure.paid_on, (first,)))
        case ExpenditureCorrected() as event:
            before = receipts.get(event.receipt_ref)
            if before is None:  # as known on a day of which a story's clock knew the correction alone
                return receipts
            stated = (*before.stated, Stated(fact.event_id, event.expenditure))
            return receipts.set(event.receipt_ref, replace(before, stated=stated))
        case _:
            return receipts


@dataclass(frozen=True, slots=True)
class Spent:
    """A receipt that stands, with the facts that say so."""

    receipt_ref: str
    expenditure: Expenditure
    fact_ids: tuple[UUID, ...]

    @property
    def eligible(self) -> bool:
        return self.expenditure.cost_type in ELIGIBLE


def spent(receipts: Mapping[str, Receipt], as_of: date) -> list[Spent]:
    """What was paid by that day, position by position, in the order of payment."""
    standing = [
        Spent(receipt.receipt_ref, receipt.holds, receipt.fact_ids)
        for receipt in receipts.values()
        if receipt.holds is not None and receipt.holds.paid_on <= as_of
    ]
    return sorted(standing, key=_place)


def actual_cost_cents(rows: Iterable[Spent]) -> dict[str, int]:
    """Eligible cost by provider."""
    return _sums((row.expenditure.provider, row.expenditure.cents) for row in rows if row.eligible)


def ineligible_cents(rows: Iterable[Spent]) -> dict[str, int]:
    """Cost by provider that no grant bears."""
    return _sums((row.expenditure.provider, row.expenditure.cents) for row in rows if not row.eligible)


def _place(row: Spent) -> tuple[str, str, date, str]:
    said = row.expenditure
    return (said.provider, str(said.position_id), said.paid_on, row.receipt_ref)


def _sums(amounts: Iterator[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, cents in amounts:
        sums[name] = sums.get(name, 0) + cents
    return sums
