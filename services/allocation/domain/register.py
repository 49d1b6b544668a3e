"""Register: what allocation knows over all streams, own and heard, for rules that reach across them."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from immutables import Map

from services.allocation.domain import agreements, bands, caseload, households, rules
from services.allocation.domain.agreements import Agreements
from services.allocation.domain.bands import Thresholds
from services.allocation.domain.caseload import Load
from services.allocation.domain.households import Households
from services.allocation.domain.matching import known as suitability
from services.allocation.domain.matching.known import Suitability
from services.allocation.domain.rules import Catchment
from shared.decider import Register
from shared.event import Event, Fact
from shared.events.allocation import (
    AssignmentEnded,
    AssignmentOverridden,
    AssignmentProposed,
    AssignmentTakenOver,
    CaseAssigned,
    CatchmentMissing,
    CatchmentSet,
    CatchmentTookEffect,
    CatchmentUndecided,
    Household,
    HouseholdChanged,
    ThresholdsSet,
)
from shared.events.codes import ProviderId, Purpose
from shared.events.handover import HandoverAccepted, HandoverDeclined, HandoverExpired, HandoverOpened
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.events.person import ConsentRefused
from shared.events.reporting import FillingCorrected, PositionFilled, PositionVacated, ShareShifted

PROVIDERS_OF_WEINHEIM: tuple[ProviderId, ...] = ("caritas", "diakonie", "drk", "town")
ConsentKey = tuple[UUID, Purpose, ProviderId]


@dataclass(frozen=True, slots=True)
class Coordination:
    """`lives`: households as they are now; `consents` in force; `waiting`: cases for which the rule names no one."""

    providers: tuple[ProviderId, ...]
    lives: Households = field(default_factory=Households)
    consents: Map[ConsentKey, bool] = field(default_factory=Map)
    waiting: Map[UUID, Household] = field(default_factory=Map)
    catchment: Catchment = field(default_factory=Catchment)
    thresholds: Thresholds = field(default_factory=Thresholds)
    offers: Map[UUID, HandoverOpened] = field(default_factory=Map)
    """Hand-overs that are offered and not ended, by case."""
    agreements: Agreements = field(default_factory=Agreements)

    @property
    def households(self) -> Map[UUID, Household]:
        """Each household by its case."""
        return self.lives.by_case

    load: Load = field(default_factory=Load)
    suitability: Suitability = field(default_factory=Suitability)
    """What proposals by fit go by."""


FOLDS: tuple[type[Event], ...] = (
    *households.FOLDS,
    *(ConsentGiven, ConsentWithdrawn, ConsentRefused),
    *(CatchmentSet, CatchmentTookEffect, CatchmentMissing, CatchmentUndecided, ThresholdsSet),
    *(AssignmentProposed, AssignmentOverridden, CaseAssigned, HouseholdChanged),
    *(AssignmentTakenOver, AssignmentEnded),
    *(HandoverOpened, HandoverAccepted, HandoverDeclined, HandoverExpired),
    *agreements.FOLDS,
    *suitability.FOLDS,
    *(PositionFilled, PositionVacated, ShareShifted, FillingCorrected),
)


def register(providers: tuple[ProviderId, ...]) -> Register[Coordination]:
    """The register of an installation with these providers."""
    return Register(Coordination(providers), evolve, FOLDS)


def evolve(known: Coordination, fact: Fact) -> Coordination:
    """The register after one more fact, own or heard."""
    known = replace(
        known,
        lives=households.evolve(known.lives, fact),
        catchment=rules.evolve(known.catchment, fact),
        thresholds=bands.evolve(known.thresholds, fact),
        load=caseload.evolve(known.load, fact),
        agreements=agreements.evolve(known.agreements, fact),
        suitability=suitability.evolve(known.suitability, fact),
    )
    match fact.event:
        case ConsentGiven() | ConsentWithdrawn() | ConsentRefused() as event:
            key = (event.person_id, event.purpose, event.recipient)
            return replace(known, consents=known.consents.set(key, isinstance(event, ConsentGiven)))
        case HandoverOpened() as event:
            return replace(known, offers=known.offers.set(event.case_id, event))
        case HandoverAccepted() | HandoverDeclined() | HandoverExpired() as event if event.case_id in known.offers:
            return replace(known, offers=known.offers.delete(event.case_id))
        case CatchmentMissing() | CatchmentUndecided() as event:
            return replace(known, waiting=known.waiting.set(event.case_id, event.household))
        case AssignmentProposed() | AssignmentOverridden() | HouseholdChanged() | AssignmentEnded() as event:
            return _without_waiting(known, event.case_id)
        case _:
            return known


def _without_waiting(known: Coordination, case_id: UUID) -> Coordination:
    if case_id not in known.waiting:
        return known
    return replace(known, waiting=known.waiting.delete(case_id))


REGISTER = register(PROVIDERS_OF_WEINHEIM)
