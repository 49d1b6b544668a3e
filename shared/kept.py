"""What the writer asks of the database before it decides (states of streams, answers given before), and what it keeps.

A batch asks for all that it needs at once and keeps all of it at once, so that many commands wait for the database no
longer than one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from shared.decider import AnyDecider
from shared.events.catalogue import decode

STREAMS = "SELECT stream, body FROM log WHERE source = $1 AND stream = ANY($2::text[]) ORDER BY stream, version"
ANSWERS = """
SELECT actor, key, body_hash, answer FROM idempotency
JOIN unnest($1::text[], $2::text[]) AS wanted (actor, key) USING (actor, key)
"""
KEEP = """
WITH answers AS (
    INSERT INTO idempotency (actor, key, body_hash, answer)
    SELECT * FROM unnest($11::text[], $12::text[], $13::bytea[], $14::text[])
)
INSERT INTO log (log_position, fact_number, source, stream, version, event_id, type, recorded_at, body, leaf_hash)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::uuid[], $7::text[],
                     $8::timestamptz[], $9::bytea[], $10::bytea[])
"""
FACT_COLUMNS, ANSWER_COLUMNS = 10, 4

Row = tuple[int, int | None, str, str, int, UUID, str, datetime, bytes, bytes]
"""A fact as it lies in the log."""
Key = tuple[str, str]
"""Actor, and the idempotency key that the actor chose."""


@dataclass(frozen=True)
class Kept:
    """A stream as the writer knows it: its state, and its last version."""

    state: Any
    version: int


@dataclass(frozen=True)
class Answered:
    """What a key was used for, as a keyed hash, and what was answered."""

    body_hash: bytes
    answer: str


@dataclass(frozen=True)
class Needs:
    """What a command is going to ask for."""

    decider: AnyDecider
    stream: str
    key: Key | None


async def read_streams(
    connection: asyncpg.Connection, source: str, wanted: Mapping[str, AnyDecider]
) -> dict[str, Kept]:
    """Own streams, folded; one without facts stands in its first state with version 0."""
    kept = {stream: Kept(decider.initial, 0) for stream, decider in wanted.items()}
    if wanted:
        for row in await connection.fetch(STREAMS, source, list(wanted)):
            stream = row["stream"]
            before = kept[stream]
            kept[stream] = Kept(wanted[stream].evolve(before.state, decode(row["body"])), before.version + 1)
    return kept


async def read_answers(connection: asyncpg.Connection, keys: Iterable[Key]) -> dict[Key, Answered | None]:
    """What was answered to these keys; None for one that is new."""
    answers: dict[Key, Answered | None] = dict.fromkeys(keys)
    if answers:
        for row in await connection.fetch(ANSWERS, *map(list, zip(*answers, strict=True))):
            answers[row["actor"], row["key"]] = Answered(row["body_hash"], row["answer"])
    return answers


async def keep(connection: asyncpg.Connection, facts: Sequence[Row], answers: Mapping[Key, Answered]) -> None:
    """Facts and answers, in one statement."""
    answered = [(*key, answer.body_hash, answer.answer) for key, answer in answers.items()]
    await connection.execute(KEEP, *_columns(facts, FACT_COLUMNS), *_columns(answered, ANSWER_COLUMNS))


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
