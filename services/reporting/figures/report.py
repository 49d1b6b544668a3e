"""The figures of a grant report (zahlenmäßiger Nachweis), as canonical JSON, and what explains them.

The same facts, date and cut give the same bytes for ever: a submitted report is replayed by calling this again.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from services.reporting.domain.entitlement import PositionYear, Row, entitlement, position_years, providers_of
from services.reporting.domain.funding import Part
from services.reporting.domain.grant import cap_shares
from services.reporting.figures.question import Question, earned_by_provider, head, known, row_of
from shared.event import Event, Fact, canonical
from shared.events.reporting import (
    FillingCorrected,
    GrantAwarded,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    ShareShifted,
)

REPORT_EVENTS: tuple[type[Event], ...] = (
    GrantAwarded,
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
    rows = entitlement(award, found.positions, as_of)
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


def grant_explanation(
    facts: Iterable[Fact], grant_id: UUID, as_of: date, known_on: date | None, cut: Mapping[str, int]
) -> bytes:
    """The same figures by position, budget year and days, each with the facts it rests on.

    The years of one provider add up to its rows; the exact parts of a position add up to what was rounded.
    Raises `Missing` if the grant is unknown by then.
    """
    asked = Question(grant_id, as_of, known_on, cut)
    found = known(facts, asked)
    years = position_years(found.award, found.positions, as_of)
    return canonical(head(found.award, asked) | {"explained": [_explained(year) for year in years]})


def _totals(award: GrantAwarded, providers: list[str], rows: list[Row]) -> dict[str, dict[str, int]]:
    shares, earned = cap_shares(award), earned_by_provider(rows)
    return {
        provider: {
            "entitlement_cents": earned.get(provider, 0),
            "cap_share_cents": shares.get(provider, 0),
        }
        for provider in providers
    }


def _explained(year: PositionYear) -> dict[str, object]:
    return {
        "position_id": str(year.position_id),
        "provider": year.provider,
        "budget_year": year.budget_year,
        "entitlement_cents": year.entitlement_cents,
        "parts": [_part(part) for part in year.parts],
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "starts_on": part.starts_on.isoformat(),
        "ends_on": part.ends_on.isoformat(),
        "fte_hundredths": part.fte_hundredths,
        "qualification_class": part.qualification_class,
        "fte_months": str(part.fte_months),
        "exact_cents": str(part.exact_cents),
        "fact_ids": [str(fact_id) for fact_id in part.fact_ids],
    }
