"""What facts of a household change in the read tables: who belongs to it, what is known of each, where it lives."""

from datetime import date
from uuid import UUID

from shared.event import Fact, canonical
from shared.events.allocation import AssignmentEnded
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
from shared.events.provider import ResidenceSeen
from shared.statements import Statement, Views

CASE = """
INSERT INTO case_overview (case_id, house, lives_here_from, placed_on, received_on, persons, split_from,
    taken_over_provider, taken_over_on)
VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"""
PERSON = """
INSERT INTO case_person (case_id, person_id, place, joined_on, joined_because, codes_from, household_role, birth_year,
    sex, nationality, residence_class, residence_valid_until, languages, needs)
VALUES ($1, $2, $3, $4, $5, $4, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (case_id, person_id) DO UPDATE SET place = excluded.place, joined_on = excluded.joined_on,
    joined_because = excluded.joined_because, left_on = NULL, left_because = NULL, codes_from = excluded.codes_from,
    household_role = excluded.household_role, birth_year = excluded.birth_year, sex = excluded.sex,
    nationality = excluded.nationality, residence_class = excluded.residence_class,
    residence_valid_until = excluded.residence_valid_until, languages = excluded.languages, needs = excluded.needs"""
CODES = """
UPDATE case_person SET codes_from = $3, household_role = $4, birth_year = $5, sex = $6, nationality = $7,
    residence_class = $8, residence_valid_until = $9, languages = $10, needs = $11
WHERE case_id = $1 AND person_id = $2 AND codes_from <= $3"""
RECORD = """
INSERT INTO person_record (event_id, case_id, person_id, version, holds_from, corrects, codes)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"""
LEFT = "UPDATE case_person SET left_on = $3, left_because = $4 WHERE case_id = $1 AND person_id = ANY($2::uuid[])"
COUNTED = """
UPDATE case_overview SET persons = (SELECT count(*) FROM case_person WHERE case_id = $1 AND left_on IS NULL)
WHERE case_id = $1"""
SPLIT = """
INSERT INTO case_split (case_id, into_case_id, split_on, persons) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"""
MOVE = "INSERT INTO case_move (case_id, version, house, moved_on) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
LIVES_THERE = """
UPDATE case_overview SET house = $2, lives_here_from = $3 WHERE case_id = $1 AND lives_here_from <= $3"""
CLOSED = "UPDATE case_overview SET closed_on = $2, closed_because = $3 WHERE case_id = $1"

SEEN = """
UPDATE case_person SET residence_seen_on = $3, residence_seen = $4, residence_seen_until = $5
WHERE case_id = $1 AND person_id = $2 AND (residence_seen_on IS NULL OR residence_seen_on <= $3)"""


def case_registered(fact: Fact) -> list[Statement]:
    case = fact.event
    assert isinstance(case, CaseRegistered)
    over = (case.taken_over.provider, case.taken_over.entrusted_on) if case.taken_over else (None, None)
    head = (case.case_id, case.house, case.placed_on, case.received_on, len(case.persons), case.split_from)
    statements: list[Statement] = [(CASE, (*head, *over))]
    for place, person in enumerate(case.persons, start=1):
        statements += _person(fact, case.case_id, place, person, case.placed_on, "registered")
    return statements


def person_joined(fact: Fact) -> list[Statement]:
    joined = fact.event
    assert isinstance(joined, PersonJoined)
    place = 1_000 + fact.version  # behind those who were registered
    statements = _person(fact, joined.case_id, place, joined.person, joined.joined_on, joined.cause)
    return [*statements, (COUNTED, (joined.case_id,))]


def person_left(fact: Fact) -> list[Statement]:
    left = fact.event
    assert isinstance(left, PersonLeft)
    return [(LEFT, (left.case_id, [left.person_id], left.left_on, left.cause)), (COUNTED, (left.case_id,))]


def household_split(fact: Fact) -> list[Statement]:
    split = fact.event
    assert isinstance(split, HouseholdSplit)
    return [
        (SPLIT, (split.case_id, split.into_case_id, split.split_on, len(split.persons))),
        (LEFT, (split.case_id, list(split.persons), split.split_on, "split")),
        (COUNTED, (split.case_id,)),
    ]


def household_moved(fact: Fact) -> list[Statement]:
    """A move that is recorded late, after a later one, changes the history and not the present house."""
    move = fact.event
    assert isinstance(move, HouseholdMoved)
    return [
        (MOVE, (move.case_id, fact.version, move.house, move.moved_on)),
        (LIVES_THERE, (move.case_id, move.house, move.moved_on)),
    ]


def household_left(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, HouseholdLeft)
    return [(CLOSED, (fact.event.case_id, fact.event.left_on, "left_town"))]


def assignment_ended(fact: Fact) -> list[Statement]:
    """Its provider closed the case, and allocation took note. Other ends of an assignment close no case."""
    ended = fact.event
    assert isinstance(ended, AssignmentEnded)
    return [(CLOSED, (ended.case_id, ended.ended_on, "closed"))] if ended.cause == "closed" else []


def residence_seen(fact: Fact) -> list[Statement]:
    """What a provider saw at a contact stands beside what the desk recorded."""
    seen = fact.event
    assert isinstance(seen, ResidenceSeen)
    return [(SEEN, (seen.case_id, seen.person_id, seen.on, seen.residence_class, seen.valid_until))]


def case_reopened(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, CaseReopened)
    return [(CLOSED, (fact.event.case_id, None, None))]


def person_recorded(fact: Fact) -> list[Statement]:
    """What is recorded late, after something later, changes the history and not what holds now."""
    recorded = fact.event
    assert isinstance(recorded, PersonRecorded)
    person, case_id = recorded.person, recorded.case_id
    return [
        (CODES, (case_id, person.person_id, recorded.on, *_codes(person))),
        _record(fact, case_id, person, recorded.on, recorded.corrects),
    ]


def _person(
    fact: Fact, case_id: UUID, place: int, person: RegisteredPerson, since: date, because: str
) -> list[Statement]:
    return [
        (PERSON, (case_id, person.person_id, place, since, because, *_codes(person))),
        _record(fact, case_id, person, since, None),
    ]


def _record(fact: Fact, case_id: UUID, person: RegisteredPerson, since: date, corrects: UUID | None) -> Statement:
    codes = canonical(person).decode()
    return RECORD, (fact.event_id, case_id, person.person_id, fact.version, since, corrects, codes)


def _codes(person: RegisteredPerson) -> tuple[object, ...]:
    codes = (person.household_role, str(person.birth_year), person.sex, person.nationality, person.residence_class)
    listed = (canonical(person.languages).decode(), canonical(person.needs).decode())
    return (*codes, person.residence_valid_until, *listed)


VIEWS: Views = {
    CaseRegistered: case_registered,
    PersonJoined: person_joined,
    PersonLeft: person_left,
    HouseholdSplit: household_split,
    HouseholdMoved: household_moved,
    HouseholdLeft: household_left,
    CaseReopened: case_reopened,
    AssignmentEnded: assignment_ended,
    ResidenceSeen: residence_seen,
    PersonRecorded: person_recorded,
}
