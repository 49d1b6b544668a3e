"""Zinsen on a repayment: five points over the base rate, by days of 365, rounded once.

A base rate (section 247 BGB) is valid for its half-year alone. Where one is not in the table, the interest is not known
yet: it is said, never guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.reporting.domain.months import ONE_DAY, days_between
from shared.money import half_up

POINTS_OVER = Fraction(5, 100)
SOURCE = "§ 49a Abs. 3 LVwVfG, § 247 BGB"
_MINUS_0_88 = Fraction(-88, 10_000)
BASE_RATES: Mapping[date, Fraction] = {
    date(2016, 7, 1): _MINUS_0_88,
    date(2017, 1, 1): _MINUS_0_88,
    date(2017, 7, 1): _MINUS_0_88,
    date(2018, 1, 1): _MINUS_0_88,
    date(2018, 7, 1): _MINUS_0_88,
    date(2019, 1, 1): _MINUS_0_88,
    date(2019, 7, 1): _MINUS_0_88,
    date(2020, 1, 1): _MINUS_0_88,
    date(2020, 7, 1): _MINUS_0_88,
    date(2021, 1, 1): _MINUS_0_88,
    date(2021, 7, 1): _MINUS_0_88,
    date(2022, 1, 1): _MINUS_0_88,
    date(2022, 7, 1): _MINUS_0_88,
    date(2023, 1, 1): Fraction(162, 10_000),
}
"""By the first day of each half-year, as announced by the Bundesbank. The next one is a line here."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Days, both included, with one rate; None if the half-year's base rate is not known."""

    cents: int
    """What is owed on these days."""
    starts_on: date
    ends_on: date
    rate: Fraction | None

    @property
    def days(self) -> int:
        return days_between(self.starts_on, self.ends_on)

    @property
    def exact_cents(self) -> Fraction | None:
        return None if self.rate is None else self.cents * self.rate * Fraction(self.days, 365)


@dataclass(frozen=True, slots=True)
class Interest:
    """`cents` is None while a half-year's base rate is not known."""

    days: int
    cents: int | None
    exact_cents: Fraction | None
    stages: tuple[Stage, ...]

    @property
    def unknown_half_years(self) -> tuple[date, ...]:
        """The first days of the half-years without a base rate."""
        unknown = (half_year_of(stage.starts_on) for stage in self.stages if stage.rate is None)
        return tuple(sorted(set(unknown)))


Debt = tuple[int, date]
"""Cents, and the day on which the duty to pay them back begins."""


def interest(cents: int, duty_from: date, paid_on: date) -> Interest:
    """From the day after the duty begins through the day of payment."""
    return interest_on([(cents, duty_from)], paid_on)


def interest_on(debts: Sequence[Debt], paid_on: date) -> Interest:
    """On each debt from its own day; the sum is rounded once. `days`: those of the longest."""
    by_debt = [tuple(_stages(cents, duty_from + ONE_DAY, paid_on)) for cents, duty_from in debts]
    days = max((sum(stage.days for stage in stages) for stages in by_debt), default=0)
    stages = tuple(stage for each in by_debt for stage in each)
    exact = Fraction(0)
    for stage in stages:
        if stage.exact_cents is None:
            return Interest(days, None, None, stages)
        exact += stage.exact_cents
    return Interest(days, half_up(exact), exact, stages)


def half_year_of(day: date) -> date:
    """The first day of the day's half-year."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def _stages(cents: int, first: date, last: date) -> Iterator[Stage]:
    while first <= last:
        begun = half_year_of(first)
        ends_on = date(begun.year, 6, 30) if begun.month == 1 else date(begun.year, 12, 31)
        base = BASE_RATES.get(begun)
        yield Stage(cents, first, min(last, ends_on), None if base is None else base + POINTS_OVER)
        first = ends_on + ONE_DAY
