"""The end of a topic of ours, compared with our log: which of them goes further, and do they tell the same?"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.admission import Topic, envelope_from
from shared.batch import Batch
from shared.brokers import Brokers
from shared.ends import KAFKA_AWAY
from shared.errors import Misconfigured, Refused
from shared.event import Envelope, NotAFact, instant_text
from shared.events.catalogue import EVENTS
from shared.log import Log

PATIENCE_SECONDS = 10.0
TAIL_RECORDS = 10_000
TAKEN_AT_ONCE = 1_000
SHOWN_LIMIT = 1_000

OWN_BODY = "SELECT body FROM log WHERE fact_number = $1"
TOLD_BODY = "SELECT body FROM log WHERE version = $1 AND source = $2 AND stream = $3"

BODIES = "SELECT event_id, body FROM log WHERE event_id = ANY($1)"

Tail = dict[int, tuple[Envelope, bytes]]
"""Facts by their number."""


async def agreed_number(connection: asyncpg.Connection, brokers: Brokers, topic: Topic) -> int:
    """Up to which number topic and log tell the same. Raises `Misconfigured` if the topic says more, or otherwise.

    A topic with fewer records than its last number lost its beginning: what was on its way when it lost all came after.
    """
    found = await _last(brokers, topic)
    if found is None:
        return 0
    number, value, records = found
    if topic.stream is None:
        own = await connection.fetchval(OWN_BODY, number)
    else:
        own = await connection.fetchval(TOLD_BODY, number, topic.source, topic.stream)
    if own is None:
        raise Misconfigured(
            "{topic} holds fact {n}, which this log does not: it is an older copy, or somebody else wrote that fact. "
            "Nothing is taken until a person has looked: `fallbuch relay look`",
            topic=topic.name,
            n=number,
        )
    if own != value:
        raise Misconfigured(
            "{topic} holds another fact {n} than this log: neither may go on. See `fallbuch relay look`",
            topic=topic.name,
            n=number,
        )
    return number if records >= number else 0


async def not_in_log(pool: asyncpg.Pool, brokers: Brokers, topic: Topic) -> list[dict[str, Any]]:
    """What a topic of ours says and our log does not, among its last 10,000 records: envelopes alone, no content.

    `time` is what the record says, `stored_at` when it came to the broker. At most 1,000 rows. Raises `Misconfigured`
    if Kafka is not reached.
    """
    try:
        found = await _last_records(brokers, topic)
    except KAFKA_AWAY:
        raise Misconfigured("Kafka is not reached now.") from None
    rows = await pool.fetch(BODIES, [envelope.event_id for _, envelope in found])
    known = {row["event_id"]: row["body"] for row in rows}
    strange = [(record, envelope) for record, envelope in found if known.get(envelope.event_id) != record.value]
    return [
        {
            "topic": topic.name,
            "offset": record.offset,
            "number": envelope.fact_number,
            "id": str(envelope.event_id),
            "type": envelope.type if envelope.type in EVENTS else None,
            "time": instant_text(envelope.recorded_at),
            "stored_at": instant_text(datetime.fromtimestamp(record.timestamp / 1000, UTC)),
        }
        for record, envelope in strange[:SHOWN_LIMIT]
    ]


async def _last_records(brokers: Brokers, topic: Topic) -> list[tuple[ConsumerRecord, Envelope]]:
    """What passes for its owner's facts among the topic's last records."""
    found: list[tuple[ConsumerRecord, Envelope]] = []
    async with _reading(brokers, topic) as (consumer, end), asyncio.timeout(PATIENCE_SECONDS):
        first = (await consumer.beginning_offsets([_partition(topic)]))[_partition(topic)]
        consumer.seek(_partition(topic), max(first, end - TAIL_RECORDS))
        while await consumer.position(_partition(topic)) < end:
            records = await consumer.getmany(_partition(topic), timeout_ms=100)
            owned = ((record, _own(topic, record.value)) for record in records.get(_partition(topic), []))
            found += [(record, envelope) for record, envelope in owned if envelope is not None]
    return found


async def take_back(log: Log, brokers: Brokers, topics: Sequence[Topic]) -> int:
    """Take the facts that our topics hold and our log lacks into the log, and say how many.

    Raises `Refused` if they do not continue this log.
    """
    after = await log.pool.fetchval("SELECT coalesce(max(fact_number), 0) FROM log")
    tail: Tail = {}
    for topic in topics:
        await _collect(tail, brokers, topic, after)
    common = tail.pop(after, None)
    if common and common[1] != await log.pool.fetchval(OWN_BODY, after):
        raise Refused("The topic's fact {n} is another than this log's: it does not continue this log.", n=after)
    missing = next((number for number in range(after + 1, after + 1 + len(tail)) if number not in tail), None)
    if missing is not None:
        raise Refused("The topics lack fact {n}: what comes after it cannot be taken back.", n=missing)
    numbers = sorted(tail)
    for start in range(0, len(numbers), TAKEN_AT_ONCE):
        await _append(log, [tail[number] for number in numbers[start : start + TAKEN_AT_ONCE]])
    return len(numbers)


async def _append(log: Log, facts: list[tuple[Envelope, bytes]]) -> None:
    async def work(batch: Batch) -> None:
        for envelope, body in facts:
            batch.take_back(envelope, body)

    await log.write(work, although_closed=True)


async def _collect(tail: Tail, brokers: Brokers, topic: Topic, after: int) -> None:
    """Own facts from number `after` on."""
    async with _reading(brokers, topic) as (consumer, end):
        consumer.seek(_partition(topic), 0)
        while await consumer.position(_partition(topic)) < end:
            async with asyncio.timeout(PATIENCE_SECONDS):
                records = await consumer.getmany(timeout_ms=1_000)
            for record in records.get(_partition(topic), []):
                envelope = _own(topic, record.value)
                if envelope is None or envelope.fact_number < after:
                    continue
                known = tail.setdefault(envelope.fact_number, (envelope, record.value))
                if known[1] != record.value:
                    raise Refused("The topics hold two different facts {n}.", n=envelope.fact_number)


async def _last(brokers: Brokers, topic: Topic) -> tuple[int, bytes, int] | None:
    """Number and bytes of the last record in a topic that is its owner's fact, looked for from the end backwards.

    With them goes how many records there are.
    """
    async with _reading(brokers, topic) as (consumer, end):
        first = (await consumer.beginning_offsets([_partition(topic)]))[_partition(topic)]
        records, width, found = end - first, 1, None
        while found is None and end > first:
            begin = max(first, end - width)
            async with asyncio.timeout(PATIENCE_SECONDS):
                found = await _last_between(consumer, topic, begin, end)
            end, width = begin, min(width * 10, TAIL_RECORDS)
        return (*found, records) if found else None


async def _last_between(consumer: AIOKafkaConsumer, topic: Topic, begin: int, end: int) -> tuple[int, bytes] | None:
    """The same for offsets from `begin` to before `end`, of which some may be no records but ends of transactions."""
    found = None
    consumer.seek(_partition(topic), begin)
    while await consumer.position(_partition(topic)) < end:
        records = await consumer.getmany(_partition(topic), timeout_ms=100)
        for record in records.get(_partition(topic), []):
            envelope = _own(topic, record.value)
            if envelope is not None and record.offset < end:
                found = topic.number_of(envelope), record.value
    return found


def _own(topic: Topic, value: bytes | None) -> Envelope | None:
    try:
        return envelope_from(topic.source, value)
    except NotAFact:
        return None


def _partition(topic: Topic) -> TopicPartition:
    return TopicPartition(topic.name, 0)


@asynccontextmanager
async def _reading(brokers: Brokers, topic: Topic) -> AsyncIterator[tuple[AIOKafkaConsumer, int]]:
    """A reader of the topic that belongs to no group, and the offset after its last record."""
    consumer = AIOKafkaConsumer(
        **brokers.options(), enable_auto_commit=False, auto_offset_reset="earliest",
        isolation_level="read_committed",
    )  # fmt: skip
    async with asyncio.timeout(PATIENCE_SECONDS):
        await consumer.start()
    try:
        consumer.assign([_partition(topic)])
        yield consumer, (await consumer.end_offsets([_partition(topic)]))[_partition(topic)]
    finally:
        await consumer.stop()
