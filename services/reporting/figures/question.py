"""What is asked of a grant, and what is known of it then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from uuid import UUID

from services.reporting.domain import staffing
from services.reporting.domain.entitlement import (
    PositionYear,
    Row,
    entitlement,
    last_funded_day,
    position_years,
    rule_version,
)
from services.reporting.domain.months import ONE_DAY
from services.reporting.domain.staffing import Staffing
from services.reporting.domain.timeline import Timeline
from services.reporting.figures.known import known_facts
from shared.errors import Missing
from shared.event import Fact
from shared.events.notices import AwardAmended, GrantRevoked, GrantWithdrawn
from shared.events.reporting import GrantAwarded

NOTICES = (AwardAmended, GrantRevoked, GrantWithdrawn)
"""What changes an award from its day on; before that day the award stands as it was."""


@dataclass(frozen=True, slots=True)
class Question:
    """A grant on a day, as known on a day, from the facts of a cut."""

    grant_id: UUID
    as_of: date
    known_on: date | None
    cut: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """The award as amended by then and all positions, and the facts that said so."""

    award: GrantAwarded
    positions: Mapping[UUID, Timeline]
    facts: list[Fact]
    ended: GrantRevoked | GrantWithdrawn | None = None

    @property
    def earned_until(self) -> date | None:
        """The last day that earns anything, where the award was revoked. A withdrawal is between state and town."""
        return self.ended.effective_on - ONE_DAY if isinstance(self.ended, GrantRevoked) else None

    def rows(self, as_of: date) -> list[Row]:
        """Entitlement by provider and budget year."""
        return entitlement(self.award, self.positions, as_of, self.earned_until)

    def years(self, as_of: date) -> list[PositionYear]:
        """Entitlement by position and budget year."""
        return position_years(self.award, self.positions, min(as_of, self.earned_until or as_of))

    def last_day(self, as_of: date) -> date:
        """The last funded day of the longest-running position, if nothing changes after `as_of`."""
        ends_on = last_funded_day(self.award, self.positions, as_of)
        return min(ends_on, self.earned_until or ends_on)


def known(facts: Iterable[Fact], asked: Question) -> Known:
    """What is known for the question. Raises `Missing` if the grant is unknown by then.

    Positions that are filled or changed after `as_of` need no filter here: `entitlement` looks at that day.
    """
    found = known_facts(facts, asked.known_on, asked.cut)
    by_then = [fact for fact in found if not (isinstance(fact.event, NOTICES) and fact.effective_on > asked.as_of)]
    register = reduce(staffing.evolve, by_then, Staffing())
    award = register.grants.get(asked.grant_id)
    if award is None or award.holds_from() > asked.as_of:
        raise Missing("No such grant is known for that day.")
    ends = [fact.event for fact in by_then if isinstance(fact.event, GrantRevoked | GrantWithdrawn)]
    ended = next((event for event in ends if event.grant_id == asked.grant_id), None)
    return Known(award, register.positions, found, ended)


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
