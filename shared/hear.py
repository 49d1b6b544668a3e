"""Hear foreign facts: from the topics into the own log, each once, in the order of its sender, and nothing else.

FastStream's batch subscriber with a parser of our own: headers are never looked at, records are handed on raw.
The place in each topic is kept in the own database, in the transaction of the rows; Kafka's offset only shows lag.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.message import StreamMessage
from faststream.security import SASLScram512

from shared.admission import Topic
from shared.brokers import Brokers
from shared.gaps import Gaps
from shared.log import Log
from shared.pool import DATABASE_AWAY
from shared.take import PLACE, Heard, Place, Taker, mark_of
from shared.watchdog import EXIT_STUCK

RECORDS_AT_ONCE = 2_000
POLL_MS = 1_000
SESSION_MS = 30_000
# A topic that was deleted and made anew is noticed by asking; by default only after five minutes.
TOPICS_MS = 5_000

Polled = dict[TopicPartition, list[ConsumerRecord]]

trace = structlog.get_logger()


class Hearer(ConsumerRebalanceListener):  # type: ignore[misc]
    """One consumer for all topics that a service hears."""

    def __init__(self, log: Log, name: str, process: str, brokers: Brokers, topics: list[Topic], taker: Taker) -> None:
        self._log, self._taker = log, taker
        self.topics = {topic.name: topic for topic in topics}
        self.joined = False
        self.assigned: set[str] = set()
        self.reached: dict[str, int] = {}
        """Up to which offset of each topic everything was taken."""
        self.divided: set[str] = set()
        """Topics that were given a second partition meanwhile. What lies there has no place in the order."""
        self._expected: dict[TopicPartition, Place | None] = {}
        self._gaps = Gaps()
        self._broker = KafkaBroker(
            brokers.addresses.split(","), security=security(brokers), apply_types=False,
            allow_auto_create_topics=False, consumer_only=True, logger=None,
            client_id=f"fallbuch.{name}", metadata_max_age_ms=TOPICS_MS,
        )  # fmt: skip
        self._subscriber = self._broker.subscriber(
            *self.topics,
            batch=True,
            max_records=RECORDS_AT_ONCE,
            batch_timeout_ms=POLL_MS,
            group_id=f"svc.{name}.hear",
            auto_offset_reset="earliest",
            isolation_level="read_committed",
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            group_instance_id=f"{name}.{process}",
            session_timeout_ms=SESSION_MS,
            listener=self,
            parser=parse,
            decoder=decode,
        )
        self._subscriber(self._take)

    async def start(self) -> None:
        """Raises `KafkaError` if no broker answers."""
        await self._broker.start()
        wait_for_records(self._consumer, self._all_taken)

    async def stop(self) -> None:
        """Leave the group too: another process of the service hears our topics at once.

        By itself a member with a name of its own (KIP-345) stays in the group until `SESSION_MS` have passed, so that
        one that was killed and comes back finds its topics as they were. After a kill that is how long they wait.
        """
        if self._consumer is not None and self._consumer._coordinator is not None:
            self._consumer._coordinator._group_instance_id = None  # aiokafka has no other way to say so
        await self._broker.stop()

    @property
    def _consumer(self) -> Any:
        return self._subscriber.consumer

    async def on_partitions_assigned(self, assigned: list[TopicPartition]) -> None:
        """Go to the record before our place: it must be the one that we know, or the topic is another one."""
        async with self._log.pool.acquire() as connection:
            places = {row["topic"]: Place(row["next_offset"], row["mark"]) for row in await connection.fetch(PLACE)}
        for partition in assigned:
            if partition.partition:
                self._leave_out(partition)
                continue
            place = places.get(partition.topic)
            self._expected[partition] = place
            self._consumer.seek(partition, place.next_offset - 1 if place else 0)
        self.joined = True
        self.assigned |= {partition.topic for partition in assigned}

    def _leave_out(self, partition: TopicPartition) -> None:
        """A topic is one log. A second partition is not read, and the next start is refused."""
        trace.error("topic_has_more_than_one_partition", topic=partition.topic)
        self._consumer.pause(partition)
        self.divided.add(partition.topic)

    async def on_partitions_revoked(self, revoked: list[TopicPartition]) -> None:
        self.joined = False
        self.assigned -= {partition.topic for partition in revoked}
        for partition in revoked:
            self.reached.pop(partition.topic, None)

    async def _take(self, records: tuple[ConsumerRecord, ...]) -> None:
        by_topic: dict[TopicPartition, list[ConsumerRecord]] = defaultdict(list)
        for record in records:
            by_topic[TopicPartition(record.topic, record.partition)].append(record)
        for partition, waiting in by_topic.items():
            fresh = self._from_our_place(partition, waiting)
            if fresh:
                await self._until_taken(self.topics[partition.topic], fresh)
                await self._show_place(partition, fresh[-1].offset + 1)
            self._look_back(partition)

    def _from_our_place(self, partition: TopicPartition, records: list[ConsumerRecord]) -> list[ConsumerRecord]:
        """Without the record that we know already; from the beginning again if it is not that one."""
        place = self._expected.pop(partition, None)
        if place is None or (records[0].offset == 0 and place.next_offset != 1):
            return records
        first = records[0]
        if first.offset == place.next_offset - 1 and mark_of(first.value) == place.mark:
            return records[1:]
        trace.warning("topic_is_another", topic=partition.topic)
        self._consumer.seek(partition, 0)
        return []

    def _look_back(self, partition: TopicPartition) -> None:
        """What is missing may lie before our place."""
        heard = self._taker.heard.get(self.topics[partition.topic].sequence, Heard())
        if self._gaps.look_back(partition.topic, heard, asyncio.get_running_loop().time()):
            trace.warning("missing_is_looked_for", topic=partition.topic, number=heard.last_number + 1)
            self._consumer.seek(partition, 0)

    async def _until_taken(self, topic: Topic, records: list[ConsumerRecord]) -> None:
        """A fault of the database is waited out: nothing is passed over."""
        pause = 0.2
        while True:
            try:
                return await self._taker.take(topic, records)
            except DATABASE_AWAY as error:
                trace.warning("hear_waits", topic=topic.name, error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
            except Exception:
                # FastStream would log this and go on with the next batch: better to begin again at our place.
                trace.exception("hearing_failed", topic=topic.name)
                os._exit(EXIT_STUCK)

    async def _show_place(self, partition: TopicPartition, offset: int) -> None:
        self.reached[partition.topic] = offset
        try:
            await self._consumer.commit({partition: offset})
            self._log.faults.point("hear.after_offset")
        except KafkaError as error:
            trace.warning("offset_not_shown", topic=partition.topic, error=type(error).__name__)

    async def _all_taken(self) -> None:
        """Nothing more to take: the ends of transactions, which are no records, are not waited for."""
        for partition in self._consumer.assignment():
            with suppress(KafkaError):  # given to somebody else meanwhile
                if not partition.partition:
                    self.reached[partition.topic] = await self._consumer.position(partition)
                    self._look_back(partition)


def wait_for_records(consumer: Any, at_the_end: Callable[[], Awaitable[None]]) -> None:
    """Let no poll end empty: after an empty one FastStream sleeps as long again, whatever comes meanwhile."""
    poll = consumer.getmany

    async def getmany(timeout_ms: float, max_records: int) -> Polled:
        while not (found := await _shared(consumer, poll, max_records)):
            if found := await poll(timeout_ms=timeout_ms, max_records=max_records):
                break
            await at_the_end()
        return found

    consumer.getmany = getmany


async def _shared(consumer: Any, poll: Callable[..., Awaitable[Polled]], max_records: int) -> Polled:
    """What is there: a share of each topic, then the rest. By itself the client empties the fullest topic first."""
    found: Polled = {}
    partitions = consumer.assignment()
    for partition in partitions:
        found |= await poll(partition, timeout_ms=0, max_records=max(1, max_records // len(partitions)))
    rest = max_records - sum(map(len, found.values()))
    for partition, records in (await poll(timeout_ms=0, max_records=rest) if found and rest else {}).items():
        found[partition] = found.get(partition, []) + records
    return found


def security(brokers: Brokers) -> SASLScram512 | None:
    """As FastStream wants to be told it."""
    tls = brokers.tls()
    named = brokers.principal, brokers.password
    return SASLScram512(*named, ssl_context=tls, use_ssl=tls is not None) if brokers.principal else None


async def parse(records: tuple[ConsumerRecord, ...]) -> StreamMessage[tuple[ConsumerRecord, ...]]:
    """The records as they came. Headers stay unread: one that is not UTF-8 would cost the whole batch."""
    return StreamMessage(raw_message=records, body=b"")


async def decode(message: StreamMessage[tuple[ConsumerRecord, ...]]) -> tuple[ConsumerRecord, ...]:
    return message.raw_message
