"""Fallbelastung: households and persons per provider and per FTE, today and on any day before.

Which load is green, amber or red the thresholds say that hold on the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from immutables import Map

from services.allocation.domain import staffing
from services.allocation.domain.bands import Thresholds
from services.allocation.domain.staffing import Positions
from shared.event import Fact
from shared.events.allocation import AssignmentOverridden, CaseAssigned, ThresholdsSet
from shared.events.codes import Band, ProviderId, Value
from shared.events.handover import HandoverAccepted
from shared.money import half_up


@dataclass(frozen=True, slots=True)
class Stay:
    """From when a household of that size is with the provider, until a later decision takes it over."""

    from_on: date
    provider: ProviderId
    persons: int


@dataclass(frozen=True, slots=True)
class Load:
    """Every case's stays in the order they were decided; the persons of each provider now; all positions."""

    stays: Map[UUID, tuple[Stay, ...]] = field(default_factory=Map)
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
            return _with_stay(load, event.case_id, stay)
        case _:
            return replace(load, positions=staffing.evolve(load.positions, fact))


def caseload(load: Load, thresholds: Thresholds, on: date) -> list[CaseloadRow]:
    """A row for every provider with a position or a case, by effective dates. Two decisions of a day: the later."""
    with_case = [stay for stays in load.stays.values() if (stay := _stay_on(stays, on)) is not None]
    providers = staffing.providers_with_position(load.positions) | {stay.provider for stay in with_case}
    return [_row(load, thresholds.on(on), provider, with_case, on) for provider in sorted(providers)]


def standing_with(load: Load, provider: ProviderId, case_id: UUID, household_size: int, on: date) -> Standing | None:
    """How the provider would stand with this household, FTE as on the day. None: it never had a position."""
    if provider not in staffing.providers_with_position(load.positions):
        return None
    stays = load.stays.get(case_id, ())
    counted = stays[-1].persons if stays and stays[-1].provider == provider else 0
    persons = load.persons_now.get(provider, 0) - counted + household_size
    return Standing(persons, staffing.fte_hundredths_on(load.positions, provider, on))


def _with_stay(load: Load, case_id: UUID, stay: Stay) -> Load:
    before = load.stays.get(case_id, ())
    persons_now = load.persons_now
    if before:
        persons_now = persons_now.set(before[-1].provider, persons_now[before[-1].provider] - before[-1].persons)
    persons_now = persons_now.set(stay.provider, persons_now.get(stay.provider, 0) + stay.persons)
    return replace(load, stays=load.stays.set(case_id, (*before, stay)), persons_now=persons_now)


def _stay_on(stays: tuple[Stay, ...], on: date) -> Stay | None:
    """The last decision that holds on the day. A later decision replaces all that was decided before it."""
    return next((stay for stay in reversed(stays) if stay.from_on <= on), None)


def _row(
    load: Load, thresholds: ThresholdsSet, provider: ProviderId, with_case: Iterable[Stay], on: date
) -> CaseloadRow:
    own = [stay for stay in with_case if stay.provider == provider]
    persons = sum(stay.persons for stay in own)
    standing = Standing(persons, staffing.fte_hundredths_on(load.positions, provider, on))
    return CaseloadRow(
        provider=provider,
        households=len(own),
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
