"""Aufteilung: what of a vacancy or of a late start counts all the same, by the notice's `proration`.

calendar_day_in_month (R2): nothing of it. full_months_only: only calendar months that are vacant on every day of the
window are deducted. actual_days: deducted is days / days of the window x its months, which is a little more or less
than R2 gives these days; the difference counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.reporting.domain.months import by_year, days_between, month_of, months_between
from services.reporting.domain.window import Stretch, Window
from shared.events.reporting import GrantRules


@dataclass(frozen=True, slots=True)
class Piece:
    """Days of a position and the months that they count for, both ends included."""

    starts_on: date
    ends_on: date
    months: Fraction


def counted_all_the_same(vacancy: Stretch, passed: Window, window: Window, rules: GrantRules) -> list[Piece]:
    """The vacant days that count, and for how much. `passed` is what of the window has passed."""
    match rules.proration:
        case "calendar_day_in_month":
            return []
        case "full_months_only":
            return list(_in_months_begun(vacancy, passed))
        case "actual_days":
            cut = (
                [(vacancy.starts_on, vacancy.ends_on)] if vacancy.late else by_year(vacancy.starts_on, vacancy.ends_on)
            )
            return [Piece(first, last, _left_over(first, last, window)) for first, last in cut]


def deducted_months(vacancy: Stretch, counted: list[Piece]) -> Fraction:
    """What the vacancy costs."""
    return months_between(vacancy.starts_on, vacancy.ends_on) - sum((piece.months for piece in counted), Fraction(0))


def months_by_days(days: int, window: Window) -> Fraction:
    """`actual_days`: days / days of the window x months of the window."""
    return Fraction(days, window.days) * window.months


def _left_over(starts_on: date, ends_on: date, window: Window) -> Fraction:
    return months_between(starts_on, ends_on) - months_by_days(days_between(starts_on, ends_on), window)


def _in_months_begun(vacancy: Stretch, passed: Window) -> Iterator[Piece]:
    """The vacant days of the first and of the last month, where the position was filled on another day of it."""
    first_month_ends_on = min(month_of(vacancy.starts_on)[1], vacancy.ends_on)
    last_month_starts_on = month_of(vacancy.ends_on)[0]
    if not _vacant_all_month(vacancy, vacancy.starts_on, passed):
        yield Piece(vacancy.starts_on, first_month_ends_on, months_between(vacancy.starts_on, first_month_ends_on))
    if last_month_starts_on > first_month_ends_on and not _vacant_all_month(vacancy, vacancy.ends_on, passed):
        yield Piece(last_month_starts_on, vacancy.ends_on, months_between(last_month_starts_on, vacancy.ends_on))


def _vacant_all_month(vacancy: Stretch, day: date, passed: Window) -> bool:
    first, last = month_of(day)
    return vacancy.starts_on <= max(first, passed.starts_on) and min(last, passed.ends_on) <= vacancy.ends_on
