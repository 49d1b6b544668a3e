"""The view behind every history: where each fact lies, what it corrects, which case and person it names.

A service that has it puts `shared/history/view.sql` in front of its own tables, and `with_history` around its views.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

import asyncpg

from shared.event import Event, Fact
from shared.events.catalogue import EVENTS, decode
from shared.history.catalogue import case_of, corrected_by, household_of, person_of
from shared.statements import Statement, Views

FACTS_LIMIT = 10_000
OF_ONE_CASE = ("case", "assignment", "care", "plan", "referral")
"""Categories whose streams belong to one case with all that stands in them, also where a fact does not name it."""

LIES = """
INSERT INTO history (stream, source, version, event_id, corrects, case_id, person_id)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"""
BELONGS = "INSERT INTO history_person (case_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"

OF_STREAM = "SELECT stream, source, version, event_id FROM history WHERE stream = $1"
OF_CASE = """
WITH found AS (
    SELECT stream, source, version, event_id FROM history WHERE case_id = $1
    UNION
    SELECT stream, source, version, event_id FROM history JOIN history_person AS of_case USING (person_id)
    WHERE of_case.case_id = $1 AND history.case_id IS NULL
)
SELECT * FROM found
UNION
SELECT stream, source, version, event_id FROM history
WHERE stream IN (SELECT stream FROM found) AND split_part(stream, '-', 1) = ANY($2)"""
ROWS = """
WITH part AS ({part})
SELECT log.body, (SELECT min(later.event_id::text) FROM history AS later WHERE later.corrects = part.event_id) AS by
FROM part JOIN log USING (source, stream, version)
ORDER BY log.recorded_at, log.source, log.log_position LIMIT $3"""
STREAM_ROWS = ROWS.format(part=OF_STREAM).replace("$3", "$2")
CASE_ROWS = ROWS.format(part=OF_CASE)
CAUSES = "SELECT event_id::text AS event_id, body FROM log WHERE event_id = ANY($1)"


class Happened(NamedTuple):
    """A fact, and the id of the fact that corrects it, if one does."""

    fact: Fact
    corrected_by: str | None


def with_history(views: Views) -> Views:
    """The views of a service, and this one for every fact."""
    return {kind: _and_lies(views.get(kind)) for kind in EVENTS.values()}


def _and_lies(others: Callable[[Fact], list[Statement]] | None) -> Callable[[Fact], list[Statement]]:
    return lambda fact: [*lies(fact), *(others(fact) if others else [])]


def lies(fact: Fact) -> list[Statement]:
    """Where it lies, and whom it adds to a household."""
    event: Event = fact.event
    named = (corrected_by(event), case_of(event), person_of(event))
    belong: list[Statement] = [(BELONGS, (case_of(event), person)) for person in household_of(event)]
    return [(LIES, (fact.stream, fact.source, fact.version, fact.event_id, *named)), *belong]


async def of_stream(pool: asyncpg.Pool, stream: str) -> list[Happened]:
    """The facts of one stream, in the order in which they were recorded."""
    return _read(await pool.fetch(STREAM_ROWS, stream, FACTS_LIMIT))


async def of_case(pool: asyncpg.Pool, case_id: UUID) -> list[Happened]:
    """All facts of a case that this log has, whoever recorded them, in the order in which they were recorded."""
    return _read(await pool.fetch(CASE_ROWS, case_id, list(OF_ONE_CASE), FACTS_LIMIT))


async def causes(pool: asyncpg.Pool, happened: Sequence[Happened]) -> dict[str, Fact]:
    """The facts that led to these, by their id, as far as this log has them."""
    ids = {each.fact.meta.causation_id for each in happened}
    rows = await pool.fetch(CAUSES, [ref for ref in ids if _is_id(ref)])
    return {row["event_id"]: decode(row["body"]) for row in rows}


def _read(rows: Sequence[asyncpg.Record]) -> list[Happened]:
    return [Happened(decode(row["body"]), row["by"]) for row in rows]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
