"""Build every view again from the log in a second schema, and compare it row by row with the first."""

import json
from collections.abc import Iterable

import asyncpg

from shared.events.catalogue import decode
from shared.follow import apply
from shared.migrate import views_sql
from shared.statements import Views

FACTS = "SELECT body FROM log WHERE log_position <= $1 ORDER BY log_position"
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1"
ROWS_AT_ONCE = 500


async def fill(connection: asyncpg.Connection, service: str, views: Views, bodies: Iterable[bytes]) -> None:
    """Create the read tables in the current schema and fill them from these facts."""
    await connection.execute(views_sql(service))
    await apply(connection, views, [decode(body) for body in bodies])


async def check(database_url: str, service: str, views: Views) -> dict[str, object]:
    """Whether the views are what the log says, on one snapshot. Needs the right to create a schema for the moment."""
    connection = await asyncpg.connect(database_url)
    try:
        transaction = connection.transaction(isolation="repeatable_read")
        await transaction.start()
        try:
            return await _compare(connection, service, views)
        finally:
            await transaction.rollback()
    finally:
        await connection.close()


async def _compare(connection: asyncpg.Connection, service: str, views: Views) -> dict[str, object]:
    await connection.execute("SET LOCAL search_path = read, public")
    position = await connection.fetchval("SELECT log_position FROM checkpoint WHERE reader = 'views'")
    bad = await first_gap(connection)
    if bad is not None:
        return {"identical": False, "first_difference": bad}
    bodies = [row["body"] for row in await connection.fetch(FACTS, position)]
    tables = [row["table_name"] for row in await connection.fetch(TABLES, "read")]
    kept = {table: await _dump(connection, table) for table in tables}
    for table in tables:
        quoted = await connection.fetchval("SELECT quote_ident($1)", table)
        await connection.execute(f"CREATE TEMP TABLE {quoted} (LIKE read.{quoted} INCLUDING ALL) ON COMMIT DROP")
    await connection.execute("SET LOCAL search_path = pg_temp, public")
    await apply(connection, views, [decode(body) for body in bodies])
    for table in tables:
        built = await _dump(connection, table)
        if built != kept[table]:
            return {"identical": False, "first_difference": f"{table}: {_first(kept[table], built)}"}
    return {"identical": True, "first_difference": None, "facts": len(bodies), "tables": len(tables)}


async def first_gap(connection: asyncpg.Connection) -> str | None:
    """The log's own order: positions, own fact numbers and versions of every stream are 1..n."""
    row = await connection.fetchrow(
        "SELECT count(*) AS n, max(log_position) AS p, count(fact_number) AS f, max(fact_number) AS m FROM log"
    )
    if row["n"] != (row["p"] or 0) or row["f"] != (row["m"] or 0):
        return "log: positions or fact numbers have a gap"
    gap = await connection.fetchrow(
        "SELECT source, stream FROM log GROUP BY source, stream HAVING count(*) <> max(version) LIMIT 1"
    )
    return f"log: stream {gap['stream']} of {gap['source']} has a gap" if gap else None


async def _dump(connection: asyncpg.Connection, table: str) -> list[str]:
    quoted = await connection.fetchval("SELECT quote_ident($1)", table)
    rows = await connection.fetch(f"SELECT to_jsonb(t)::text AS row FROM {quoted} t")  # noqa: S608 (quoted by the database)
    return sorted(json.dumps(json.loads(row["row"]), sort_keys=True) for row in rows)


def _first(kept: list[str], built: list[str]) -> str:
    """Codes and pseudonyms only: views hold nothing else."""
    missing = sorted(set(kept) ^ set(built))
    return f"{len(missing)} rows differ, first {missing[0]}" if missing else "rows appear another number of times"
