"""Register: what intake knows over all cases, for rules that reach across streams.

Who belongs to which case, which cases are closed, which consents are in force, and which provider each case is
entrusted to (heard).
"""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from immutables import Map

from shared.decider import Register
from shared.event import Fact
from shared.events.allocation import AssignmentEnded, CaseEntrusted, CaseWithdrawn
from shared.events.codes import ProviderId, Purpose
from shared.events.intake import (
    CaseRegistered,
    CaseReopened,
    ConsentGiven,
    ConsentWithdrawn,
    HouseholdLeft,
    HouseholdSplit,
    ListImported,
    PersonJoined,
    PersonLeft,
)
from shared.events.person import ConsentRefused, PersonsMerged

ConsentKey = tuple[UUID, Purpose, ProviderId]
"""Whose, for what, for whom."""


@dataclass(frozen=True, slots=True)
class CaseRegister:
    """`persons` are those of a case now; `case_of`: her last case, to which she belongs `since`.

    `closed` cases with their day; `consents`: whether in force; `entrusted`: cases with the provider that works with
    them now; `merged`: second entries of a person, and the entry that counts; `lists` that were
    taken in.
    """

    persons: Map[UUID, tuple[UUID, ...]] = field(default_factory=Map)
    case_of: Map[UUID, UUID] = field(default_factory=Map)
    since: Map[UUID, date] = field(default_factory=Map)
    closed: Map[UUID, date] = field(default_factory=Map)
    consents: Map[ConsentKey, bool] = field(default_factory=Map)
    entrusted: Map[tuple[UUID, ProviderId], bool] = field(default_factory=Map)
    merged: Map[UUID, UUID] = field(default_factory=Map)
    lists: Map[UUID, bool] = field(default_factory=Map)


def evolve(register: CaseRegister, fact: Fact) -> CaseRegister:
    """The register after one more fact, own or heard."""
    match fact.event:
        case CaseRegistered() as event:
            return _with(register, event.case_id, [person.person_id for person in event.persons], event.placed_on)
        case PersonJoined() as event:
            return _with(register, event.case_id, [event.person.person_id], event.joined_on)
        case PersonLeft() as event:
            return _without(register, event.case_id, (event.person_id,))
        case HouseholdSplit() as event:
            return _without(register, event.case_id, event.persons)
        case HouseholdLeft() as event:
            return replace(register, closed=register.closed.set(event.case_id, event.left_on))
        case AssignmentEnded(cause="closed") as event:
            return replace(register, closed=register.closed.set(event.case_id, event.ended_on))
        case CaseReopened() as event:
            return replace(register, closed=_without_day(register.closed, event.case_id))
        case ConsentGiven() | ConsentWithdrawn() | ConsentRefused() as event:
            key = (event.person_id, event.purpose, event.recipient)
            return replace(register, consents=register.consents.set(key, isinstance(event, ConsentGiven)))
        case CaseEntrusted() as event:
            return replace(register, entrusted=register.entrusted.set((event.case_id, event.provider), True))
        case CaseWithdrawn() as event:
            return replace(register, entrusted=register.entrusted.set((event.case_id, event.provider), False))
        case PersonsMerged() as event:
            return replace(register, merged=register.merged.set(event.merged_person_id, event.person_id))
        case ListImported() as event:
            return replace(register, lists=register.lists.set(event.list_id, True))
        case _:
            return register


def is_entrusted(register: CaseRegister, case_id: UUID, provider: ProviderId) -> bool:
    """Whether the provider works with the case now, as far as intake has heard."""
    return register.entrusted.get((case_id, provider), False)


def persons_shared(register: CaseRegister, case_id: UUID, provider: ProviderId) -> tuple[UUID, ...]:
    """The persons of a case whose consent covers sharing their names with the provider, in the household's order."""
    return tuple(
        person_id
        for person_id in register.persons.get(case_id, ())
        if register.consents.get((person_id, "sharing", provider), False)
    )


def lives_elsewhere(register: CaseRegister, person_id: UUID, case_id: UUID) -> bool:
    """Whether the person belongs to another case that is open."""
    other = register.case_of.get(person_id)
    if other is None or other == case_id or other in register.closed:
        return False
    return person_id in register.persons.get(other, ())


def _with(register: CaseRegister, case_id: UUID, persons: list[UUID], since: date) -> CaseRegister:
    members = register.persons.get(case_id, ())
    return replace(
        register,
        persons=register.persons.set(case_id, (*members, *persons)),
        case_of=register.case_of.update(dict.fromkeys(persons, case_id)),
        since=register.since.update(dict.fromkeys(persons, since)),
    )


def _without(register: CaseRegister, case_id: UUID, gone: tuple[UUID, ...]) -> CaseRegister:
    """Those who left keep their last case: a consent can be withdrawn also then."""
    members = tuple(person_id for person_id in register.persons.get(case_id, ()) if person_id not in gone)
    return replace(register, persons=register.persons.set(case_id, members))


def _without_day(days: Map[UUID, date], case_id: UUID) -> Map[UUID, date]:
    return days.delete(case_id) if case_id in days else days


FOLDS = (
    *(CaseRegistered, PersonJoined, PersonLeft, HouseholdSplit, HouseholdLeft, CaseReopened, PersonsMerged),
    *(ConsentGiven, ConsentWithdrawn, ConsentRefused, ListImported),
    *(AssignmentEnded, CaseEntrusted, CaseWithdrawn),
)
REGISTER = Register(CaseRegister(), evolve, FOLDS)
