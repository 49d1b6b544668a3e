"""Vorausschau: what is still earned until the end as known, and what a wish would change. Records nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from immutables import Map

from services.reporting.domain import position, timeline
from services.reporting.domain.months import ONE_DAY
from services.reporting.domain.position import (
    NOT_RECORDED,
    FillPosition,
    PositionCommand,
    ReplacePerson,
    VacatePosition,
)
from services.reporting.domain.staffing import Staffing
from services.reporting.domain.timeline import Span, Timeline, span_on
from services.reporting.figures.question import Known, Question, earned_by_provider, head, known
from shared.decider import Around
from shared.errors import Missing, Refused
from shared.event import Event, Fact, canonical
from shared.events.codes import LAST_DAY, QualificationClass
from shared.events.reporting import (
    FillingCorrected,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    ShareShifted,
)


def grant_forecast(facts: Iterable[Fact], asked: Question, wishes: Sequence[PositionCommand]) -> bytes:
    """Earned through `as_of` and through the end, as known, and with the wishes decided as if they were sent.

    Facts that take effect after `as_of` count: they are known. Raises `Refused` where a rule says no to a wish.
    """
    found = known(facts, asked)
    wished = decided(found, wishes, asked.as_of)
    return canonical(
        head(found.award, asked)
        | {"cap_cents": found.award.cap_cents, "known": _through(found, asked.as_of)}
        | {"what_if": _through(replace(found, positions=wished), asked.as_of) if wishes else None}
    )


def vacancy(found: Known, position_id: UUID, vacant_from: date, vacant_until: date | None) -> list[PositionCommand]:
    """Nobody fills the position from a day on, or until a day, after which the same person comes back."""
    span = _span(found, position_id, vacant_from)
    wishes: list[PositionCommand] = [VacatePosition(position_id=position_id, vacant_from=vacant_from)]
    if vacant_until is not None:
        wishes.append(
            FillPosition(
                position_id=position_id,
                grant_id=span.grant_id,
                provider=span.provider,
                staff_ref=span.staff_ref,
                fte_hundredths=span.fte_hundredths,
                qualification_class=span.qualification_class,
                starts_on=vacant_until + ONE_DAY,
            )
        )
    return wishes


def class_change(found: Known, position_id: UUID, qualification: QualificationClass, on: date) -> list[PositionCommand]:
    """The same person is paid by another class from a day on."""
    span = _span(found, position_id, on)
    return [
        ReplacePerson(position_id=position_id, staff_ref=span.staff_ref, qualification_class=qualification, from_on=on)
    ]


def decided(found: Known, wishes: Sequence[PositionCommand], today: date) -> Mapping[UUID, Timeline]:
    """The positions as they would be: each wish is decided by the same rules as a command, and nothing is recorded."""
    staffing = Staffing(Map({found.award.grant_id: found.award}), Map(found.positions))
    for wish in wishes:
        own = wish.from_position if isinstance(wish, position.ShiftShare) else wish.position_id
        state = staffing.positions.get(own, Timeline())
        for event in position.decide(state, wish, Around(today, staffing)):
            staffing = _with(staffing, event)
    return staffing.positions


def _with(staffing: Staffing, event: Event) -> Staffing:
    match event:
        case PositionFilled() | PositionVacated() | PersonReplaced() | ShareShifted() | FillingCorrected():
            before = staffing.positions.get(event.position_id, Timeline())
            after = timeline.applied(before, event, NOT_RECORDED)
            return Staffing(staffing.grants, staffing.positions.set(event.position_id, after))
        case _:
            return staffing


def _span(found: Known, position_id: UUID, day: date) -> Span:
    held = found.positions.get(position_id)
    if held is None:
        raise Missing("There is no such position.")
    span = span_on(held, day)
    if span is None:
        raise Refused("The position is vacant on that day.")
    return span


def _through(found: Known, as_of: date) -> dict[str, object]:
    ends_on = found.last_day(LAST_DAY)
    earned = earned_by_provider(found.rows(as_of))
    in_the_end = earned_by_provider(found.rows(max(as_of, ends_on)))
    whole = sum(in_the_end.values())
    return {
        "grant_ends_on": ends_on.isoformat(),
        "earned_cents": sum(earned.values()),
        "remaining_cents": whole - sum(earned.values()),
        "in_the_end_cents": whole,
        "repayment_cents": max(0, found.award.cap_cents - whole),
        "providers": {
            provider: {
                "earned_cents": earned.get(provider, 0),
                "remaining_cents": cents - earned.get(provider, 0),
                "in_the_end_cents": cents,
            }
            for provider, cents in in_the_end.items()
        },
    }
