"""Haushalte, as heard from intake: who lives in which house now, by what was recorded last."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from immutables import Map

from shared.event import Fact
from shared.events.allocation import Household
from shared.events.intake import (
    CaseRegistered,
    HouseholdMoved,
    HouseholdSplit,
    PersonJoined,
    PersonLeft,
    PersonRecorded,
    RegisteredPerson,
)

FOLDS = (CaseRegistered, HouseholdMoved, PersonJoined, PersonLeft, HouseholdSplit, PersonRecorded)


@dataclass(frozen=True, slots=True)
class Households:
    """Each household by its case. `recorded_on`: from when the codes of a person hold that were recorded since."""

    by_case: Map[UUID, Household] = field(default_factory=Map)
    recorded_on: Map[UUID, date] = field(default_factory=Map)


def evolve(state: Households, fact: Fact) -> Households:
    """The households after one more fact."""
    match fact.event:
        case CaseRegistered() as event:
            household = Household(
                house=event.house, placed_on=event.placed_on, received_on=event.received_on, persons=event.persons
            )
            return _with(state, event.case_id, household)
        case HouseholdMoved() | PersonJoined() | PersonLeft() | HouseholdSplit() as event:
            before = state.by_case.get(event.case_id)
            return state if before is None else _with(state, event.case_id, _changed(before, event))
        case PersonRecorded() as event:
            return _recorded(state, event)
        case _:
            return state


def _changed(before: Household, event: HouseholdMoved | PersonJoined | PersonLeft | HouseholdSplit) -> Household:
    """A move that is recorded late, after a later one, does not bring the household back."""
    match event:
        case HouseholdMoved(moved_on=moved_on) if moved_on >= before.lives_here_from():
            return before.model_copy(update={"house": event.house, "moved_on": moved_on})
        case HouseholdMoved():
            return before
        case PersonJoined():
            return _with_persons(before, (*_without(before, {event.person.person_id}), event.person))
        case PersonLeft():
            return _with_persons(before, _without(before, {event.person_id}))
        case HouseholdSplit():
            return _with_persons(before, _without(before, set(event.persons)))


def _recorded(state: Households, event: PersonRecorded) -> Households:
    """What is recorded late, for a day before the last, does not bring back what was."""
    before, person = state.by_case.get(event.case_id), event.person
    if before is None or event.on < state.recorded_on.get(person.person_id, event.on):
        return state
    persons = tuple(person if each.person_id == person.person_id else each for each in before.persons)
    recorded_on = state.recorded_on.set(person.person_id, event.on)
    return replace(_with(state, event.case_id, _with_persons(before, persons)), recorded_on=recorded_on)


def _without(household: Household, gone: set[UUID]) -> tuple[RegisteredPerson, ...]:
    return tuple(person for person in household.persons if person.person_id not in gone)


def _with_persons(household: Household, persons: tuple[RegisteredPerson, ...]) -> Household:
    return household.model_copy(update={"persons": persons})


def _with(state: Households, case_id: UUID, household: Household) -> Households:
    return replace(state, by_case=state.by_case.set(case_id, household))
