"""Weinheim as the tests of allocation and of providers tell it: houses, rules, positions, households."""

from datetime import date
from itertools import count
from uuid import UUID

from services.allocation.domain import register
from services.allocation.domain.assignment import note_ref
from services.allocation.domain.register import Coordination
from shared.event import Event, Fact
from shared.events.allocation import (
    AssignmentOverridden,
    AssignmentProposed,
    CaseAssigned,
    CaseEntrusted,
    CatchmentSet,
    Household,
)
from shared.events.codes import ReasonCode
from shared.events.intake import CaseRegistered, HouseholdMoved, RegisteredPerson
from shared.events.reporting import PositionFilled
from shared.ids import wire_id
from tests.given import recorded

START = date(2018, 10, 15)
HOUSES = {"klausing": "diakonie", "sandloch": "drk", "flocken": "drk"}
RULE = CatchmentSet(rule_version="2018-1", effective_on=START, houses=HOUSES)


def case_id(slug: str) -> UUID:
    return wire_id("case", slug)


def person_id(slug: str) -> UUID:
    return wire_id("person", slug)


def household(slug: str, size: int, house: str, moved_on: date | None = None) -> Household:
    persons = tuple(RegisteredPerson(person_id=person_id(f"{slug}-{number}")) for number in range(1, size + 1))
    return Household(house=house, placed_on=START, received_on=START, persons=persons, moved_on=moved_on)


def registered(slug: str, size: int, house: str) -> CaseRegistered:
    lives = household(slug, size, house)
    return CaseRegistered(case_id=case_id(slug), house=house, placed_on=START, received_on=START, persons=lives.persons)


def moved(slug: str, house: str, on: date) -> HouseholdMoved:
    return HouseholdMoved(case_id=case_id(slug), house=house, moved_on=on)


def filled(provider: str, fte_hundredths: int, starts_on: date = START) -> PositionFilled:
    return PositionFilled(
        position_id=wire_id("position", provider),
        grant_id=wire_id("grant", "weinheim-2018"),
        provider=provider,
        staff_ref=wire_id("staff_ref", provider),
        fte_hundredths=fte_hundredths,
        qualification_class="degree",
        starts_on=starts_on,
    )


def proposed(slug: str, lives: Household, provider: str, over_ceiling: bool = False) -> AssignmentProposed:
    return AssignmentProposed(
        case_id=case_id(slug),
        provider=provider,
        rule_version="2018-1",
        over_ceiling=over_ceiling,
        household=lives,
    )


def assigned(slug: str, provider: str, size: int) -> CaseAssigned:
    return CaseAssigned(case_id=case_id(slug), provider=provider, rule_version="2018-1", household_size=size)


def overridden(
    slug: str, provider: str, size: int, version: int = 1, reason_code: ReasonCode = "capacity", over: bool = False
) -> AssignmentOverridden:
    return AssignmentOverridden(
        case_id=case_id(slug),
        provider=provider,
        reason_code=reason_code,
        note_ref=note_ref(case_id(slug), version),
        over_ceiling=over,
        household_size=size,
    )


def entrusted(slug: str, lives: Household, provider: str) -> CaseEntrusted:
    return CaseEntrusted(provider=provider, case_id=case_id(slug), household=lives, consents=())


def placed_with(slug: str, provider: str, size: int, house: str) -> list[Event]:
    """A household of that size came, was proposed and confirmed."""
    lives = household(slug, size, house)
    return [
        registered(slug, size, house),
        proposed(slug, lives, provider),
        assigned(slug, provider, size),
        entrusted(slug, lives, provider),
    ]


def persons_with(provider: str, persons: int, house: str) -> list[Event]:
    """So many persons are with the provider, in households of at most four."""
    events: list[Event] = []
    for number in count(1):
        size = min(4, persons)
        if size == 0:
            return events
        events += placed_with(f"{house}{number}", provider, size, house)
        persons -= size
    return events


def known(*facts: Fact) -> Coordination:
    """The register after these facts."""
    state = register.REGISTER.initial
    for fact in facts:
        state = register.evolve(state, fact)
    return state


def known_of(*events: Event) -> Coordination:
    """The register after these events, all recorded on one day."""
    return known(*recorded(*events))
