"""Anspruch: what a grant's positions earned through a day, exact, and rounded once.

Rules of fixed-amount funding (Festbetrag): R1 a month of one FTE earns a twelfth of its class's yearly rate. R2 a month
counts days / days of the month. R3 exact fractions; the *cumulative* total of a position is rounded half-up to the
cent, a budget year's value is the difference of two cumulative values, rows and totals are sums of these.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from services.reporting.domain.timeline import ONE_DAY, Span, Timeline, spans
from shared.events.reporting import GrantAwarded, GrantRules
from shared.money import half_up

ALGORITHM = "entitlement-1"


@dataclass(frozen=True, slots=True)
class Part:
    """Funded days of a position within one budget year, both ends included, on which nothing changed."""

    position_id: UUID
    provider: str
    starts_on: date
    ends_on: date
    fte_hundredths: int
    qualification_class: str
    fte_months: Fraction
    exact_cents: Fraction
    fact_ids: tuple[UUID, ...]

    @property
    def budget_year(self) -> int:
        return self.starts_on.year


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


def entitlement(award: GrantAwarded, positions: Mapping[UUID, Timeline], as_of: date) -> list[Row]:
    """Every provider with a position in the grant, by every budget year from the first funded day through `as_of`."""
    earned = position_years(award, positions, as_of)
    if not earned:
        return []
    first_year = min(each.budget_year for each in earned)
    return [
        _row(provider, year, [each for each in earned if (each.provider, each.budget_year) == (provider, year)])
        for provider in providers_of(award, positions, as_of)
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
        for year in _years_of(list(_parts(award, position_id, positions[position_id], as_of)))
    ]


def months_between(starts_on: date, ends_on: date) -> Fraction:
    """R2, both days included: 15 Oct to 31 Dec 2018 is 79/31."""
    return _month_count(ends_on + ONE_DAY) - _month_count(starts_on)


def _row(provider: str, budget_year: int, earned: list[PositionYear]) -> Row:
    return Row(
        provider=provider,
        budget_year=budget_year,
        entitlement_cents=sum(each.entitlement_cents for each in earned),
        fte_months=sum((part.fte_months for each in earned for part in each.parts), Fraction(0)),
    )


def _years_of(parts: list[Part]) -> Iterator[PositionYear]:
    """R3: round the running total, never the year."""
    running, rounded_before = Fraction(0), 0
    for budget_year, within in groupby(parts, key=lambda part: part.budget_year):
        own = tuple(within)
        running += sum(part.exact_cents for part in own)
        rounded = half_up(running)
        yield PositionYear(own[0].position_id, own[0].provider, budget_year, rounded - rounded_before, own)
        rounded_before = rounded


def _parts(award: GrantAwarded, position_id: UUID, timeline: Timeline, as_of: date) -> Iterator[Part]:
    """The position's days in the grant's window (`window: contract`) through `as_of`, cut at the ends of years."""
    window_ends_on = min(award.grant_period.ends_on, as_of)
    for span in spans(timeline):
        if span.grant_id != award.grant_id:
            continue
        starts_on = max(span.starts_on, award.grant_period.starts_on)
        ends_on = window_ends_on if span.ends_on is None else min(span.ends_on, window_ends_on)
        while starts_on <= ends_on:
            year_ends_on = min(ends_on, date(starts_on.year, 12, 31))
            yield _part(award, position_id, span, starts_on, year_ends_on)
            starts_on = year_ends_on + ONE_DAY


def _part(award: GrantAwarded, position_id: UUID, span: Span, starts_on: date, ends_on: date) -> Part:
    fte_months = Fraction(span.fte_hundredths, 100) * months_between(starts_on, ends_on)
    rates = award.rate_cents_per_fte_year
    rate = {"degree": rates.degree, "vocational": rates.vocational}[span.qualification_class]
    return Part(
        position_id=position_id,
        provider=span.provider,
        starts_on=starts_on,
        ends_on=ends_on,
        fte_hundredths=span.fte_hundredths,
        qualification_class=span.qualification_class,
        fte_months=fte_months,
        exact_cents=fte_months * Fraction(rate, 12),
        fact_ids=span.fact_ids,
    )


def _month_count(day: date) -> Fraction:
    """Months since year 0 before the day begins, the running month by its days."""
    return 12 * day.year + day.month + Fraction(day.day - 1, monthrange(day.year, day.month)[1])
