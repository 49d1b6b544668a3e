"""A second, naive implementation of entitlement: day by day, straight from the facts. Slow, and only for tests."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
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

State = tuple[UUID | None, int, str]
"""Grant, share in hundredths and class."""
States = Mapping[date, State]


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


def state_on(stream: Sequence[Fact], day: date) -> State | None:
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


@dataclass
class Count:
    """What one position's days come to: months counted by day, and how long its window turned out to be."""

    exact: dict[date, Fraction]
    window_ends_on: date


def yearly_cents(award: GrantAwarded, stream: Sequence[Fact], as_of: date) -> dict[int, int]:
    """A position's cents by budget year: differences of its rounded cumulative total."""
    exact = counted(award, stream, as_of).exact
    by_year: dict[int, int] = {}
    for year in sorted({day.year for day in exact}):
        total = sum((cents for day, cents in exact.items() if day.year <= year), Fraction(0))
        by_year[year] = rounded(total) - sum(by_year.values())
    return by_year


def counted(award: GrantAwarded, stream: Sequence[Fact], as_of: date) -> Count:
    """Exact cents of every day that counts for something, through `as_of`."""
    states = states_through(award, stream, as_of)
    if not states:
        return Count({}, award.grant_period.ends_on)
    started = min(states)
    opens, closes = opens_and_closes(award, started)
    if started > closes:
        return Count({}, closes)
    exact: dict[date, Fraction] = {}
    missing = Fraction(0)
    held = states[max((day for day in states if day < opens), default=started)]
    for day in days(opens, min(closes, as_of)):
        held = states.get(day, held)
        late = day < started
        weight = weight_of(award, states, day, opens, closes, min(closes, as_of))
        counts_on = started if late else day
        exact[counts_on] = exact.get(counts_on, Fraction(0)) + weight * monthly_cents(award, held)
        if not late and day not in states:
            missing += usual_weight(day) - weight
    ends_on = closes
    if award.rules.vacancy_outcome == "extend":
        for day in days(closes + timedelta(days=1), as_of):
            if missing <= 0:
                break
            held = states.get(day, held)
            weight = min(missing, weight_behind(award, states, day, opens, closes, as_of))
            exact[day] = weight * monthly_cents(award, held)
            missing -= weight
            ends_on = day if weight else ends_on
    return Count(exact, ends_on)


def states_through(award: GrantAwarded, stream: Sequence[Fact], as_of: date) -> States:
    """The state of every day on which the position was filled within the grant."""
    starts = [fact.event.starts_on for fact in stream if isinstance(fact.event, PositionFilled | FillingCorrected)]
    found = {day: state_on(stream, day) for day in days(min(starts, default=as_of), as_of)}
    return {day: state for day, state in found.items() if state is not None and state[0] == award.grant_id}


def opens_and_closes(award: GrantAwarded, started: date) -> tuple[date, date]:
    """The window; the grants of the tests last whole years."""
    period = award.grant_period
    if award.rules.window == "contract":
        return period.starts_on, period.ends_on
    opens = max(started, period.starts_on)
    years = period.ends_on.year - period.starts_on.year
    if (opens.month, opens.day) == (2, 29):
        return opens, date(opens.year + years, 2, 28) - timedelta(days=1)
    return opens, opens.replace(year=opens.year + years) - timedelta(days=1)


def usual_weight(day: date) -> Fraction:
    return Fraction(1, monthrange(day.year, day.month)[1])


@cache
def months_in_all(opens: date, closes: date) -> Fraction:
    return sum((usual_weight(day) for day in days(opens, closes)), Fraction(0))


def by_actual_days(opens: date, closes: date) -> Fraction:
    return months_in_all(opens, closes) / ((closes - opens).days + 1)


def weight_of(award: GrantAwarded, states: States, day: date, opens: date, closes: date, last: date) -> Fraction:
    """Months that a day within the window counts for."""
    if day in states:
        return usual_weight(day)
    if award.rules.proration == "actual_days":
        return usual_weight(day) - by_actual_days(opens, closes)
    if award.rules.proration == "full_months_only" and filled_that_month(states, day, opens, last):
        return usual_weight(day)
    return Fraction(0)


def weight_behind(award: GrantAwarded, states: States, day: date, opens: date, closes: date, last: date) -> Fraction:
    """Months that a day behind the window makes up."""
    if day in states:
        return by_actual_days(opens, closes) if award.rules.proration == "actual_days" else usual_weight(day)
    begun = award.rules.proration == "full_months_only"
    begun = begun and filled_that_month(states, day, closes + timedelta(days=1), last)
    return usual_weight(day) if begun else Fraction(0)


def filled_that_month(states: States, day: date, first: date, last: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    return any(first <= each <= last for number in range(length) if (each := day.replace(day=number + 1)) in states)


def monthly_cents(award: GrantAwarded, state: State) -> Fraction:
    """A month's exact cents for a share and a class."""
    share = Fraction(state[1], 100)
    if award.rules.basis == "cap_share":
        whole = sum(usual_weight(day) for day in days(award.grant_period.starts_on, award.grant_period.ends_on))
        return share * award.cap_cents / (Fraction(award.fte_hundredths, 100) * whole)
    rates = {"degree": award.rate_cents_per_fte_year.degree, "vocational": award.rate_cents_per_fte_year.vocational}
    return share * rates[state[2]] / 12


def rounded(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))
