"""Replaying a report from foreign facts: the same code as ever, on an empty schema that is dropped afterwards."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from services.reporting import views
from services.reporting.figures.report import grant_report
from shared.event import read_envelope
from shared.events.catalogue import decode
from shared.follow import apply
from shared.ids import service_of
from shared.merkle import leaf_hash
from shared.migrate import views_sql

COLUMNS = [
    "log_position",
    "fact_number",
    "source",
    "stream",
    "version",
    "event_id",
    "type",
    "recorded_at",
    "body",
    "leaf_hash",
]


async def replay(
    database_url: str, facts_file: Path, grant_id: UUID, as_of: date, known_on: date | None, cut: dict[str, int] | None
) -> bytes:
    """The report's canonical JSON from the facts of a file, a line each. Without a cut all facts are used."""
    bodies = facts_file.read_bytes().splitlines()
    connection = await asyncpg.connect(database_url)
    try:
        transaction = connection.transaction()
        await transaction.start()
        try:
            return await _in_an_empty_schema(connection, bodies, grant_id, as_of, known_on, cut)
        finally:
            await transaction.rollback()
    finally:
        await connection.close()


async def _in_an_empty_schema(
    connection: asyncpg.Connection,
    bodies: list[bytes],
    grant_id: UUID,
    as_of: date,
    known_on: date | None,
    cut: dict[str, int] | None,
) -> bytes:
    schema = f"replay_{uuid4().hex}"
    await connection.execute(f"CREATE SCHEMA {schema}; SET LOCAL search_path = {schema}")
    await connection.execute((files("shared") / "log.sql").read_text(encoding="utf-8"))
    await connection.execute(views_sql("reporting"))
    numbers: Counter[str] = Counter()
    rows, facts = [], []
    for position, body in enumerate(bodies, start=1):
        e = read_envelope(body)
        numbers[e.source] = max(numbers[e.source], e.fact_number)
        head = (position, None, e.source, e.stream, e.version, e.event_id, e.type, e.recorded_at)
        rows.append((*head, body, leaf_hash(body)))
        facts.append(decode(body))
    await connection.copy_records_to_table("log", records=rows, columns=COLUMNS)
    await apply(connection, views.VIEWS, facts)
    own = own_source(numbers)
    found = await views.grant_facts(connection, own, grant_id)
    return grant_report(found, grant_id, as_of, known_on, numbers if cut is None else cut)


def own_source(sources: Iterable[str]) -> str:
    """Reporting's own source among those heard."""
    return next((source for source in sources if service_of(source) == "reporting"), "")


def read_cut(text: str | None) -> dict[str, int] | None:
    """A cut from its JSON."""
    return None if text is None else {str(source): int(number) for source, number in json.loads(text).items()}
