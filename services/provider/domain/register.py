"""Register: the cases that were entrusted to this provider, as it was told, for rules that reach across streams."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from immutables import Map

from services.provider.domain.member import Member, after
from shared.decider import Register
from shared.errors import Missing
from shared.event import Fact
from shared.events.allocation import CaseChanged, CaseEntrusted, CaseWithdrawn, Consent, ConsentChanged, Household
from shared.events.codes import ProviderId
from shared.events.handover import HandoverClosed, HandoverOffered
from shared.events.provider import (
    CaseClosed,
    CaseworkerAssigned,
    ConsentStatedHere,
    ContactRecorded,
    HandoverAnswered,
)
from shared.events.staff import StaffAbsent, StaffJoined, StaffLeft, StaffReturned, StaffRolesSet
from shared.events.volunteers import VolunteerMatched, VolunteerMatchEnded


@dataclass(frozen=True, slots=True)
class EntrustedCase:
    """A case with this provider since `since`. A withdrawn one keeps what was known of it."""

    household: Household
    since: date
    situation: Literal["entrusted", "withdrawn", "closed"]
    consents: frozenset[Consent]
    closed_on: date | None = None
    refused: frozenset[Consent] = frozenset()
    """What somebody refused or took back, there or here."""

    def silent(self) -> frozenset[UUID]:
        """Persons of whom nothing more is told than that they were advised."""
        return frozenset(each.person_id for each in self.refused if each.purpose != "volunteer")

    def persons(self) -> frozenset[UUID]:
        return frozenset(person.person_id for person in self.household.persons)


class Charge(NamedTuple):
    """A worker is in charge of a case from that day."""

    on: date
    staff_ref: UUID


@dataclass(frozen=True, slots=True)
class Entrusted:
    """`own` is the provider whose service this is; what was told to others is none of its business."""

    own: ProviderId
    cases: Map[UUID, EntrustedCase] = field(default_factory=Map)
    case_of: Map[UUID, UUID] = field(default_factory=Map)
    """The case of each person."""
    contact_case: Map[UUID, UUID] = field(default_factory=Map)
    """The case of each contact."""
    offers: Map[UUID, bool | None] = field(default_factory=Map)
    """Cases that are offered to us now, with our answer where we gave one."""
    charges: Map[UUID, tuple[Charge, ...]] = field(default_factory=Map)
    """Who took charge of a case, in the order it was recorded."""
    staff: Map[UUID, Member] = field(default_factory=Map)
    """The staff list. Empty: none is kept."""
    matches: Map[UUID, VolunteerMatched] = field(default_factory=Map)
    """Volunteers at work: matches that have not ended."""


FOLDS = (
    *(CaseEntrusted, CaseChanged, ConsentChanged, CaseWithdrawn),
    *(HandoverOffered, HandoverClosed),
    *(ContactRecorded, ConsentStatedHere, HandoverAnswered, CaseClosed, CaseworkerAssigned),
    *(StaffJoined, StaffRolesSet, StaffAbsent, StaffReturned, StaffLeft),
    *(VolunteerMatched, VolunteerMatchEnded),
)


def register(provider: ProviderId) -> Register[Entrusted]:
    """The register of this provider's service."""
    return Register(Entrusted(provider), evolve, FOLDS)


def evolve(known: Entrusted, fact: Fact) -> Entrusted:
    """The register after one more fact, own or heard."""
    match fact.event:
        case CaseEntrusted() | CaseChanged() | ConsentChanged() | CaseWithdrawn() as event:
            return _told(known, event, fact.effective_on) if event.provider == known.own else known
        case HandoverOffered() | HandoverClosed() | HandoverAnswered() as event:
            return replace(known, offers=_offers(known, event))
        case ContactRecorded() as event:
            return replace(known, contact_case=known.contact_case.set(event.contact_id, event.case_id))
        case CaseworkerAssigned() as event:
            charges = (*known.charges.get(event.case_id, ()), Charge(event.on, event.staff_ref))
            return replace(known, charges=known.charges.set(event.case_id, charges))
        case StaffJoined() | StaffRolesSet() | StaffAbsent() | StaffReturned() | StaffLeft() as event:
            member = after(known.staff.get(event.staff_ref), event)
            return replace(known, staff=known.staff.set(event.staff_ref, member)) if member else known
        case VolunteerMatched() as event:
            return replace(known, matches=known.matches.set(event.match_id, event))
        case VolunteerMatchEnded() as event if event.match_id in known.matches:
            return replace(known, matches=known.matches.delete(event.match_id))
        case CaseClosed() | ConsentStatedHere() as event if event.case_id in known.cases:
            return _with(known, event.case_id, _after(known.cases[event.case_id], event))
        case _:
            return known


def case_of(known: Entrusted, case_id: UUID) -> EntrustedCase:
    """The case as it is known here. Raises `Missing` if it was never entrusted to this provider."""
    case = known.cases.get(case_id)
    if case is None:
        raise Missing("There is no such case.")
    return case


def _offers(known: Entrusted, event: HandoverOffered | HandoverClosed | HandoverAnswered) -> Map[UUID, bool | None]:
    """What is offered to this provider. An answer that came too late belongs to an offer that was over before."""
    offers = known.offers
    match event:
        case HandoverOffered() if event.provider == known.own:
            return offers.set(event.case_id, None)
        case HandoverClosed(outcome="too_late"):
            return offers
        case HandoverClosed() if event.provider == known.own and event.case_id in offers:
            return offers.delete(event.case_id)
        case HandoverAnswered() if event.case_id in offers:
            return offers.set(event.case_id, event.accepted)
        case _:
            return offers


def _told(
    known: Entrusted, event: CaseEntrusted | CaseChanged | ConsentChanged | CaseWithdrawn, day: date
) -> Entrusted:
    before = known.cases.get(event.case_id)
    match event:
        case CaseEntrusted():
            consents = frozenset(event.consents)
            refused = (before.refused if before else frozenset[Consent]()) - consents
            case = EntrustedCase(event.household, day, "entrusted", consents, refused=refused)
            return _with(known, event.case_id, case)
        case CaseChanged() if before is not None:
            return _with(known, event.case_id, replace(before, household=event.household))
        case ConsentChanged() if before is not None:
            consent = {Consent(person_id=event.person_id, purpose=event.purpose)}
            consents = before.consents | consent if event.given else before.consents - consent
            refused = before.refused - consent if event.given else before.refused | consent
            return _with(known, event.case_id, replace(before, consents=consents, refused=refused))
        case CaseWithdrawn() if before is not None:
            return _with(known, event.case_id, replace(before, situation="withdrawn", consents=frozenset()))
        case _:
            return known


def _after(case: EntrustedCase, event: CaseClosed | ConsentStatedHere) -> EntrustedCase:
    """Own facts, which are true here before the town has heard of them."""
    match event:
        case CaseClosed() if case.situation == "entrusted":
            return replace(case, situation="closed", closed_on=event.closed_on)
        case ConsentStatedHere() if event.recipient == event.provider:
            stated = {Consent(person_id=event.person_id, purpose=event.purpose)}
            if event.stated == "given":  # names come once the town has heard of it
                return replace(case, refused=case.refused - stated)
            return replace(case, consents=case.consents - stated, refused=case.refused | stated)
        case _:
            return case


def _with(known: Entrusted, case_id: UUID, case: EntrustedCase) -> Entrusted:
    persons = known.case_of.update(dict.fromkeys(case.persons(), case_id))
    return replace(known, cases=known.cases.set(case_id, case), case_of=persons)
