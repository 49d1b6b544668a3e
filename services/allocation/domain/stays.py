"""Verweildauer: with which provider a household is on each day, and how many persons it has there.

`Daily` holds for each provider what changes on which day, so that a load is asked of days and not of cases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from immutables import Map

from shared.events.codes import ProviderId


@dataclass(frozen=True, slots=True)
class Stay:
    """From when a household of that size is with the provider, until a later decision takes it over.

    `changes`: persons more or fewer, each from a day, as they were recorded after the decision. No provider: it ended.
    """

    from_on: date
    provider: ProviderId | None
    persons: int
    changes: tuple[tuple[date, int], ...] = ()

    def persons_on(self, day: date) -> int:
        return self.persons + sum(more for on, more in self.changes if on <= day)

    def persons_at_last(self) -> int:
        return self.persons + sum(more for _, more in self.changes)


Step = tuple[date, ProviderId, int, int]
"""On a day a provider has so many households and persons more, or fewer."""
Daily = Map[ProviderId, Map[date, tuple[int, int]]]


def steps(stays: tuple[Stay, ...]) -> Iterator[Step]:
    """What a case adds on which day. A later decision replaces all that was decided before it, from its day on."""
    until = date.max
    for stay in reversed(stays):
        if stay.from_on >= until:
            continue
        if stay.provider is not None:
            yield from _while_it_holds(stay, stay.provider, until)
        until = stay.from_on


def counted(daily: Daily, more: Iterator[Step], sign: int) -> Daily:
    """The days with the steps of a case added, or with -1 taken out again."""
    for day, provider, households, persons in more:
        days = daily.get(provider, Map[date, tuple[int, int]]())
        before = days.get(day, (0, 0))
        after = (before[0] + sign * households, before[1] + sign * persons)
        days = days.set(day, after) if after != (0, 0) else days.delete(day) if day in days else days
        daily = daily.set(provider, days)
    return daily


def standing_on(daily: Daily, provider: ProviderId, on: date) -> tuple[int, int]:
    """Households and persons of the provider on the day."""
    until = [more for day, more in daily.get(provider, Map[date, tuple[int, int]]()).items() if day <= on]
    return sum(households for households, _ in until), sum(persons for _, persons in until)


def _while_it_holds(stay: Stay, provider: ProviderId, until: date) -> Iterator[Step]:
    yield stay.from_on, provider, 1, stay.persons_on(stay.from_on)
    for on, more in stay.changes:
        if stay.from_on < on < until:
            yield on, provider, 0, more
    if until < date.max:
        yield until, provider, -1, -sum(more for on, more in stay.changes if on < until) - stay.persons
