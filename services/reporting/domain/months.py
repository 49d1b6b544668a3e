"""Months as money counts them. R2: a month counts days / days of the month, so that 15 Oct to 31 Dec 2018 is 79/31."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

ONE_DAY = timedelta(days=1)


def months_between(starts_on: date, ends_on: date) -> Fraction:
    """R2, both days included. Nothing if the end lies before the start."""
    return max(Fraction(0), _month_count(ends_on + ONE_DAY) - _month_count(starts_on))


def days_between(starts_on: date, ends_on: date) -> int:
    """Both days included."""
    return (ends_on - starts_on).days + 1


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later; where a month is too short, its last day."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_reached(starts_on: date, months: Fraction) -> date:
    """The day within which so many months, more than none, are reached when counting from the start of `starts_on`."""
    reached = _month_count(starts_on) + months
    whole = ceil(reached) - 1
    year, month = divmod(whole - 1, 12)
    return date(year, month + 1, ceil((reached - whole) * monthrange(year, month + 1)[1]))


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def by_year(starts_on: date, ends_on: date) -> Iterator[tuple[date, date]]:
    """The days cut at the ends of budget years."""
    while starts_on <= ends_on:
        until = min(ends_on, date(starts_on.year, 12, 31))
        yield starts_on, until
        starts_on = until + ONE_DAY


def _month_count(day: date) -> Fraction:
    """Months since year 0 before the day begins, the running month by its days."""
    return 12 * day.year + day.month + Fraction(day.day - 1, monthrange(day.year, day.month)[1])
