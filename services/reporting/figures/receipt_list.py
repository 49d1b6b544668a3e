"""Belegliste: every receipt of a grant by position, and what they add up to, as canonical JSON."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from uuid import UUID

from immutables import Map

from services.reporting.domain import receipts
from services.reporting.domain.receipts import Receipts, Spent, actual_cost_cents, ineligible_cents, spent
from services.reporting.figures.known import known_facts
from shared.errors import Missing
from shared.event import Event, Fact, canonical
from shared.events.money import ExpenditureCorrected, ExpenditureRecorded
from shared.events.reporting import GrantAwarded

RECEIPT_EVENTS: tuple[type[Event], ...] = (GrantAwarded, ExpenditureRecorded, ExpenditureCorrected)
"""The facts that a receipt list is made of, all of the grant's stream."""


def receipt_list(
    facts: Iterable[Fact], grant_id: UUID, as_of: date, known_on: date | None, cut: Mapping[str, int]
) -> bytes:
    """Receipts that were paid by `as_of`. Raises `Missing` if the grant is unknown by then."""
    known = known_facts(facts, known_on, cut)
    if not any(isinstance(fact.event, GrantAwarded) and fact.event.holds_from() <= as_of for fact in known):
        raise Missing("No such grant is known for that day.")
    rows = spent(receipts_in(known), as_of)
    eligible, ineligible = actual_cost_cents(rows), ineligible_cents(rows)
    return canonical(
        {
            "grant": str(grant_id),
            "as_of": as_of.isoformat(),
            "known_on": None if known_on is None else known_on.isoformat(),
            "cut": dict(cut),
            "positions": [
                _position(position_id, list(own))
                for position_id, own in groupby(rows, key=lambda row: row.expenditure.position_id)
            ],
            "providers": {
                provider: _sums(eligible.get(provider, 0), ineligible.get(provider, 0))
                for provider in sorted({*eligible, *ineligible})
            },
            **_sums(sum(eligible.values()), sum(ineligible.values())),
        }
    )


def receipts_in(facts: Iterable[Fact]) -> Receipts:
    """The receipts that these facts tell of, each stream in its order."""
    known: Receipts = Map()
    for fact in facts:
        known = receipts.evolve(known, fact)
    return known


def _position(position_id: UUID, rows: list[Spent]) -> dict[str, object]:
    eligible = sum(row.expenditure.cents for row in rows if row.eligible)
    ineligible = sum(row.expenditure.cents for row in rows if not row.eligible)
    return {
        "position_id": str(position_id),
        "provider": rows[0].expenditure.provider,
        "receipts": [_row(row) for row in rows],
        **_sums(eligible, ineligible),
    }


def _row(row: Spent) -> dict[str, object]:
    said = row.expenditure
    return {
        "receipt_ref": row.receipt_ref,
        "paid_on": said.paid_on.isoformat(),
        "payee": said.payee,
        "purpose": said.purpose,
        "note_ref": None if said.note_ref is None else str(said.note_ref),
        "cents": said.cents,
        "cost_type": said.cost_type,
        "eligible": row.eligible,
        "period": {"starts_on": said.period.starts_on.isoformat(), "ends_on": said.period.ends_on.isoformat()},
        "kept_in": said.kept_in,
        "fact_ids": [str(fact_id) for fact_id in row.fact_ids],
    }


def _sums(eligible: int, ineligible: int) -> dict[str, int]:
    return {
        "spent_cents": eligible + ineligible,
        "eligible_cents": eligible,
        "ineligible_cents": ineligible,
    }
