"""Förderzeitraum of a position, and how its days lie in it: filled, vacant, or before its first filling."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from services.reporting.domain.months import ONE_DAY, days_between, months_after, months_between
from services.reporting.domain.timeline import Span, Timeline, spans
from shared.events.reporting import GrantAwarded


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included."""

    starts_on: date
    ends_on: date

    @property
    def months(self) -> Fraction:
        return months_between(self.starts_on, self.ends_on)

    @property
    def days(self) -> int:
        return days_between(self.starts_on, self.ends_on)

    def through(self, day: date) -> "Window":
        """What of it has passed by the end of the day."""
        return replace(self, ends_on=min(self.ends_on, day))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of one position. Vacant days carry the share and class that it had before; days before the first
    filling (`late`) those with which it begins."""

    starts_on: date
    ends_on: date
    span: Span
    vacant: bool = False
    late: bool = False
    filled_again: Span | None = None
    """The filling that ended the vacancy, as far as it is known."""

    @property
    def fact_ids(self) -> tuple[UUID, ...]:
        after = self.filled_again.fact_ids if self.filled_again else ()
        return tuple(dict.fromkeys((*self.span.all_fact_ids, *after)))


def held_by(timeline: Timeline, grant_id: UUID, as_of: date) -> list[Span]:
    """The position's spans in the grant, as far as they began by `as_of`: what ends later goes on."""
    return [
        span.going_on() if span.ends_on is not None and span.ends_on >= as_of else span
        for span in spans(timeline)
        if span.grant_id == grant_id and span.starts_on <= as_of
    ]


def window_of(award: GrantAwarded, first_filled_on: date) -> Window:
    """By contract the grant period; by position as long a time from its own start, never before the grant's."""
    period = award.grant_period
    if award.rules.window == "contract":
        return Window(period.starts_on, period.ends_on)
    starts_on = max(first_filled_on, period.starts_on)
    return Window(starts_on, _as_long(period.starts_on, period.ends_on, starts_on))


def stretches(held: Sequence[Span], within: Window) -> Iterator[Stretch]:
    """Every day of `within`, in order. `held` is not empty, in order and without overlap."""
    first = held[0]
    if within.starts_on < first.starts_on:
        yield Stretch(within.starts_on, min(within.ends_on, first.starts_on - ONE_DAY), first, vacant=True, late=True)
    following: list[Span | None] = [*held[1:], None]
    for span, after in zip(held, following, strict=True):
        filled_until = within.ends_on if span.ends_on is None else span.ends_on
        yield from _clipped(Stretch(span.starts_on, filled_until, span), within)
        vacant_until = within.ends_on if after is None else after.starts_on - ONE_DAY
        yield from _clipped(Stretch(filled_until + ONE_DAY, vacant_until, span, True, filled_again=after), within)


def _clipped(stretch: Stretch, within: Window) -> Iterator[Stretch]:
    starts_on, ends_on = max(stretch.starts_on, within.starts_on), min(stretch.ends_on, within.ends_on)
    if starts_on <= ends_on:
        yield replace(stretch, starts_on=starts_on, ends_on=ends_on)


def _as_long(starts_on: date, ends_on: date, other_start: date) -> date:
    """The last day of as many whole months, and days beyond them, from another start."""
    whole = int(months_between(starts_on, ends_on)) + 1
    while months_after(starts_on, whole) > ends_on + ONE_DAY:
        whole -= 1
    rest = ends_on - months_after(starts_on, whole)
    return months_after(other_start, whole) + rest
