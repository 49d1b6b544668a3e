"""The figures of a grant report (zahlenmäßiger Nachweis), as canonical JSON, and what explains them.

The same facts, date and cut give the same bytes for ever: a submitted report is replayed by calling this again.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from services.reporting.domain.cap import cap_shares
from services.reporting.domain.entitlement import Row, providers_of
from services.reporting.figures.question import Question, earned_by_provider, head, known, row_of
from shared.event import Event, Fact, canonical
from shared.events.notices import AwardAmended, GrantRevoked
from shared.events.reporting import (
    FillingCorrected,
    GrantAwarded,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    ShareShifted,
)

REPORT_EVENTS: tuple[type[Event], ...] = (
    *(GrantAwarded, AwardAmended, GrantRevoked),
    PositionFilled,
    PositionVacated,
    PersonReplaced,
    ShareShifted,
    FillingCorrected,
)
"""The facts that a grant report is computed from: of the grant's stream and of every position's stream."""


def grant_report(
    facts: Iterable[Fact], grant_id: UUID, as_of: date, known_on: date | None, cut: Mapping[str, int]
) -> bytes:
    """Entitlement by provider and budget year, in cents. Raises `Missing` if the grant is unknown by then."""
    asked = Question(grant_id, as_of, known_on, cut)
    found = known(facts, asked)
    award = found.award
    rows = found.rows(as_of)
    providers = sorted({*award.shares, *providers_of(award, found.positions, as_of)})
    return canonical(
        head(award, asked)
        | {
            "rows": [row_of(row) for row in rows],
            "totals": _totals(award, providers, rows),
            "entitlement_cents": sum(row.entitlement_cents for row in rows),
            "cap_cents": award.cap_cents,
        }
    )


def _totals(award: GrantAwarded, providers: list[str], rows: list[Row]) -> dict[str, dict[str, int]]:
    shares, earned = cap_shares(award), earned_by_provider(rows)
    return {
        provider: {
            "entitlement_cents": earned.get(provider, 0),
            "cap_share_cents": shares.get(provider, 0),
        }
        for provider in providers
    }
