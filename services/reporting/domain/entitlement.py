"""Anspruch: what a grant's positions earned through a day, exact, and rounded once.

R3: exact fractions; the *cumulative* total of a position is rounded half-up to the cent, a budget year's value is the
difference of two cumulative values, rows and totals are sums of these. What is funded says `funding`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from services.reporting.domain import funding
from services.reporting.domain.funding import Part
from services.reporting.domain.timeline import Timeline, spans
from services.reporting.domain.window import held_by
from shared.events.reporting import GrantAwarded, GrantRules
from shared.money import half_up

ALGORITHM = "entitlement-1"


@dataclass(frozen=True, slots=True)
class PositionYear:
    """What a position earned in a budget year: its share of the position's rounded cumulative total."""

    position_id: UUID
    provider: str
    budget_year: int
    entitlement_cents: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A provider's entitlement in a budget year; `fte_months` is exact."""

    provider: str
    budget_year: int
    entitlement_cents: int
    fte_months: Fraction


def rule_version(rules: GrantRules) -> str:
    """The algorithm and the options of the notice that bear on entitlement."""
    return "/".join((ALGORITHM, rules.window, rules.proration, rules.basis, rules.vacancy_outcome))


def entitlement(
    award: GrantAwarded, positions: Mapping[UUID, Timeline], as_of: date, earned_until: date | None = None
) -> list[Row]:
    """Every provider with a position in the grant, by every budget year from the first funded day through `as_of`.

    `earned_until`: the last day on which anything is earned, where the award was revoked.
    """
    through = as_of if earned_until is None else min(as_of, earned_until)
    return rows_of(position_years(award, positions, through), providers_of(award, positions, as_of), as_of)


def rows_of(earned: Sequence[PositionYear], providers: Sequence[str], as_of: date) -> list[Row]:
    """The rows of figures by position that were computed already."""
    if not earned:
        return []
    first_year = min(each.budget_year for each in earned)
    by_row: dict[tuple[str, int], list[PositionYear]] = {}
    for each in earned:
        by_row.setdefault((each.provider, each.budget_year), []).append(each)
    return [
        _row(provider, year, by_row.get((provider, year), []))
        for provider in providers
        for year in range(first_year, as_of.year + 1)
    ]


def providers_of(award: GrantAwarded, positions: Mapping[UUID, Timeline], as_of: date) -> list[str]:
    """The providers with a position in the grant that was filled by `as_of`."""
    held = (span for timeline in positions.values() for span in spans(timeline))
    return sorted({span.provider for span in held if span.grant_id == award.grant_id and span.starts_on <= as_of})


def position_years(award: GrantAwarded, positions: Mapping[UUID, Timeline], as_of: date) -> list[PositionYear]:
    """The figures behind the rows, by position and budget year; each names its parts and their facts."""
    return [
        year
        for position_id in sorted(positions)
        for year in _years_of(
            funding.parts(award, position_id, held_by(positions[position_id], award.grant_id, as_of), as_of)
        )
    ]


def last_funded_day(award: GrantAwarded, positions: Mapping[UUID, Timeline], as_of: date) -> date:
    """`grant_ends_on`: the end of the longest-running position's window, if nothing changes after `as_of`."""
    ends = (
        funding.ends_on(award, position_id, held_by(timeline, award.grant_id, as_of), as_of)
        for position_id, timeline in positions.items()
    )
    return max((day for day in ends if day is not None), default=award.grant_period.ends_on)


def _row(provider: str, budget_year: int, earned: Sequence[PositionYear]) -> Row:
    return Row(
        provider=provider,
        budget_year=budget_year,
        entitlement_cents=sum(each.entitlement_cents for each in earned),
        fte_months=sum((part.fte_months for each in earned for part in each.parts), Fraction(0)),
    )


def _years_of(parts: Sequence[Part]) -> Iterator[PositionYear]:
    """R3: round the running total, never the year."""
    running, rounded_before = Fraction(0), 0
    for budget_year, within in groupby(parts, key=lambda part: part.budget_year):
        own = tuple(within)
        running += sum(part.exact_cents for part in own)
        rounded = half_up(running)
        yield PositionYear(own[0].position_id, own[0].provider, budget_year, rounded - rounded_before, own)
        rounded_before = rounded
