"""Haushalt im Lauf der Zeit: one case as all its facts tell it. Who belongs to it, where it lives, what is known."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from immutables import Map

from shared.event import Fact
from shared.events.codes import Written
from shared.events.intake import (
    CaseRegistered,
    CaseReopened,
    HouseholdLeft,
    HouseholdMoved,
    HouseholdSplit,
    PersonJoined,
    PersonLeft,
    PersonRecorded,
    RegisteredPerson,
)

Change = PersonJoined | PersonLeft | HouseholdSplit | HouseholdLeft | CaseReopened | PersonRecorded


@dataclass(frozen=True, slots=True)
class Codes:
    """What one fact says of a person, and from when it holds. `corrects`: the fact whose place it takes."""

    event_id: UUID
    person: RegisteredPerson
    on: date
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The registration, if there was one; moves and other changes in the order they were recorded.

    `members`: who belongs to the household by what was recorded last, and since when. `said`: all codes of persons.
    """

    registered: CaseRegistered | None = None
    moves: tuple[HouseholdMoved, ...] = ()
    changes: tuple[Change, ...] = ()
    members: Map[UUID, date] = field(default_factory=Map)
    said: tuple[Codes, ...] = ()


def evolve(state: Case, fact: Fact) -> Case:
    """The case after one more fact of its stream."""
    match fact.event:
        case CaseRegistered() as registered:
            said = tuple(Codes(fact.event_id, person, registered.placed_on) for person in registered.persons)
            first = Map({person.person_id: registered.placed_on for person in registered.persons})
            return replace(state, registered=registered, members=first, said=said)
        case HouseholdMoved() as moved:
            return replace(state, moves=(*state.moves, moved))
        case PersonJoined() as joined:
            members = state.members.set(joined.person.person_id, joined.joined_on)
            said = (*state.said, Codes(fact.event_id, joined.person, joined.joined_on))
            return replace(state, changes=(*state.changes, joined), members=members, said=said)
        case PersonLeft() as left:
            return replace(state, changes=(*state.changes, left), members=_without(state, (left.person_id,)))
        case HouseholdSplit() as split:
            return replace(state, changes=(*state.changes, split), members=_without(state, split.persons))
        case HouseholdLeft() | CaseReopened() as change:
            return replace(state, changes=(*state.changes, change))
        case PersonRecorded() as recorded:
            said = (*state.said, Codes(fact.event_id, recorded.person, recorded.on, recorded.corrects))
            return replace(state, changes=(*state.changes, recorded), said=said)
        case _:
            return state


def house_on(state: Case, day: date) -> Written | None:
    """Where the household lives on the day, None before it was placed. Of two moves on one day the later recorded."""
    if state.registered is None or day < state.registered.placed_on:
        return None
    moves = sorted((move for move in state.moves if move.moved_on <= day), key=lambda move: move.moved_on)
    return moves[-1].house if moves else state.registered.house


def codes_on(state: Case, person_id: UUID, day: date) -> Codes | None:
    """What holds of a person on the day; what was corrected does not. Of one day the later recorded."""
    corrected = {each.corrects for each in state.said}
    holding = [
        each
        for each in state.said
        if each.person.person_id == person_id and each.on <= day and each.event_id not in corrected
    ]
    return max(reversed(holding), key=lambda each: each.on, default=None)


def _without(state: Case, gone: tuple[UUID, ...]) -> Map[UUID, date]:
    members = state.members
    for person_id in gone:
        if person_id in members:
            members = members.delete(person_id)
    return members
