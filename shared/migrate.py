"""Bring a service's database to what the code expects: the log once, kept tables step by step, views by rebuilding.

Read tables live in the schema `read`. When their definition changes they are dropped, and filled again from the log.
"""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

import asyncpg

LOCK = 0x6D696772617465  # "migrate"
RIGHTS = """
GRANT USAGE ON SCHEMA public, read, kept TO {role};
GRANT SELECT, INSERT ON log TO {role};
GRANT SELECT, INSERT, UPDATE ON checkpoint, told, place, heard TO {role};
GRANT SELECT, INSERT ON idempotency, alarm TO {role};
GRANT SELECT, INSERT, UPDATE ON vault, quarantine TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA read, kept TO {role};
GRANT TEMPORARY ON DATABASE {database} TO {role};
"""


async def migrate(owner_dsn: str, service: str, role: str) -> None:
    """Run as the database's owner; may run again at any time, and twice at once (the second waits)."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
            await _steps(connection, service)
            await _views(connection, service)
            quoted = await connection.fetchrow(
                "SELECT quote_ident($1) AS role, quote_ident(current_database()) AS database", role
            )
            await connection.execute(RIGHTS.format(**quoted))
    finally:
        await connection.close()


async def _steps(connection: asyncpg.Connection, service: str) -> None:
    await connection.execute("CREATE SCHEMA IF NOT EXISTS read")
    await connection.execute("CREATE TABLE IF NOT EXISTS migration (step text PRIMARY KEY, sha256 text NOT NULL)")
    folders = (files("shared") / "migrations", files(f"services.{service}") / "migrations")
    steps = [files("shared") / "log.sql", *(step for folder in folders for step in _sql_files(folder))]
    for step in steps:
        sql = step.read_text(encoding="utf-8")
        digest = hashlib.sha256(sql.encode()).hexdigest()
        known = await connection.fetchval("SELECT sha256 FROM migration WHERE step = $1", step.name)
        if known is None:
            await connection.execute(sql)
            await connection.execute("INSERT INTO migration VALUES ($1, $2)", step.name, digest)
        elif known != digest:
            raise RuntimeError(f"migration {step.name} was changed after it had run: add a new one")


def _sql_files(folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        return []
    return sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)


async def _views(connection: asyncpg.Connection, service: str) -> None:
    """Views whose definition changed start from the first fact again."""
    sql = views_sql(service)
    digest = hashlib.sha256(sql.encode()).hexdigest()
    known = await connection.fetchval("SELECT sha256 FROM migration WHERE step = 'views'")
    if known == digest:
        return
    await connection.execute("DROP SCHEMA read CASCADE; CREATE SCHEMA read; SET LOCAL search_path = read, public")
    await connection.execute(sql)
    await connection.execute("SET LOCAL search_path = public")
    await connection.execute("DELETE FROM migration WHERE step = 'views'")
    await connection.execute("INSERT INTO migration VALUES ('views', $1)", digest)
    await connection.execute(
        "INSERT INTO checkpoint VALUES ('views', 0) ON CONFLICT (reader) DO UPDATE SET log_position = 0"
    )
    await connection.execute("INSERT INTO checkpoint VALUES ('reactions', 0) ON CONFLICT DO NOTHING")


def views_sql(service: str) -> str:
    """Definition of a service's read tables; names are without schema, so that a second set can stand beside."""
    file = files(f"services.{service}") / "views.sql"
    return file.read_text(encoding="utf-8") if file.is_file() else ""
