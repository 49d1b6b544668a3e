"""Was it right? Asked of the database after each run, in words of SQL that the code itself does not use."""

import hashlib
from collections.abc import Sequence

import asyncpg

from shared.merkle import Tree

COUNTS = """
SELECT count(*) AS rows, coalesce(max(log_position), 0) AS last, count(DISTINCT event_id) AS ids,
       count(fact_number) AS own, coalesce(max(fact_number), 0) AS last_own FROM log"""
OUT_OF_ORDER = """
SELECT count(*) FROM (
    SELECT version, fact_number,
           row_number() OVER (PARTITION BY source, stream ORDER BY log_position) AS nth_of_stream,
           count(fact_number) OVER (ORDER BY log_position) AS nth_of_own
    FROM log) AS seen
WHERE version <> nth_of_stream OR fact_number <> nth_of_own"""
OTHER_HASH = "SELECT count(*) FROM log WHERE leaf_hash <> sha256('\\x00'::bytea || body)"
OTHER_BODY = """
SELECT count(*) FROM (SELECT *, convert_from(body, 'UTF8')::json AS said FROM log) AS log
WHERE said->>'id' <> event_id::text OR said->>'subject' <> stream OR said->>'type' <> type
   OR said->>'source' <> source OR (said->>'streamversion')::bigint <> version
   OR (said->>'factnumber')::bigint <> coalesce(fact_number, (said->>'factnumber')::bigint)"""
BODIES = "SELECT body FROM log ORDER BY log_position"


async def log_is_whole(pool: asyncpg.Pool, facts: int) -> list[str]:
    """Positions, numbers and versions without gap or double and in order; every body what its row says; the tree."""
    found = []
    counts = await pool.fetchrow(COUNTS)
    if counts["rows"] != facts:
        found.append(f"{counts['rows']} facts instead of {facts}")
    if not counts["rows"] == counts["last"] == counts["ids"] or counts["own"] != counts["last_own"]:
        found.append("a gap or a double in the numbers")
    for query, what in (
        (OUT_OF_ORDER, "facts out of order"),
        (OTHER_HASH, "wrong hashes"),
        (OTHER_BODY, "wrong bodies"),
    ):
        if count := await pool.fetchval(query):
            found.append(f"{count} {what}")
    bodies = [row["body"] for row in await pool.fetch(BODIES)]
    return found + tree_differs(bodies)


def tree_differs(bodies: Sequence[bytes]) -> list[str]:
    """The tree that grows leaf by leaf against the definition of RFC 6962, section 2.1, taken literally."""
    tree = Tree()
    leaves = [hashlib.sha256(b"\x00" + body).digest() for body in bodies]
    for leaf in leaves:
        tree.append(leaf)
    return [] if not leaves or tree.root() == _root(leaves) else ["the tree has another root"]


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _root(leaves[:left]) + _root(leaves[left:])).digest()


async def log_holds(pool: asyncpg.Pool, bodies: Sequence[bytes]) -> list[str]:
    """The log is exactly these bytes in this order."""
    held = [row["body"] for row in await pool.fetch(BODIES)]
    return [] if held == list(bodies) else ["the log holds other bytes, or in another order"]
