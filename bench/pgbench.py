"""PostgreSQL's own load generator: one INSERT a transaction, into a table of the log's shape."""

import asyncio
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from infra.embedded.postgres import BINARIES

TABLE = """
DROP TABLE IF EXISTS single_insert;
DROP SEQUENCE IF EXISTS single_number;
CREATE SEQUENCE single_number CACHE 1;
CREATE TABLE single_insert (LIKE log INCLUDING ALL)"""
SCRIPT = """\
INSERT INTO single_insert
    (log_position, fact_number, source, stream, version, event_id, type, recorded_at, body, leaf_hash)
SELECT number, number, 'urn.fallbuch.weinheim.intake', 'case-' || id, 1, id, 'CaseRegistered', now(),
    '\\x{body}'::bytea, '\\x{leaf}'::bytea
FROM (SELECT nextval('single_number') AS number, gen_random_uuid() AS id) AS next;
"""
# pgbench takes a colon before a word for a variable, also within quotes: hence the dots in the source.
TPS = re.compile(r"^tps = ([0-9.]+) ", re.MULTILINE)


async def make_table(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(TABLE)
    finally:
        await connection.close()


async def single_inserts(url: str, folder: Path, body: bytes, clients: int, transactions: int) -> float:
    """Seconds for all of them, without the time to connect. Raises `RuntimeError` if pgbench fails."""
    script = folder / "single_insert.sql"
    script.write_text(SCRIPT.format(body=body.hex(), leaf=bytes(32).hex()))
    where = urlsplit(url)
    command = [
        str(BINARIES / "pgbench"), "--no-vacuum", "--protocol", "prepared", "--file", str(script),
        "--client", str(clients), "--jobs", str(min(clients, 2)), "--transactions", str(transactions // clients),
        "--host", str(where.hostname), "--port", str(where.port), "--username", str(where.username),
        where.path.lstrip("/"),
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, "PGPASSWORD": unquote(where.password or "")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode()
    found = TPS.search(said)
    if process.returncode != 0 or found is None:
        raise RuntimeError(f"pgbench failed: {said}")
    return transactions // clients * clients / float(found[1])
