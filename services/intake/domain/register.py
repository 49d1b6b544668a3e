"""Register: what intake knows over all cases, for rules that reach across streams.

Who belongs to which case, which consents are in force, and which provider each case is entrusted to (heard).
"""

from dataclasses import dataclass, field, replace
from uuid import UUID

from immutables import Map

from shared.decider import Register
from shared.event import Fact
from shared.events.allocation import CaseEntrusted, CaseWithdrawn
from shared.events.codes import ProviderId, Purpose
from shared.events.intake import CaseRegistered, ConsentGiven, ConsentWithdrawn

ConsentKey = tuple[UUID, Purpose, ProviderId]
"""Whose, for what, for whom."""


@dataclass(frozen=True, slots=True)
class CaseRegister:
    """`consents` holds those in force; `entrusted` holds cases with the provider that works with them now."""

    persons: Map[UUID, tuple[UUID, ...]] = field(default_factory=Map)
    case_of: Map[UUID, UUID] = field(default_factory=Map)
    consents: Map[ConsentKey, bool] = field(default_factory=Map)
    entrusted: Map[tuple[UUID, ProviderId], bool] = field(default_factory=Map)


def evolve(register: CaseRegister, fact: Fact) -> CaseRegister:
    """The register after one more fact, own or heard."""
    match fact.event:
        case CaseRegistered() as event:
            persons = tuple(person.person_id for person in event.persons)
            case_of = register.case_of.update(dict.fromkeys(persons, event.case_id))
            return replace(register, persons=register.persons.set(event.case_id, persons), case_of=case_of)
        case ConsentGiven() as event:
            key = (event.person_id, event.purpose, event.recipient)
            return replace(register, consents=register.consents.set(key, True))
        case ConsentWithdrawn() as event:
            key = (event.person_id, event.purpose, event.recipient)
            return replace(register, consents=register.consents.set(key, False))
        case CaseEntrusted() as event:
            return replace(register, entrusted=register.entrusted.set((event.case_id, event.provider), True))
        case CaseWithdrawn() as event:
            return replace(register, entrusted=register.entrusted.set((event.case_id, event.provider), False))
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


FOLDS = (CaseRegistered, ConsentGiven, ConsentWithdrawn, CaseEntrusted, CaseWithdrawn)
REGISTER = Register(CaseRegister(), evolve, FOLDS)
