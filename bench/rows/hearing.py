"""Row 6: the hearing runtime from Kafka into the log, against a hand-written aiokafka loop with the same work.

Both are clocked from their first record on; joining the group is over then.
"""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer

from bench import topics
from bench.checks import log_holds, log_is_whole
from bench.desk import Desk, open_desk
from bench.facts import INTAKE, case_facts, encoded
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.servers import Servers
from shared.admission import Topic
from shared.clock import SystemClock
from shared.hear import RECORDS_AT_ONCE, Hearer
from shared.take import Placed, Taker

FACTS = 20_000
PATIENCE_SECONDS = 60
SEAL_KEY = bytes(range(32))
numbers = itertools.count(1)

Listen = Callable[[Desk, Topic, "Clocked"], Awaitable[None]]
"""Has the taker take everything that is in the topic."""


class Clocked(Taker):
    """Says when it took its first record, and when it had taken so many facts."""

    def __init__(self, desk: Desk, facts: int) -> None:
        super().__init__(desk.log, SystemClock(), SEAL_KEY)
        self._facts = facts
        self.began_at = 0.0
        self.done = asyncio.Event()

    async def take(self, topic: Topic, records: Sequence[Placed]) -> None:
        self.began_at = self.began_at or time.perf_counter()
        await super().take(topic, records)
        if self.heard[topic.sequence].last_number >= self._facts:
            self.done.set()


@asynccontextmanager
async def make(servers: Servers) -> Rows:
    """Allocation hears intake."""
    facts = list(case_facts(FACTS))
    bodies = encoded(facts)
    topic = Topic(servers.new_topic("hear"), INTAKE)
    topics.publish(topics.new_producer(servers.kafka), topic.name, [fact.stream.encode() for fact in facts], bodies)
    variants = {
        "hearing": _hearing(servers, topic, bodies, listen_as_services_do(servers)),
        "aiokafka loop": _hearing(servers, topic, bodies, _listen_by_hand(servers)),
    }
    bars = [Bar("against a hand-written loop", "hearing", "aiokafka loop", must=0.85, aim=0.95)]
    yield [Row("hear", "Hear from Kafka", variants, bars)]


def _hearing(servers: Servers, topic: Topic, bodies: list[bytes], listen: Listen) -> Variant:
    async def run() -> Run:
        async with open_desk(await servers.empty("allocation"), "allocation") as desk:
            taker = Clocked(desk, len(bodies))
            with Meter(servers.pids) as meter:
                await listen(desk, topic, taker)
                meter_end = time.perf_counter()
            meter.seconds = meter_end - taker.began_at
            wrong = await log_is_whole(desk.pool, len(bodies)) + await log_holds(desk.pool, bodies)
            return meter.run(len(bodies), wrong)

    return run


def listen_as_services_do(servers: Servers) -> Listen:
    async def listen(desk: Desk, topic: Topic, taker: Clocked) -> None:
        hearer = Hearer(desk.log, f"bench{next(numbers)}", "1", servers.kafka, [topic], taker)
        await hearer.start()
        await asyncio.wait_for(taker.done.wait(), PATIENCE_SECONDS)
        await hearer.stop()

    return listen


def _listen_by_hand(servers: Servers) -> Listen:
    async def listen(_: Desk, topic: Topic, taker: Clocked) -> None:
        consumer = AIOKafkaConsumer(
            topic.name, **servers.kafka.options(), group_id=f"svc.bench{next(numbers)}.hear",
            enable_auto_commit=False, auto_offset_reset="earliest",
        )  # fmt: skip
        await consumer.start()
        try:
            while not taker.done.is_set():
                for partition, records in (
                    await consumer.getmany(timeout_ms=1_000, max_records=RECORDS_AT_ONCE)
                ).items():
                    await taker.take(topic, records)
                    await consumer.commit({partition: records[-1].offset + 1})
        finally:
            await consumer.stop()

    return listen
