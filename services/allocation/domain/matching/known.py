"""What is known for proposals by fit, across streams: weights, profiles, wishes, conflicts, the last price table."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from immutables import Map

from services.allocation.domain.versions import in_force
from shared.event import Event, Fact
from shared.events.allocation import (
    AssignmentOverridden,
    AssignmentProposed,
    CaseAssigned,
    ThresholdsSet,
)
from shared.events.codes import ProviderId
from shared.events.matching import (
    ConflictRecorded,
    Matching,
    PriceTablePublished,
    ProviderProfileSet,
    WeightsSet,
    WishRecorded,
)
from shared.events.reporting import FillingCorrected, PositionFilled, PositionVacated, ShareShifted

CAPACITY = (PositionFilled, PositionVacated, ShareShifted, FillingCorrected, ThresholdsSet, ProviderProfileSet)
"""After one of these a price table holds no longer."""
FOLDS: tuple[type[Event], ...] = (
    *(WeightsSet, WishRecorded, ConflictRecorded, PriceTablePublished),
    *(AssignmentProposed, CaseAssigned, AssignmentOverridden),
    *CAPACITY,
)


@dataclass(frozen=True, slots=True)
class Suitability:
    """All versions in the order they were set. `taken`: persons by provider and quarter; `taken_since` the table.

    `table_outdated`: places have changed since it was published. `reached`: points since then.
    """

    weights: tuple[WeightsSet, ...] = ()
    profiles: Map[ProviderId, tuple[ProviderProfileSet, ...]] = field(default_factory=Map)
    wishes: Map[UUID, WishRecorded] = field(default_factory=Map)
    conflicts: Map[UUID, frozenset[ProviderId]] = field(default_factory=Map)
    proposals: Map[UUID, Matching] = field(default_factory=Map)
    taken: Map[tuple[ProviderId, str], int] = field(default_factory=Map)
    table: PriceTablePublished | None = None
    tables: int = 0
    table_outdated: bool = False
    taken_since: Map[ProviderId, int] = field(default_factory=Map)
    reached: int = 0
    confirmed: int = 0
    overridden: int = 0
    override_points: int = 0
    """Of proposals by fit: how many were confirmed and overridden, and what the latter cost in points."""

    def weights_on(self, day: date) -> WeightsSet | None:
        """The version that holds on the day; None: the town does not want proposals by fit."""
        return in_force(self.weights, day)

    def profile_on(self, provider: ProviderId, day: date) -> ProviderProfileSet | None:
        """What the provider can do on the day, if anybody said so."""
        return in_force(self.profiles.get(provider, ()), day)


def evolve(known: Suitability, fact: Fact) -> Suitability:
    """What is known after one more fact, own or heard."""
    if isinstance(fact.event, CAPACITY):
        known = replace(known, table_outdated=True)
    match fact.event:
        case WeightsSet() as event:
            return replace(known, weights=(*known.weights, event))
        case ProviderProfileSet() as event:
            versions = (*known.profiles.get(event.provider, ()), event)
            return replace(known, profiles=known.profiles.set(event.provider, versions))
        case WishRecorded() as event:
            return replace(known, wishes=known.wishes.set(event.case_id, event))
        case ConflictRecorded() as event:
            return replace(known, conflicts=known.conflicts.set(event.case_id, excluded(known, event)))
        case PriceTablePublished() as event:
            return replace(
                known, table=event, tables=known.tables + 1, table_outdated=False, taken_since=Map(), reached=0
            )
        case _:
            return _decided(known, fact)


def excluded(known: Suitability, event: ConflictRecorded) -> frozenset[ProviderId]:
    """Who must not work with the household once this is recorded."""
    before = known.conflicts.get(event.case_id, frozenset())
    return before | {event.provider} if event.holds else before - {event.provider}


def quarter_of(day: date) -> str:
    """`2018q4`."""
    return f"{day.year}q{(day.month + 2) // 3}"


def _decided(known: Suitability, fact: Fact) -> Suitability:
    """A proposal was made, or a person decided."""
    match fact.event:
        case AssignmentProposed(case_id=case_id, matching=None) if case_id in known.proposals:
            return replace(known, proposals=known.proposals.delete(case_id))
        case AssignmentProposed(case_id=case_id, matching=Matching() as matching):
            return replace(known, proposals=known.proposals.set(case_id, matching))
        case CaseAssigned() | AssignmentOverridden() as event:
            return _counted(_taken(known, event, fact.effective_on), event)
        case _:
            return known


def _taken(known: Suitability, event: CaseAssigned | AssignmentOverridden, day: date) -> Suitability:
    key, size = (event.provider, quarter_of(day)), event.household_size
    return replace(
        known,
        taken=known.taken.set(key, known.taken.get(key, 0) + size),
        taken_since=known.taken_since.set(event.provider, known.taken_since.get(event.provider, 0) + size),
    )


def _counted(known: Suitability, event: CaseAssigned | AssignmentOverridden) -> Suitability:
    """The answer to a proposal by fit, if it is one."""
    proposal = known.proposals.get(event.case_id)
    if proposal is None:
        return known
    known = replace(known, proposals=known.proposals.delete(event.case_id))
    if isinstance(event, CaseAssigned):
        return replace(known, confirmed=known.confirmed + 1, reached=known.reached + proposal.points)
    cost = known.override_points + (event.cost_points or 0)
    return replace(known, overridden=known.overridden + 1, override_points=cost)
