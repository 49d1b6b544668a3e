"""Fallbelastung: households and persons per provider and per FTE, today and on any day before.

Which load is green, amber or red the thresholds say that hold on the day.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from immutables import Map

from services.allocation.domain import staffing
from services.allocation.domain.bands import Thresholds
from services.allocation.domain.staffing import Positions
from services.allocation.domain.stays import Daily, Stay, counted, standing_on, steps
from shared.event import Fact
from shared.events.allocation import (
    AssignmentEnded,
    AssignmentOverridden,
    AssignmentTakenOver,
    CaseAssigned,
    HouseholdChanged,
    ThresholdsSet,
)
from shared.events.codes import Band, ProviderId, Value
from shared.events.handover import HandoverAccepted
from shared.events.intake import HouseholdSplit, PersonJoined, PersonLeft
from shared.money import half_up


@dataclass(frozen=True, slots=True)
class Load:
    """Every case's stays in the order they were decided, the same by provider and day, and all positions.

    `persons_now`: each provider's persons by the last decisions, whenever they take effect.
    """

    stays: Map[UUID, tuple[Stay, ...]] = field(default_factory=Map)
    daily: Daily = field(default_factory=Map)
    persons_now: Map[ProviderId, int] = field(default_factory=Map)
    positions: Positions = field(default_factory=Map)


@dataclass(frozen=True, slots=True)
class Standing:
    """Persons and hundredths of an FTE of one provider."""

    persons: int
    fte_hundredths: int

    def above(self, persons_per_fte: int) -> bool:
        return self.persons * 100 > self.fte_hundredths * persons_per_fte


class CaseloadRow(Value):
    """A provider's load on a day. `persons_per_fte` has two decimals, half-up; None where there is no FTE."""

    provider: ProviderId
    households: int
    persons: int
    fte_hundredths: int
    persons_per_fte: str | None
    band: Band


def evolve(load: Load, fact: Fact) -> Load:
    """The load after one more fact, own or heard."""
    match fact.event:
        case CaseAssigned() | AssignmentOverridden() | HandoverAccepted() as event:
            stay = Stay(fact.effective_on, event.provider, event.household_size)
            return _with_stays(load, event.case_id, (*load.stays.get(event.case_id, ()), stay))
        case AssignmentTakenOver() as event:
            stay = Stay(event.entrusted_on, event.provider, len(event.household.persons))
            return _with_stays(load, event.case_id, (*load.stays.get(event.case_id, ()), stay))
        case HouseholdChanged() as event:
            return _as_told(load, event.case_id, fact.effective_on, len(event.household.persons))
        case AssignmentEnded() as event:
            return _with_stays(load, event.case_id, (*load.stays.get(event.case_id, ()), Stay(event.ended_on, None, 0)))
        case PersonJoined() as event:
            return _with_change(load, event.case_id, event.joined_on, 1)
        case PersonLeft() as event:
            return _with_change(load, event.case_id, event.left_on, -1)
        case HouseholdSplit() as event:
            return _with_change(load, event.case_id, event.split_on, -len(event.persons))
        case _:
            return replace(load, positions=staffing.evolve(load.positions, fact))


def caseload(load: Load, thresholds: Thresholds, on: date) -> list[CaseloadRow]:
    """A row for every provider with a position or a case, by effective dates. Two decisions of a day: the later."""
    standing = {provider: standing_on(load.daily, provider, on) for provider in load.daily}
    with_case = {provider for provider, (households, _) in standing.items() if households}
    return [
        _row(load, thresholds.on(on), provider, standing.get(provider, (0, 0)), on)
        for provider in sorted(staffing.providers_with_position(load.positions) | with_case)
    ]


def standing_with(load: Load, provider: ProviderId, case_id: UUID, household_size: int, on: date) -> Standing | None:
    """How the provider would stand with this household, FTE as on the day. None: it never had a position."""
    if provider not in staffing.providers_with_position(load.positions):
        return None
    stays = load.stays.get(case_id, ())
    there = stays[-1].persons_at_last() if stays and stays[-1].provider == provider else 0
    persons = load.persons_now.get(provider, 0) - there + household_size
    return Standing(persons, staffing.fte_hundredths_on(load.positions, provider, on))


def _with_stays(load: Load, case_id: UUID, stays: tuple[Stay, ...]) -> Load:
    before = load.stays.get(case_id, ())
    daily = counted(counted(load.daily, steps(before), -1), steps(stays), 1)
    now = _persons_now(_persons_now(load.persons_now, before, -1), stays, 1)
    return replace(load, stays=load.stays.set(case_id, stays), daily=daily, persons_now=now)


def _with_change(load: Load, case_id: UUID, on: date, more: int) -> Load:
    """Of every stay: also an earlier provider had a person fewer, if she had left while the case was there."""
    before = load.stays.get(case_id, ())
    changed = tuple(
        replace(stay, changes=(*stay.changes, (on, more))) if stay.provider is not None else stay for stay in before
    )
    return _with_stays(load, case_id, changed) if before else load


def _as_told(load: Load, case_id: UUID, on: date, size: int) -> Load:
    """The size that the assignment goes by is the one that counts, also if a change crossed a decision."""
    before = load.stays.get(case_id, ())
    more = size - before[-1].persons_at_last() if before and before[-1].provider else 0
    return _with_change(load, case_id, on, more) if more else load


def _persons_now(now: Map[ProviderId, int], stays: tuple[Stay, ...], sign: int) -> Map[ProviderId, int]:
    """The last decision alone says who has the household now."""
    provider = stays[-1].provider if stays else None
    if provider is None:
        return now
    return now.set(provider, now.get(provider, 0) + sign * stays[-1].persons_at_last())


def _row(load: Load, thresholds: ThresholdsSet, provider: ProviderId, has: tuple[int, int], on: date) -> CaseloadRow:
    households, persons = has
    standing = Standing(persons, staffing.fte_hundredths_on(load.positions, provider, on))
    return CaseloadRow(
        provider=provider,
        households=households,
        persons=persons,
        fte_hundredths=standing.fte_hundredths,
        persons_per_fte=_per_fte(standing),
        band=_band(standing, thresholds),
    )


def _per_fte(standing: Standing) -> str | None:
    if standing.fte_hundredths <= 0:
        return None
    hundredths = half_up(Fraction(standing.persons * 100 * 100, standing.fte_hundredths))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _band(standing: Standing, thresholds: ThresholdsSet) -> Band:
    if standing.above(thresholds.amber_up_to):
        return "red"
    return "amber" if standing.above(thresholds.green_up_to) else "green"
