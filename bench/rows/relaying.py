"""Row 5: the running relay, from the commit of many facts to the durable mark that all are acknowledged.

The limit is librdkafka, which publishes the same bytes from memory and remembers nothing.
"""

import asyncio
from contextlib import asynccontextmanager, suppress

import asyncpg

from bench import topics
from bench.desk import open_desk
from bench.facts import INTAKE, case_facts, encoded, log_rows
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.servers import Servers
from shared.admission import Topic
from shared.batch import COLUMNS
from shared.relay import Relay

FACTS = 30_000
TOLD = "SELECT number FROM told WHERE topic = $1"


@asynccontextmanager
async def make(servers: Servers) -> Rows:
    """The facts lie ready in a table beside the log."""
    facts = list(case_facts(FACTS))
    bodies = encoded(facts)
    keys = [fact.stream.encode() for fact in facts]
    owner = await asyncpg.connect(servers.database("intake").owner_url)
    await owner.execute("CREATE SCHEMA bench; CREATE TABLE bench.ready (LIKE log)")
    rows = log_rows(facts, bodies, own=True)
    await owner.copy_records_to_table("ready", schema_name="bench", records=rows, columns=COLUMNS)
    variants = {
        "relay": _relaying(servers, owner, keys, bodies),
        "librdkafka": _publishing(servers, keys, bodies),
    }
    bars = [Bar("against librdkafka from memory", "relay", "librdkafka", must=0.55, aim=0.75)]
    try:
        yield [Row("relay", "Tell Kafka", variants, bars)]
    finally:
        await owner.execute("DROP SCHEMA bench CASCADE")
        await owner.close()


def _relaying(servers: Servers, owner: asyncpg.Connection, keys: list[bytes], bodies: list[bytes]) -> Variant:
    async def run() -> Run:
        database = await servers.empty("intake")
        topic = servers.new_topic("relay")
        async with open_desk(database, "intake") as desk:
            relay = Relay(desk.log, Topic(topic, INTAKE), servers.kafka, "bench")
            telling = asyncio.create_task(relay.run())
            while await desk.pool.fetchval(TOLD, topic) is None:  # noqa: ASYNC110 (nobody rings here)
                await asyncio.sleep(0.01)
            await owner.execute("INSERT INTO log SELECT * FROM bench.ready")
            with Meter(servers.pids) as meter:
                relay.state_soon()
                while relay.number < len(bodies):  # noqa: ASYNC110
                    await asyncio.sleep(0.001)
            # The number in memory moves a moment before the mark is kept; only the last one is still on its way.
            await relay.state_root()
            wrong = [] if await desk.pool.fetchval(TOLD, topic) == len(bodies) else ["the mark is not durable"]
            telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling
        return meter.run(len(bodies), wrong + _wrong(servers, topic, keys, bodies))

    return run


def _publishing(servers: Servers, keys: list[bytes], bodies: list[bytes]) -> Variant:
    async def run() -> Run:
        topic = servers.new_topic("published")
        producer = topics.new_producer(servers.kafka)
        with Meter(servers.pids) as meter:
            topics.publish(producer, topic, keys, bodies)
        return meter.run(len(bodies), _wrong(servers, topic, keys, bodies))

    return run


def _wrong(servers: Servers, topic: str, keys: list[bytes], bodies: list[bytes]) -> list[str]:
    """The topic holds every fact once, in order, with the bytes of the log."""
    held = topics.consume(servers.kafka, [topic], len(bodies))
    return [] if held == list(zip(keys, bodies, strict=True)) else ["the topic holds other records than the log"]
