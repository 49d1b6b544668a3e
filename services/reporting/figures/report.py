"""The figures of a grant report (zahlenmäßiger Nachweis), as canonical JSON, and what explains them.

The same facts, date and cut give the same bytes for ever: a submitted report is replayed by calling this again.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from uuid import UUID

from services.reporting.domain import staffing
from services.reporting.domain.entitlement import (
    PositionYear,
    Row,
    entitlement,
    position_years,
    providers_of,
    rule_version,
)
from services.reporting.domain.funding import Part
from services.reporting.domain.grant import cap_shares
from services.reporting.domain.staffing import Staffing
from services.reporting.figures.known import known_facts
from shared.errors import Missing
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
    award, known = _known(facts, grant_id, as_of, known_on, cut)
    rows = entitlement(award, known.positions, as_of)
    providers = sorted({*award.shares, *providers_of(award, known.positions, as_of)})
    return canonical(
        _question(award, as_of, known_on, cut)
        | {
            "rows": [_row(row) for row in rows],
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
    award, known = _known(facts, grant_id, as_of, known_on, cut)
    years = position_years(award, known.positions, as_of)
    return canonical(_question(award, as_of, known_on, cut) | {"explained": [_explained(year) for year in years]})


def _known(
    facts: Iterable[Fact], grant_id: UUID, as_of: date, known_on: date | None, cut: Mapping[str, int]
) -> tuple[GrantAwarded, Staffing]:
    """Facts that take effect after `as_of` need no filter of their own: nothing is earned from days after it."""
    known = reduce(staffing.evolve, known_facts(facts, known_on, cut), Staffing())
    award = known.grants.get(grant_id)
    if award is None or award.holds_from() > as_of:
        raise Missing("No such grant is known for that day.")
    return award, known


def _question(award: GrantAwarded, as_of: date, known_on: date | None, cut: Mapping[str, int]) -> dict[str, object]:
    return {
        "grant": str(award.grant_id),
        "as_of": as_of.isoformat(),
        "known_on": None if known_on is None else known_on.isoformat(),
        "cut": dict(cut),
        "rule_version": rule_version(award.rules),
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "provider": row.provider,
        "budget_year": row.budget_year,
        "entitlement_cents": row.entitlement_cents,
        "fte_months": str(row.fte_months),
    }


def _totals(award: GrantAwarded, providers: list[str], rows: list[Row]) -> dict[str, dict[str, int]]:
    shares = cap_shares(award)
    return {
        provider: {
            "entitlement_cents": sum(row.entitlement_cents for row in rows if row.provider == provider),
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
