"""Haushaltsansätze of a grant as they stand today: in force by provider, line and year, and what waits."""

from collections.abc import Iterable
from functools import reduce
from typing import Any
from uuid import UUID

from services.reporting.domain import budgets, granted
from services.reporting.domain.budgets import Budgets, Draft, budget_cents, undivided
from services.reporting.domain.cap import cap_shares
from services.reporting.domain.granted import Grant
from shared.errors import Missing
from shared.event import Fact
from shared.events.reporting import GrantAwarded


def budget_list(facts: Iterable[Fact], grant_id: UUID) -> dict[str, Any]:
    """What each provider may be paid, over all lines and years together. Raises `Missing` if there is no such grant."""
    known = list(facts)
    award = reduce(granted.evolve, known, Grant()).award
    if award is None:
        raise Missing("There is no such grant.")
    found = reduce(budgets.evolve, known, Budgets())
    return {
        "grant": str(grant_id),
        "providers": {name: _provider(award, found, name) for name in sorted(cap_shares(award))},
        "waiting": [_waiting(draft) for draft in found.waiting],
    }


def _provider(award: GrantAwarded, found: Budgets, provider: str) -> dict[str, Any]:
    own = {key[1:]: cents for key, cents in found.amounts.items() if key[0] == provider}
    divided = sorted((line, year, cents) for (line, year), cents in own.items() if line and year)
    return {
        "budget_cents": budget_cents(award, found.amounts, provider),
        "undivided_cents": undivided(award, found.amounts, provider),
        "lines": [{"budget_line": line, "budget_year": year, "cents": cents} for line, year, cents in divided],
    }


def _waiting(draft: Draft) -> dict[str, Any]:
    event = draft.event
    return {
        "what": type(event).__name__,
        "drafted_by": draft.drafted_by,
        **event.model_dump(mode="json", exclude={"grant_id"}),
    }
