"""Register: what allocation knows over all streams, own and heard, for rules that reach across them."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from immutables import Map

from services.allocation.domain import agreements, bands, caseload, rules
from services.allocation.domain.agreements import Agreements
from services.allocation.domain.bands import Thresholds
from services.allocation.domain.caseload import Load
from services.allocation.domain.rules import Catchment
from shared.decider import Register
from shared.event import Fact
from shared.events.allocation import (
    AssignmentOverridden,
    AssignmentProposed,
    CaseAssigned,
    CatchmentMissing,
    CatchmentSet,
    CatchmentUndecided,
    Household,
    HouseholdChanged,
    ThresholdsSet,
)
from shared.events.codes import ProviderId, Purpose
from shared.events.handover import HandoverAccepted, HandoverDeclined, HandoverExpired, HandoverOpened
from shared.events.intake import CaseRegistered, ConsentGiven, ConsentWithdrawn, HouseholdMoved
from shared.events.reporting import FillingCorrected, PositionFilled, PositionVacated, ShareShifted

PROVIDERS_OF_WEINHEIM: tuple[ProviderId, ...] = ("caritas", "diakonie", "drk", "town")
ConsentKey = tuple[UUID, Purpose, ProviderId]


@dataclass(frozen=True, slots=True)
class Coordination:
    """`households` as they live now, by case; `consents` in force; `waiting`: cases without a provider by rule."""

    providers: tuple[ProviderId, ...]
    households: Map[UUID, Household] = field(default_factory=Map)
    consents: Map[ConsentKey, bool] = field(default_factory=Map)
    waiting: Map[UUID, Household] = field(default_factory=Map)
    catchment: Catchment = field(default_factory=Catchment)
    thresholds: Thresholds = field(default_factory=Thresholds)
    offers: Map[UUID, HandoverOpened] = field(default_factory=Map)
    """Hand-overs that are offered and not ended, by case."""
    agreements: Agreements = field(default_factory=Agreements)
    load: Load = field(default_factory=Load)


FOLDS = (
    *(CaseRegistered, HouseholdMoved, ConsentGiven, ConsentWithdrawn),
    *(CatchmentSet, CatchmentMissing, CatchmentUndecided, ThresholdsSet),
    *(AssignmentProposed, AssignmentOverridden, CaseAssigned, HouseholdChanged),
    *(HandoverOpened, HandoverAccepted, HandoverDeclined, HandoverExpired),
    *agreements.FOLDS,
    *(PositionFilled, PositionVacated, ShareShifted, FillingCorrected),
)


def register(providers: tuple[ProviderId, ...]) -> Register[Coordination]:
    """The register of an installation with these providers."""
    return Register(Coordination(providers), evolve, FOLDS)


def evolve(known: Coordination, fact: Fact) -> Coordination:
    """The register after one more fact, own or heard."""
    known = replace(
        known,
        catchment=rules.evolve(known.catchment, fact),
        thresholds=bands.evolve(known.thresholds, fact),
        load=caseload.evolve(known.load, fact),
        agreements=agreements.evolve(known.agreements, fact),
    )
    match fact.event:
        case CaseRegistered() | HouseholdMoved() as event:
            return _with_household(known, event)
        case ConsentGiven() | ConsentWithdrawn() as event:
            key = (event.person_id, event.purpose, event.recipient)
            return replace(known, consents=known.consents.set(key, isinstance(event, ConsentGiven)))
        case HandoverOpened() as event:
            return replace(known, offers=known.offers.set(event.case_id, event))
        case HandoverAccepted() | HandoverDeclined() | HandoverExpired() as event if event.case_id in known.offers:
            return replace(known, offers=known.offers.delete(event.case_id))
        case CatchmentMissing() | CatchmentUndecided() as event:
            return replace(known, waiting=known.waiting.set(event.case_id, event.household))
        case AssignmentProposed() | AssignmentOverridden() | HouseholdChanged() as event:
            return _without_waiting(known, event.case_id)
        case _:
            return known


def _with_household(known: Coordination, event: CaseRegistered | HouseholdMoved) -> Coordination:
    """A move that is recorded late, after a later one, does not bring the household back."""
    before = known.households.get(event.case_id)
    match event:
        case CaseRegistered():
            household = Household(
                house=event.house, placed_on=event.placed_on, received_on=event.received_on, persons=event.persons
            )
        case HouseholdMoved() if before is not None and event.moved_on >= before.lives_here_from():
            household = before.model_copy(update={"house": event.house, "moved_on": event.moved_on})
        case _:
            return known
    return replace(known, households=known.households.set(event.case_id, household))


def _without_waiting(known: Coordination, case_id: UUID) -> Coordination:
    if case_id not in known.waiting:
        return known
    return replace(known, waiting=known.waiting.delete(case_id))


REGISTER = register(PROVIDERS_OF_WEINHEIM)
