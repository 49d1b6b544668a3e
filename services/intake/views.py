"""What intake shows: cases with their persons, moves and consents in pseudonyms, and who opened which file."""

import json
from datetime import date
from uuid import UUID

from services.intake import household_views
from shared.event import Event, Fact
from shared.events.allocation import CaseEntrusted, CaseWithdrawn
from shared.events.intake import ConsentGiven, ConsentWithdrawn, FileOpened
from shared.events.person import ConsentRefused, PersonsMerged, SecrecyReleased, SecrecyReleaseWithdrawn
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row
from shared.statements import Statement, Views

KEPT_AS_JSON = frozenset({"languages", "needs", "codes"})


CONSENT = """
INSERT INTO consent (case_id, person_id, purpose, recipient, given, answer, stated_on)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id, purpose, recipient) DO UPDATE
SET case_id = excluded.case_id, given = excluded.given, answer = excluded.answer, stated_on = excluded.stated_on"""
ANSWERS: dict[type[Event], str] = {ConsentGiven: "given", ConsentRefused: "refused", ConsentWithdrawn: "withdrawn"}
RELEASE = """
INSERT INTO secrecy_release (case_id, person_id, purpose, recipient, released, stated_on)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id, purpose, recipient) DO UPDATE
SET case_id = excluded.case_id, released = excluded.released, stated_on = excluded.stated_on"""
MERGED = """
INSERT INTO merged_person (merged_person_id, person_id, case_id, merged_on, grounds) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING"""
ENTRUSTED = """
INSERT INTO entrusted_case (case_id, provider, entrusted_on) VALUES ($1, $2, $3)
ON CONFLICT (case_id, provider) DO UPDATE SET entrusted_on = excluded.entrusted_on"""
WITHDRAWN = "DELETE FROM entrusted_case WHERE case_id = $1 AND provider = $2"
OPENED = """
INSERT INTO file_opening (event_id, case_id, provider, persons, actor, opened_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"""


def consent_stated(fact: Fact) -> list[Statement]:
    stated = fact.event
    assert isinstance(stated, ConsentGiven | ConsentWithdrawn | ConsentRefused)
    answer = ANSWERS[type(stated)]
    matter = (stated.case_id, stated.person_id, stated.purpose, stated.recipient)
    return [(CONSENT, (*matter, answer == "given", answer, stated.on))]


def release_stated(fact: Fact) -> list[Statement]:
    stated = fact.event
    assert isinstance(stated, SecrecyReleased | SecrecyReleaseWithdrawn)
    matter = (stated.case_id, stated.person_id, stated.purpose, stated.recipient)
    return [(RELEASE, (*matter, isinstance(stated, SecrecyReleased), stated.on))]


def persons_merged(fact: Fact) -> list[Statement]:
    merged = fact.event
    assert isinstance(merged, PersonsMerged)
    return [(MERGED, (merged.merged_person_id, merged.person_id, merged.case_id, merged.on, list(merged.grounds)))]


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
    **household_views.VIEWS,
    ConsentGiven: consent_stated,
    ConsentWithdrawn: consent_stated,
    ConsentRefused: consent_stated,
    SecrecyReleased: release_stated,
    SecrecyReleaseWithdrawn: release_stated,
    PersonsMerged: persons_merged,
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
    """One case with all that was recorded of it, in pseudonyms. None if there is none."""
    found = await reading.fetchrow("SELECT * FROM case_overview WHERE case_id = $1", case_id)
    if found is None:
        return None
    lists = {name: await _rows(reading, sql, case_id) for name, sql in OF_A_CASE.items()}
    openings = await _rows(
        reading,
        "SELECT * FROM file_opening WHERE case_id = $1 ORDER BY opened_at, event_id LIMIT $2",
        case_id,
        ROWS_AT_ONCE,
    )
    return {**dict(found), **lists, "openings": openings}


OF_A_CASE = {
    "persons": "SELECT * FROM case_person WHERE case_id = $1 ORDER BY place, person_id",
    "records": "SELECT * FROM person_record WHERE case_id = $1 ORDER BY version, person_id",
    "moves": "SELECT * FROM case_move WHERE case_id = $1 ORDER BY version",
    "splits": "SELECT * FROM case_split WHERE case_id = $1 ORDER BY split_on, into_case_id",
    "consents": "SELECT * FROM consent WHERE case_id = $1 ORDER BY person_id, purpose, recipient",
    "secrecy_releases": "SELECT * FROM secrecy_release WHERE case_id = $1 ORDER BY person_id, purpose, recipient",
    "merged": """SELECT merged.* FROM merged_person AS merged WHERE merged.case_id = $1 OR merged.person_id IN
        (SELECT person_id FROM case_person WHERE case_person.case_id = $1) ORDER BY merged_person_id""",
    "entrusted_to": "SELECT provider, entrusted_on FROM entrusted_case WHERE case_id = $1 ORDER BY provider",
}


async def entrusted_on(reading: Reading, case_id: UUID, provider: str) -> date | None:
    """Since when the case is with the provider, None if it is not. Decisions ask the register, not this."""
    since: date | None = await reading.fetchval(
        "SELECT entrusted_on FROM entrusted_case WHERE case_id = $1 AND provider = $2", case_id, provider
    )
    return since


async def _rows(reading: Reading, sql: str, *values: object) -> list[Row]:
    """As the answer shows them; what is kept as JSON is read."""
    return [
        {name: json.loads(value) if name in KEPT_AS_JSON else value for name, value in row.items()}
        for row in await reading.fetch(sql, *values)
    ]
