"""Tell own facts: the stored bytes, in order, to the topic; the checkpoint moves after the acknowledgement.

At every start, and once a minute, the topic's tail is compared with the log. A shorter topic is filled up, also from
nothing; a longer or different one ends the process: then the log is an older copy, and must not go on.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.structs import RecordMetadata

from shared.admission import Topic
from shared.brokers import Brokers
from shared.errors import Misconfigured
from shared.log import Log
from shared.merkle import Root, Tree
from shared.pool import DATABASE_AWAY
from shared.tail import agreed_number

ROWS_AT_ONCE = 1_000
BATCH_BYTES = 240_000
SEND_SECONDS = 10.0
STATE_SECONDS = 60.0
SLOW_POLL_SECONDS = 1.0
LOOK_SECONDS = 60.0
CHECKPOINTS = "audit.checkpoints.v1"
HEADERS = [("content-type", b"application/cloudevents+json")]

OWN = "SELECT fact_number AS number, stream, body FROM log WHERE fact_number > $1 ORDER BY fact_number LIMIT $2"
TOLD = """SELECT version AS number, stream, body FROM log
WHERE source = $3 AND stream = $4 AND version > $1 ORDER BY version LIMIT $2"""
LEAVES = "SELECT leaf_hash FROM log WHERE fact_number > $1 AND fact_number <= $2 ORDER BY fact_number"
KEEP = """INSERT INTO told (topic, number) VALUES ($1, $2)
ON CONFLICT (topic) DO UPDATE SET number = excluded.number"""

Sent = asyncio.Future[RecordMetadata]
"""A batch on its way."""

trace = structlog.get_logger()


@dataclass
class Relay:
    """Tells one topic. Only one process of a service does so at a time."""

    log: Log
    topic: Topic
    brokers: Brokers
    name: str
    number: int = 0
    stands_by: bool = False
    """True while another process of the service tells this topic."""

    def __post_init__(self) -> None:
        self._bell = self.log.bell()
        self._tree = Tree()
        self._stated = 0
        self._again_from: int | None = None
        self._offset = -1
        self._kept = -1
        self._looked_at = 0.0
        self.producer: AIOKafkaProducer | None = None
        self._stated_at = -STATE_SECONDS

    async def run(self) -> None:
        """Any fault starts anew with a new producer and a look at the tail.

        Raises `Misconfigured` if the topic says more than the log, or otherwise: then nobody may go on.
        """
        pause = 0.2
        while True:
            try:
                async with self.log.pool.acquire() as connection:
                    await self._alone(connection)
                    await self._tell(connection)
            except (KafkaError, *DATABASE_AWAY) as error:
                trace.warning("relay_waits", topic=self.topic.name, error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    def resend(self, from_number: int) -> None:
        """Tell everything from this number on once more."""
        self._again_from = from_number
        self._bell.set()

    async def _alone(self, connection: asyncpg.Connection) -> None:
        """Wait for the right to tell this topic; it ends with the connection."""
        while not await connection.fetchval("SELECT pg_try_advisory_lock(hashtext($1))", self.topic.name):
            self.stands_by = True
            await asyncio.sleep(SLOW_POLL_SECONDS)
        self.stands_by = False

    async def _tell(self, connection: asyncpg.Connection) -> None:
        producer = AIOKafkaProducer(
            **self.brokers.options(), client_id=f"{self.name}.relay", acks="all", enable_idempotence=True,
            max_batch_size=BATCH_BYTES, max_request_size=4 * BATCH_BYTES, request_timeout_ms=10_000,
        )  # fmt: skip
        try:
            await producer.start()
            self.producer, self._offset = producer, -1
            await self._look(connection)
            while True:
                self._bell.clear()
                if self._now() - self._looked_at >= LOOK_SECONDS:
                    await self._look(connection)
                await self._tell_waiting(connection, producer)
                with suppress(TimeoutError):
                    async with asyncio.timeout(SLOW_POLL_SECONDS):
                        await self._bell.wait()
        finally:
            self.producer = None
            with suppress(TimeoutError, KafkaError):
                async with asyncio.timeout(2.0):
                    await producer.stop()
            with suppress(*DATABASE_AWAY):
                await connection.execute("SELECT pg_advisory_unlock_all()")

    async def _look(self, connection: asyncpg.Connection) -> None:
        """See how far the topic really goes: a shorter one, or an empty one, is filled up."""
        self.number = await agreed_number(connection, self.brokers, self.topic)
        self._looked_at = self._now()
        await self._keep(connection)

    async def _keep(self, connection: asyncpg.Connection) -> None:
        """Remember what was acknowledged; while more is told, that of the rows before."""
        if self._kept != self.number:
            await connection.execute(KEEP, self.topic.name, self.number)
            self._kept = self.number

    async def _tell_waiting(self, connection: asyncpg.Connection, producer: AIOKafkaProducer) -> None:
        if self._again_from is not None:
            self.number, self._again_from = min(self.number, self._again_from - 1), None
        rows = await connection.fetch(*self._query(self.number))
        while rows:
            self.log.faults.point("relay.before_send")
            async with asyncio.timeout(SEND_SECONDS):
                sent = await self._send(producer, rows)
                await self._keep(connection)
                following = await connection.fetch(*self._query(rows[-1]["number"]))
                await self._acknowledged(sent)
            self.log.faults.point("relay.after_ack")
            self.number = rows[-1]["number"]
            rows = following
        await self._keep(connection)
        await self._grow(connection)

    def _query(self, after: int) -> tuple[object, ...]:
        if self.topic.stream is None:
            return OWN, after, ROWS_AT_ONCE
        return TOLD, after, ROWS_AT_ONCE, self.log.source, self.topic.stream

    async def _send(self, producer: AIOKafkaProducer, rows: list[asyncpg.Record]) -> list[Sent]:
        """Untouched bytes in whole batches, all on their way when this returns."""
        sent = []
        batch = producer.create_batch()
        for row in rows:
            record = {"key": row["stream"].encode(), "value": row["body"], "timestamp": None, "headers": HEADERS}
            if batch.append(**record) is None:
                batch.close()
                sent.append(await producer.send_batch(batch, self.topic.name, partition=0))
                batch = producer.create_batch()
                batch.append(**record)
        batch.close()
        sent.append(await producer.send_batch(batch, self.topic.name, partition=0))
        self.log.faults.point("relay.after_send")
        return sent

    async def _acknowledged(self, sent: list[Sent]) -> None:
        """Wait until the broker has them all."""
        for acknowledged in sent:
            self._notice((await acknowledged).offset)

    def _notice(self, offset: int) -> None:
        """An offset that goes back means another topic under the same name: it lacks everything before."""
        if 0 <= offset <= self._offset:
            trace.warning("topic_is_another", topic=self.topic.name)
            self.resend(1)
        self._offset = offset

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    async def _grow(self, connection: asyncpg.Connection) -> None:
        """Bring the tree up to what the broker acknowledged, and state its root once a minute."""
        if self.topic.stream is not None:
            return
        if self._tree.size < self.number:
            for row in await connection.fetch(LEAVES, self._tree.size, self.number):
                self._tree.append(row["leaf_hash"])
        now = self._now()
        if self._tree.size > self._stated and now - self._stated_at >= STATE_SECONDS:
            await self._state(now)

    async def _state(self, now: float) -> Root:
        root = Root(self.log.source, self._tree.size, self._tree.root())
        if self.producer is None:
            raise Misconfigured("Kafka is not reached now.")
        if root.size:
            self.log.faults.point("root.before_publish")
            sending = self.producer.send_and_wait(CHECKPOINTS, root.note(), key=root.origin.encode(), partition=0)
            async with asyncio.timeout(SEND_SECONDS):
                await sending
            self.log.faults.point("root.after_publish")
        self._stated, self._stated_at = root.size, now
        return root

    def state_soon(self) -> None:
        """State the root with the next look, without waiting for the minute."""
        self._stated_at = -STATE_SECONDS
        self._bell.set()

    async def state_root(self) -> Root:
        """State the root over every own fact, once the broker has acknowledged them all.

        Raises `Misconfigured` if that cannot be had in ten seconds.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + SEND_SECONDS
        facts = await self.log.pool.fetchval("SELECT coalesce(max(fact_number), 0) FROM log")
        while min(self._tree.size, self.number) < facts or self.producer is None:
            if loop.time() > deadline:
                raise Misconfigured("Not every fact is acknowledged by Kafka yet.")
            self._bell.set()
            await asyncio.sleep(0.01)
        return await self._state(loop.time())
