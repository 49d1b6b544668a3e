"""What is asked of a grant, and what is known of it then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from uuid import UUID

from services.reporting.domain import staffing
from services.reporting.domain.entitlement import Row, rule_version
from services.reporting.domain.staffing import Staffing
from services.reporting.domain.timeline import Timeline
from services.reporting.figures.known import known_facts
from shared.errors import Missing
from shared.event import Fact
from shared.events.reporting import GrantAwarded


@dataclass(frozen=True, slots=True)
class Question:
    """A grant on a day, as known on a day, from the facts of a cut."""

    grant_id: UUID
    as_of: date
    known_on: date | None
    cut: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """The award and all positions, and the facts that said so."""

    award: GrantAwarded
    positions: Mapping[UUID, Timeline]
    facts: list[Fact]


def known(facts: Iterable[Fact], asked: Question) -> Known:
    """What is known for the question. Raises `Missing` if the grant is unknown by then.

    Positions that are filled or changed after `as_of` need no filter here: `entitlement` looks at that day.
    """
    found = known_facts(facts, asked.known_on, asked.cut)
    register = reduce(staffing.evolve, found, Staffing())
    award = register.grants.get(asked.grant_id)
    if award is None or award.holds_from() > asked.as_of:
        raise Missing("No such grant is known for that day.")
    return Known(award, register.positions, found)


def head(award: GrantAwarded, asked: Question) -> dict[str, object]:
    """How every answer begins."""
    return {
        "grant": str(award.grant_id),
        "as_of": asked.as_of.isoformat(),
        "known_on": None if asked.known_on is None else asked.known_on.isoformat(),
        "cut": dict(asked.cut),
        "rule_version": rule_version(award.rules),
    }


def row_of(row: Row) -> dict[str, object]:
    """A row of a report or a settlement."""
    return {
        "provider": row.provider,
        "budget_year": row.budget_year,
        "entitlement_cents": row.entitlement_cents,
        "fte_months": str(row.fte_months),
    }


def earned_by_provider(rows: Iterable[Row]) -> dict[str, int]:
    """The sum of each provider's rows."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.provider] = sums.get(row.provider, 0) + row.entitlement_cents
    return sums
