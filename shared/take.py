"""What of a topic enters the log: checked by envelope alone, each fact once and without gaps (contracts, hearing)."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from shared.admission import Checked, Record, Topic, check
from shared.batch import Batch
from shared.clock import Clock
from shared.errors import Refused
from shared.event import Envelope, NotAFact, read_envelope
from shared.log import Log
from shared.vault import encrypt

PLACE = "SELECT topic, next_offset, mark FROM place"
KEEP_PLACE = """
INSERT INTO place (topic, next_offset, mark) VALUES ($1, $2, $3)
ON CONFLICT (topic) DO UPDATE SET next_offset = excluded.next_offset, mark = excluded.mark"""
KEEP_HEARD = """
INSERT INTO heard (sequence, last_number, seen_number) VALUES ($1, $2, $3)
ON CONFLICT (sequence) DO UPDATE SET last_number = excluded.last_number, seen_number = excluded.seen_number"""
QUARANTINE = """
INSERT INTO quarantine (topic, record_offset, mark, reason, seen_at, sealed, record_bytes)
SELECT $1, record_offset, mark, reason, $2, sealed, record_bytes
FROM unnest($3::bigint[], $4::bytea[], $5::text[], $6::bytea[], $7::bigint[])
     AS refused (record_offset, mark, reason, sealed, record_bytes)
ON CONFLICT (topic, record_offset, mark) DO NOTHING"""
ALARM = "INSERT INTO alarm (topic, number, mark, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
HEARD = "SELECT last_number, seen_number FROM heard WHERE sequence = $1"
KNOWN = "SELECT body FROM log WHERE event_id = $1"
CLASHING = """
SELECT event_id, NULL AS stream, NULL AS version FROM log WHERE event_id = ANY($1)
UNION ALL
SELECT NULL, stream, version FROM unnest($2::text[], $3::bigint[]) AS asked (stream, version)
CROSS JOIN LATERAL (
    SELECT FROM log WHERE source = $4 AND log.stream = asked.stream AND log.version = asked.version OFFSET 0
) AS there"""
"""OFFSET 0: one look at the index for each, also by a plan that was made when the log was nearly empty."""
SEALED_BYTES_LIMIT = 64 * 1024
"""Of a longer record only the beginning is kept, for whoever looks what it was; it cannot be tried again."""

trace = structlog.get_logger()


@dataclass(frozen=True)
class Place:
    """Where we are in a topic: the next offset, and the hash of the record before it."""

    next_offset: int
    mark: bytes


@dataclass
class Heard:
    """The last number taken and the largest seen. What lies between is missing."""

    last_number: int = 0
    seen_number: int = 0


class Placed(Record, Protocol):
    """A record at its place in a topic."""

    @property
    def offset(self) -> int: ...


@dataclass(frozen=True)
class Again:
    """A quarantined record on its second try. It has no place in the topic any more."""

    key: bytes
    value: bytes
    offset: int = -1


class Taker:
    """Takes records of topics into one service's log."""

    def __init__(self, log: Log, clock: Clock, seal_key: bytes) -> None:
        self._log, self._clock, self._seal_key = log, clock, seal_key
        self.heard: dict[str, Heard] = {}
        self.alarms = 0

    async def take(self, topic: Topic, records: Sequence[Placed]) -> None:
        """Rows, numbers and place in one transaction."""

        async def work(batch: Batch) -> Heard:
            return await self._work(batch, topic, records)

        before = self.heard.get(topic.sequence, Heard()).last_number
        self.heard[topic.sequence] = heard = await self._log.write(work)
        taken = {"first": before + 1, "last": heard.last_number} if heard.last_number > before else {}
        trace.info("heard", topic=topic.name, records=len(records), **taken)
        self._log.faults.point("hear.after_commit")

    async def again(self, topic: Topic, value: bytes) -> bool:
        """A record from quarantine once more. True if it entered the log. Raises `Refused` if it is still no fact."""
        try:
            envelope = read_envelope(value)
            _, _, fact = check(topic, Again(envelope.stream.encode(), value))
        except NotAFact as reason:
            raise Refused("The record is still not acceptable: {reason}.", reason=reason) from None

        async def work(batch: Batch) -> bool:
            row = await batch.connection.fetchrow(HEARD, topic.sequence)
            number = topic.number_of(envelope)
            if number != (row["last_number"] if row else 0) + 1 or await _clashing(batch, topic, [envelope]):
                return False
            batch.take(envelope, value, fact)
            seen = max(number, row["seen_number"] if row else 0)
            batch.statements.append((KEEP_HEARD, (topic.sequence, number, seen)))
            self.heard[topic.sequence] = Heard(number, seen)
            return True

        return await self._log.write(work)

    async def _work(self, batch: Batch, topic: Topic, records: Sequence[Placed]) -> Heard:
        row = await batch.connection.fetchrow(HEARD, topic.sequence)
        heard = Heard(row["last_number"], row["seen_number"]) if row else Heard()
        good = self._good(batch, topic, records)
        self._log.faults.point("hear.after_decode")
        known = await _clashing(batch, topic, [envelope for envelope, _, _ in good])
        fresh: dict[int, bytes] = {}
        for envelope, body, fact in good:
            number = topic.number_of(envelope)
            heard.seen_number = max(heard.seen_number, number)
            if number <= heard.last_number:
                before = fresh.get(number) or await batch.connection.fetchval(KNOWN, envelope.event_id)
                if before != body:
                    self._alarm(batch, topic, number, body)
            elif number == heard.last_number + 1:
                if keys_of(envelope) & known:
                    self._alarm(batch, topic, number, body)
                    continue
                batch.take(envelope, body, fact)
                known |= keys_of(envelope)
                fresh[number] = body
                heard.last_number = number
        last = records[-1]
        batch.statements.append((KEEP_HEARD, (topic.sequence, heard.last_number, heard.seen_number)))
        place = (topic.name, last.offset + 1, mark_of(last.value))
        batch.statements.append((KEEP_PLACE, place))
        self._log.faults.point("hear.before_commit")
        return heard

    def _good(self, batch: Batch, topic: Topic, records: Sequence[Placed]) -> list[Checked]:
        """The records that may enter the log; the others go to quarantine."""
        good, refused = [], []
        for record in records:
            try:
                good.append(check(topic, record))
            except NotAFact as reason:
                refused.append((record, str(reason)))
        if refused:
            self._set_aside(batch, topic, refused)
        return good

    def _alarm(self, batch: Batch, topic: Topic, number: int, body: bytes) -> None:
        """Other bytes under a number, an id or a version that is known. They change nothing, and are remembered."""
        self.alarms += 1
        batch.statements.append((ALARM, (topic.name, number, mark_of(body), self._clock.now())))
        trace.error("other_bytes_under_a_known_number", topic=topic.name, number=number)

    def _set_aside(self, batch: Batch, topic: Topic, refused: Sequence[tuple[Placed, str]]) -> None:
        """All of a batch with one statement, and a line for each reason: thousands must not hold up what is good."""
        rows = [(record.offset, *self._sealed(topic, record.value or b""), reason) for record, reason in refused]
        offsets, marks, sealed, sizes, reasons = map(list, zip(*rows, strict=True))
        columns = (offsets, marks, reasons, sealed, sizes)
        batch.statements.append((QUARANTINE, (topic.name, self._clock.now(), *columns)))
        for reason, count in Counter(reasons).items():
            first = offsets[reasons.index(reason)]
            trace.warning("quarantined", topic=topic.name, reason=reason, records=count, first_offset=first)

    def _sealed(self, topic: Topic, value: bytes) -> tuple[bytes, bytes, int]:
        """How the record is known again, what is kept of it, and how many bytes it had."""
        kept = encrypt(self._seal_key, value[:SEALED_BYTES_LIMIT], topic.name.encode())
        return mark_of(value), kept, len(value)


async def _clashing(batch: Batch, topic: Topic, envelopes: Sequence[Envelope]) -> set[object]:
    """Which ids, and which versions of streams, the log holds already."""
    ids, streams = [e.event_id for e in envelopes], [e.stream for e in envelopes]
    rows = await batch.connection.fetch(CLASHING, ids, streams, [e.version for e in envelopes], topic.source)
    return {row["event_id"] or (row["stream"], row["version"]) for row in rows}


def mark_of(value: bytes | None) -> bytes:
    """How a record is known again."""
    return hashlib.sha256(value or b"").digest()


def keys_of(envelope: Envelope) -> set[object]:
    """What of a fact no second fact may have."""
    return {envelope.event_id, (envelope.stream, envelope.version)}
