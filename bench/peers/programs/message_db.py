"""message-db: its functions called with asyncpg, one pool, tasks; the category is read on from its last position."""

import argparse
import asyncio
import json
from pathlib import Path
from uuid import uuid4

import asyncpg
import uvloop

from bench.peers.contract import Load, Result, add_load, fact, house, measure

FILES = (
    "schema/message-store", "tables/messages", "types/message", "functions/message-store-version", "functions/hash-64",
    "functions/acquire-lock", "functions/category", "functions/is-category", "functions/id", "functions/cardinal-id",
    "functions/stream-version", "functions/write-message", "functions/get-stream-messages",
    "functions/get-category-messages", "functions/get-last-stream-message",
    "indexes/messages-id", "indexes/messages-stream", "indexes/messages-category",
)  # fmt: skip
"""In the order of its own `install.sh`. Left out: `pgcrypto`, whose one function is in PostgreSQL since 13; the role
and its rights; the reports."""
LAST = "SELECT position, data FROM get_last_stream_message($1)"
WRITE = "SELECT write_message($1, $2, $3, $4, $5, $6)"
NEXT = "SELECT id, global_position FROM get_category_messages('case', $1, $2)"
TAIL_BATCH = 1_000
TAIL_POLL_SECONDS = 0.1


async def install(url: str, package: Path) -> None:
    """Run the package's SQL; it is not ours and never kept."""
    connection = await asyncpg.connect(url, server_settings={"search_path": "message_store, public"})
    try:
        for file in FILES:
            await connection.execute((package / "database" / f"{file}.sql").read_text())
    finally:
        await connection.close()


async def append_stream(pool: asyncpg.Pool, length: int) -> None:
    """The decision needs no more than the last message: whoever lives there already does not move."""
    case_id = uuid4()
    stream = f"case-{case_id}"
    for number in range(1, length + 1):
        async with pool.acquire() as connection:
            last = await connection.fetchrow(LAST, stream)
            version = last["position"] if last else -1
            if last is None or json.loads(last["data"])["data"]["house"] != house(number):
                body = json.dumps(fact(case_id, number))
                await connection.fetchval(WRITE, str(uuid4()), stream, "HouseholdMoved", body, None, version)


async def follow(pool: asyncpg.Pool, seen: set[str]) -> None:
    position = 1
    while True:
        rows = await pool.fetch(NEXT, position, TAIL_BATCH)
        seen.update(row["id"] for row in rows)
        if rows:
            position = rows[-1]["global_position"] + 1
        if len(rows) < TAIL_BATCH:
            await asyncio.sleep(TAIL_POLL_SECONDS)


async def as_it_is(_: asyncpg.Connection) -> None:
    """Hand a connection on without a round trip to reset it."""


async def run(load: Load, package: Path) -> Result:
    await install(load.url, package)
    seen: set[str] = set()
    size = load.callers + 1
    path = {"search_path": "message_store, public"}
    async with asyncpg.create_pool(
        load.url, min_size=size, max_size=size, server_settings=path, reset=as_it_is
    ) as pool:
        seconds, cpu_seconds = await measure(
            load, lambda length: append_stream(pool, length), follow(pool, seen), lambda: len(seen)
        )
    version = (package / "database" / "VERSION.txt").read_text().strip()
    missed = load.appended() - len(seen)
    return Result("message_db", version, load.facts, seconds, cpu_seconds, missed, len(seen))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--package", type=Path, required=True)
    add_load(parser)
    given = parser.parse_args()
    load = Load(given.url, given.callers, given.facts)
    print(uvloop.run(run(load, given.package)).line())


if __name__ == "__main__":
    main()
