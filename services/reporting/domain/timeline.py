"""What is known of one position (Stelle) over time: its fillings, vacancies, persons and shares.

It only reads facts. What may be recorded is decided in `position`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from uuid import UUID

from services.reporting.domain.months import ONE_DAY
from shared.event import Event, Fact
from shared.events.reporting import (
    FillingCorrected,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    ShareShifted,
    StatedClass,
)


@dataclass(frozen=True, slots=True)
class Filling:
    """One filling until it became vacant. `starts` holds every start ever stated: the last one holds."""

    filled: PositionFilled
    starts: tuple[date, ...]
    fact_ids: tuple[UUID, ...]
    """The filling's fact and those that corrected it, each pointing at the one before."""
    vacant_from: date | None = None
    vacated_by: UUID | None = None

    @property
    def starts_on(self) -> date:
        return self.starts[-1]


@dataclass(frozen=True, slots=True)
class Change:
    """A change within a filling: of the person, or of the share."""

    on: date
    fact_id: UUID
    event: PersonReplaced | ShareShifted


@dataclass(frozen=True, slots=True)
class Timeline:
    """All facts of one position, in the order of its stream."""

    fillings: tuple[Filling, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which nothing changed. `ends_on` is the last day, None if it goes on. Shares in hundredths of an FTE."""

    starts_on: date
    ends_on: date | None
    grant_id: UUID | None
    provider: str
    staff_ref: UUID
    fte_hundredths: int
    qualification_class: StatedClass
    fact_ids: tuple[UUID, ...]
    ended_by: UUID | None = None
    """The fact that made the position vacant after `ends_on`."""

    @property
    def all_fact_ids(self) -> tuple[UUID, ...]:
        return self.fact_ids if self.ended_by is None else (*self.fact_ids, self.ended_by)

    def going_on(self) -> "Span":
        """As if nothing ended it."""
        return replace(self, ends_on=None, ended_by=None)

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def evolve(timeline: Timeline, fact: Fact) -> Timeline:
    """The timeline after one more fact of its stream."""
    return applied(timeline, fact.event, fact.event_id)


def applied(timeline: Timeline, event: Event, fact_id: UUID) -> Timeline:
    """The timeline with the event in it. Decisions try out with it what they are about to record."""
    match event:
        case PositionFilled():
            filling = Filling(event, (event.starts_on,), (fact_id,))
            return replace(timeline, fillings=(*timeline.fillings, filling))
        case PositionVacated():
            return _vacated(timeline, event, fact_id)
        case FillingCorrected():
            return replace(timeline, fillings=tuple(_corrected(each, event, fact_id) for each in timeline.fillings))
        case PersonReplaced():
            return replace(timeline, changes=(*timeline.changes, Change(event.from_on, fact_id, event)))
        case ShareShifted():
            return replace(timeline, changes=(*timeline.changes, Change(event.effective_on, fact_id, event)))
        case _:
            return timeline


def _vacated(timeline: Timeline, event: PositionVacated, fact_id: UUID) -> Timeline:
    if not timeline.fillings or timeline.fillings[-1].vacant_from is not None:
        return timeline
    *earlier, last = timeline.fillings
    ended = replace(last, vacant_from=event.vacant_from, vacated_by=fact_id)
    return replace(timeline, fillings=(*earlier, ended))


def _corrected(filling: Filling, event: FillingCorrected, fact_id: UUID) -> Filling:
    if event.corrects not in filling.fact_ids:
        return filling
    return replace(filling, starts=(*filling.starts, event.starts_on), fact_ids=(*filling.fact_ids, fact_id))


def spans(timeline: Timeline) -> Iterator[Span]:
    """The filled days, in order, cut wherever person, class or share changes. They never overlap."""
    following = [filling.starts_on for filling in timeline.fillings[1:]] + [None]
    for filling, next_start in zip(timeline.fillings, following, strict=True):
        ends = [day for day in (filling.vacant_from, next_start) if day is not None]
        yield from _spans_of(filling, timeline.changes, min(ends, default=None))


def span_on(timeline: Timeline, day: date) -> Span | None:
    """How the position is filled on a day, None while it is vacant."""
    return next((span for span in spans(timeline) if span.covers(day)), None)


def _spans_of(filling: Filling, changes: tuple[Change, ...], free_from: date | None) -> Iterator[Span]:
    """A change counts for a filling from the earliest start that was ever stated, so that no correction loses it."""
    known_since = min(filling.starts)
    own = [each for each in changes if known_since <= each.on and (free_from is None or each.on < free_from)]
    own.sort(key=lambda each: each.on)
    cuts: list[date | None] = [*sorted({filling.starts_on, *(each.on for each in own)}), free_from]
    for starts_on, until in pairwise(cuts):
        if starts_on is None or starts_on < filling.starts_on or (until is not None and until <= starts_on):
            continue
        yield _span(filling, [each for each in own if each.on <= starts_on], starts_on, until)


def _span(filling: Filling, changes: list[Change], starts_on: date, until: date | None) -> Span:
    staff_ref, qualification_class = filling.filled.staff_ref, filling.filled.qualification_class
    fte_hundredths = filling.filled.fte_hundredths
    for change in changes:
        match change.event:
            case PersonReplaced():
                staff_ref, qualification_class = change.event.staff_ref, change.event.qualification_class
            case ShareShifted():
                fte_hundredths += change.event.change_hundredths
    return Span(
        starts_on=starts_on,
        ends_on=None if until is None else until - ONE_DAY,
        grant_id=filling.filled.grant_id,
        provider=filling.filled.provider,
        staff_ref=staff_ref,
        fte_hundredths=fte_hundredths,
        qualification_class=qualification_class,
        fact_ids=(*filling.fact_ids, *(change.fact_id for change in changes)),
        ended_by=filling.vacated_by if until == filling.vacant_from else None,
    )
