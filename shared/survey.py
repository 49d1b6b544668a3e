"""Where a service stands by its own database: one statement over indexes and tiny tables, so it may be asked often."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from shared.admission import Topic
from shared.pool import DATABASE_AWAY

ASK_SECONDS, AGAIN_SECONDS = 3.0, 1.0
HOW_FAR = """
SELECT (SELECT coalesce(max(log_position), 0) FROM log) AS log_position,
       (SELECT coalesce(max(fact_number), 0) FROM log) AS facts,
       (SELECT coalesce(max(number), 0) FROM quarantine) AS quarantined,
       ARRAY(SELECT (reader, log_position) FROM checkpoint) AS readers,
       ARRAY(SELECT (topic, next_offset) FROM place) AS places,
       ARRAY(SELECT (topic, number) FROM told) AS relayed,
       ARRAY(SELECT (sequence, last_number) FROM heard) AS heard,
       ARRAY(SELECT (sequence, seen_number) FROM heard) AS seen,
       ARRAY(SELECT (told, (SELECT coalesce(max(version), 0) FROM log WHERE source = $1 AND stream = told))
             FROM unnest($2::text[]) AS streams (told)) AS told"""
QUARANTINE = "SELECT count(*) AS records, min(seen_at) AS oldest_at FROM quarantine WHERE retried_at IS NULL"
OWN_FACT = "SELECT event_id FROM log WHERE fact_number = $1"
TOLD_FACT = "SELECT event_id FROM log WHERE version = $1 AND source = $2 AND stream = $3"


@dataclass(frozen=True)
class Quarantined:
    """How many records wait in quarantine, and since when by the service's clock."""

    records: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True)
class Survey:
    """Positions of one moment, by the names of readers, topics and streams.

    `places`: next offset; `relayed`: last number that Kafka acknowledged; `told`: last version; `heard`, `seen`: last
    number taken of each sequence, and the largest seen, by whichever process of the service; `untold_since`: for each
    topic that facts wait for, when the oldest of them was recorded (seconds since 1970, real clock).
    """

    log_position: int = 0
    facts: int = 0
    readers: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    relayed: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    untold_since: dict[str, float] = field(default_factory=dict)
    quarantine: Quarantined = Quarantined()

    def missing(self) -> dict[str, int]:
        """How many numbers lie between what was taken and what was seen, for each sequence."""
        return {sequence: seen - self.heard[sequence] for sequence, seen in self.seen.items()}

    def goal(self, topic: Topic) -> int:
        """The last number that is to be told to a topic."""
        return self.facts if topic.stream is None else self.told.get(topic.stream, 0)

    def outbox(self, topic: Topic) -> int:
        """How many facts a topic was not told yet."""
        return max(0, self.goal(topic) - self.relayed.get(topic.name, 0))


class Surveyor:
    """Asks over a connection of its own: also a service whose pool is used up knows where it stands."""

    def __init__(self, url: str, name: str, source: str, topics: Sequence[Topic]) -> None:
        self._url, self._name, self._source, self._topics = url, name, source, topics
        self._connection: asyncpg.Connection | None = None
        self._alone = asyncio.Lock()
        self._counted: tuple[int, Quarantined] | None = None
        self._failed_at = -AGAIN_SECONDS

    def count_again(self) -> None:
        """Count what is in quarantine with the next survey, also if no record has come since the last count."""
        self._counted = None

    async def ask(self) -> Survey | None:
        """None if the database does not answer within three seconds, or did not a moment ago."""
        clock = asyncio.get_running_loop().time
        async with self._alone:
            if clock() - self._failed_at < AGAIN_SECONDS:
                return None
            try:
                async with asyncio.timeout(ASK_SECONDS):
                    return await self._ask()
            except DATABASE_AWAY:
                self._failed_at = clock()
                self.stop()
                return None

    def stop(self) -> None:
        """Let the connection go, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def _ask(self) -> Survey:
        if self._connection is None:
            self._connection = await asyncpg.connect(
                self._url, server_settings={"application_name": f"{self._name} survey"}, timeout=ASK_SECONDS
            )
        return await self._read(self._connection)

    async def _read(self, connection: asyncpg.Connection) -> Survey:
        streams = [topic.stream for topic in self._topics if topic.stream]
        row = await connection.fetchrow(HOW_FAR, self._source, streams)
        parts: dict[str, Any] = {
            name: dict(row[name]) for name in ("readers", "places", "relayed", "told", "heard", "seen")
        }
        found = Survey(row["log_position"], row["facts"], **parts)
        since = {
            topic.name: await self._recorded_at(connection, topic, found.relayed.get(topic.name, 0) + 1)
            for topic in self._topics
            if found.outbox(topic)
        }
        quarantine = await self._quarantine(connection, row["quarantined"])
        return replace(found, untold_since=since, quarantine=quarantine)

    async def _recorded_at(self, connection: asyncpg.Connection, topic: Topic, number: int) -> float:
        """When a fact was recorded. Its id says so by the real clock; `recorded_at` follows the clock of a story."""
        if topic.stream is None:
            event_id = await connection.fetchval(OWN_FACT, number)
        else:
            event_id = await connection.fetchval(TOLD_FACT, number, self._source, topic.stream)
        return milliseconds_of(event_id) / 1000

    async def _quarantine(self, connection: asyncpg.Connection, last_number: int) -> Quarantined:
        """Counted only where a record has come since, or where somebody says that one was tried again."""
        if self._counted is None or self._counted[0] != last_number:
            row = await connection.fetchrow(QUARANTINE)
            self._counted = last_number, Quarantined(row["records"], row["oldest_at"])
        return self._counted[1]


def milliseconds_of(event_id: UUID) -> int:
    """The time in a UUIDv7: its first 48 bits, in milliseconds since 1970."""
    return event_id.int >> 80
