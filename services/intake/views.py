"""What intake shows: cases with their persons, moves and consents in pseudonyms, and who opened which file."""

from datetime import date
from typing import TypeAlias
from uuid import UUID

import asyncpg

from shared.event import Fact
from shared.events.allocation import CaseEntrusted, CaseWithdrawn
from shared.events.intake import CaseRegistered, ConsentGiven, ConsentWithdrawn, FileOpened, HouseholdMoved
from shared.paging import ROWS_AT_ONCE
from shared.statements import Statement, Views

Reading: TypeAlias = asyncpg.Connection | asyncpg.Pool
Row = dict[str, object]


CASE = """
INSERT INTO case_overview (case_id, house, lives_here_from, placed_on, received_on, persons)
VALUES ($1, $2, $3, $3, $4, $5) ON CONFLICT DO NOTHING"""
PERSON = """
INSERT INTO case_person (case_id, person_id, place, household_role, birth_year, sex, nationality, residence_class)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"""
MOVE = "INSERT INTO case_move (case_id, version, house, moved_on) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
LIVES_THERE = """
UPDATE case_overview SET house = $2, lives_here_from = $3 WHERE case_id = $1 AND lives_here_from <= $3"""
CONSENT = """
INSERT INTO consent (case_id, person_id, purpose, recipient, given, stated_on) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, purpose, recipient) DO UPDATE SET given = excluded.given, stated_on = excluded.stated_on"""
ENTRUSTED = """
INSERT INTO entrusted_case (case_id, provider, entrusted_on) VALUES ($1, $2, $3)
ON CONFLICT (case_id, provider) DO UPDATE SET entrusted_on = excluded.entrusted_on"""
WITHDRAWN = "DELETE FROM entrusted_case WHERE case_id = $1 AND provider = $2"
OPENED = """
INSERT INTO file_opening (event_id, case_id, provider, persons, actor, opened_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"""


def case_registered(fact: Fact) -> list[Statement]:
    case = fact.event
    assert isinstance(case, CaseRegistered)
    statements: list[Statement] = [
        (CASE, (case.case_id, case.house, case.placed_on, case.received_on, len(case.persons)))
    ]
    for place, each in enumerate(case.persons, start=1):
        codes = (each.household_role, str(each.birth_year), each.sex, each.nationality, each.residence_class)
        statements.append((PERSON, (case.case_id, each.person_id, place, *codes)))
    return statements


def household_moved(fact: Fact) -> list[Statement]:
    """A move that is recorded late, after a later one, changes the history and not the present house."""
    move = fact.event
    assert isinstance(move, HouseholdMoved)
    return [
        (MOVE, (move.case_id, fact.version, move.house, move.moved_on)),
        (LIVES_THERE, (move.case_id, move.house, move.moved_on)),
    ]


def consent_stated(fact: Fact) -> list[Statement]:
    stated = fact.event
    assert isinstance(stated, ConsentGiven | ConsentWithdrawn)
    given = isinstance(stated, ConsentGiven)
    return [
        (CONSENT, (stated.case_id, stated.person_id, stated.purpose, stated.recipient, given, stated.on)),
    ]


def case_entrusted(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, CaseEntrusted)
    return [(ENTRUSTED, (fact.event.case_id, fact.event.provider, fact.effective_on))]


def case_withdrawn(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, CaseWithdrawn)
    return [(WITHDRAWN, (fact.event.case_id, fact.event.provider))]


def file_opened(fact: Fact) -> list[Statement]:
    opened = fact.event
    assert isinstance(opened, FileOpened)
    who = (fact.meta.actor, fact.recorded_at)
    return [(OPENED, (fact.event_id, opened.case_id, opened.provider, len(opened.persons), *who))]


VIEWS: Views = {
    CaseRegistered: case_registered,
    HouseholdMoved: household_moved,
    ConsentGiven: consent_stated,
    ConsentWithdrawn: consent_stated,
    CaseEntrusted: case_entrusted,
    CaseWithdrawn: case_withdrawn,
    FileOpened: file_opened,
}


async def cases(reading: Reading, after: UUID | None = None) -> list[Row]:
    """Cases in pseudonyms, those received last first; the next ones by `after`, the last case of the page before."""
    return await _rows(
        reading,
        """SELECT case_id, house, placed_on, received_on, persons, entrusted.provider
        FROM case_overview LEFT JOIN entrusted_case AS entrusted USING (case_id)
        WHERE $1::uuid IS NULL OR (received_on, case_id) <
            (SELECT last.received_on, last.case_id FROM case_overview AS last WHERE last.case_id = $1)
        ORDER BY received_on DESC, case_id DESC LIMIT $2""",
        after,
        ROWS_AT_ONCE,
    )


async def case(reading: Reading, case_id: UUID) -> Row | None:
    """One case with its persons, moves, consents in force or withdrawn, and openings. None if there is none."""
    found = await reading.fetchrow("SELECT * FROM case_overview WHERE case_id = $1", case_id)
    if found is None:
        return None
    return {
        **dict(found),
        "persons": await _rows(reading, "SELECT * FROM case_person WHERE case_id = $1 ORDER BY place", case_id),
        "moves": await _rows(reading, "SELECT * FROM case_move WHERE case_id = $1 ORDER BY version", case_id),
        "consents": await _rows(
            reading,
            "SELECT * FROM consent WHERE case_id = $1 ORDER BY person_id, purpose, recipient",
            case_id,
        ),
        "entrusted_to": await _rows(
            reading,
            "SELECT provider, entrusted_on FROM entrusted_case WHERE case_id = $1 ORDER BY provider",
            case_id,
        ),
        "openings": await _rows(
            reading,
            "SELECT * FROM file_opening WHERE case_id = $1 ORDER BY opened_at, event_id LIMIT $2",
            case_id,
            ROWS_AT_ONCE,
        ),
    }


async def entrusted_on(reading: Reading, case_id: UUID, provider: str) -> date | None:
    """Since when the case is with the provider, None if it is not. Decisions ask the register, not this."""
    since: date | None = await reading.fetchval(
        "SELECT entrusted_on FROM entrusted_case WHERE case_id = $1 AND provider = $2", case_id, provider
    )
    return since


async def _rows(reading: Reading, sql: str, *values: object) -> list[Row]:
    return [dict(row) for row in await reading.fetch(sql, *values)]
