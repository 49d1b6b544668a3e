"""A second, naive implementation of entitlement: day by day, straight from the facts. Slow, and only for tests."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from uuid import UUID

from shared.event import Event, Fact
from shared.events.reporting import (
    FillingCorrected,
    GrantAwarded,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    ShareShifted,
)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def stated_starts(filling: Fact, stream: Sequence[Fact]) -> list[date]:
    """All starts ever stated of the filling; the last one holds."""
    assert isinstance(filling.event, PositionFilled)
    chain, starts = {filling.event_id}, [filling.event.starts_on]
    for fact in stream:
        if isinstance(fact.event, FillingCorrected) and fact.event.corrects in chain:
            chain.add(fact.event_id)
            starts.append(fact.event.starts_on)
    return starts


def stint_on(stream: Sequence[Fact], day: date) -> tuple[PositionFilled, date] | None:
    """The filling in force on a day and its earliest stated start, looking from the newest filling back."""
    ended: Event | None = None
    for fact in reversed(stream):
        if isinstance(fact.event, PositionVacated):
            ended = fact.event
        if isinstance(fact.event, PositionFilled):
            starts = stated_starts(fact, stream)
            over = isinstance(ended, PositionVacated) and ended.vacant_from <= day
            if starts[-1] <= day:
                return None if over else (fact.event, min(starts))
            ended = None
    return None


def state_on(stream: Sequence[Fact], day: date) -> tuple[UUID | None, int, str] | None:
    """Grant, share in hundredths and class on a day; None while vacant."""
    stint = stint_on(stream, day)
    if stint is None:
        return None
    filling, since = stint
    share, qualification_class = filling.fte_hundredths, str(filling.qualification_class)
    for fact in sorted(stream, key=lambda each: each.effective_on):
        if isinstance(fact.event, ShareShifted) and since <= fact.event.effective_on <= day:
            share += fact.event.change_hundredths
        if isinstance(fact.event, PersonReplaced) and since <= fact.event.from_on <= day:
            qualification_class = str(fact.event.qualification_class)
    return filling.grant_id, share, qualification_class


def earned_on(award: GrantAwarded, stream: Sequence[Fact], day: date) -> Fraction:
    """Exact cents of one day: share x rate / 12 / days in the month."""
    state = state_on(stream, day)
    if state is None or state[0] != award.grant_id:
        return Fraction(0)
    rates = {"degree": award.rate_cents_per_fte_year.degree, "vocational": award.rate_cents_per_fte_year.vocational}
    return Fraction(state[1], 100) * rates[state[2]] / 12 / monthrange(day.year, day.month)[1]


def rounded(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def yearly_cents(award: GrantAwarded, stream: Sequence[Fact], as_of: date) -> dict[int, int]:
    """A position's cents by budget year: differences of its rounded cumulative total."""
    total, by_year = Fraction(0), dict[int, int]()
    last = min(as_of, award.grant_period.ends_on)
    for day in days(award.grant_period.starts_on, last):
        total += earned_on(award, stream, day)
        if day == last or (day.month, day.day) == (12, 31):
            by_year[day.year] = rounded(total) - sum(by_year.values())
    return by_year
