"""Row 7: from Kafka to the read table, through the log, against one COPY of the ready rows of that table.

Reporting hears a provider's contacts and notes where each lies, by the year in which it holds.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg

from bench import topics
from bench.checks import log_holds
from bench.desk import open_desk
from bench.facts import PROVIDER, contact_facts, encoded, log_rows
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.rows.hearing import PATIENCE_SECONDS, Clocked, numbers
from bench.servers import Servers
from services.reporting.views import VIEWS
from shared.admission import Topic
from shared.batch import COLUMNS
from shared.follow import Viewer
from shared.hear import Hearer

FACTS = 20_000
ADVICE = "SELECT source, stream, version, year FROM advice ORDER BY stream, version"
Ready = Sequence[tuple[object, ...]]


@asynccontextmanager
async def make(servers: Servers) -> Rows:
    """The must is held against the read table alone, although the log, which we keep too, is most of the work."""
    facts = list(contact_facts(FACTS))
    bodies = encoded(facts)
    topic = Topic(servers.new_topic("project"), PROVIDER)
    topics.publish(topics.new_producer(servers.kafka), topic.name, [fact.stream.encode() for fact in facts], bodies)
    ready: Ready = [(fact.source, fact.stream, fact.version, fact.effective_on.year) for fact in facts]
    variants = {
        "projection": _projecting(servers, topic, bodies, ready),
        "COPY": _copying(servers, ready, []),
        "COPY with log": _copying(servers, ready, log_rows(facts, bodies, own=False)),
    }
    bars = [
        Bar("against COPY of the read table", "projection", "COPY", must=0.22, aim=0.35),
        Bar("against COPY of log and read table", "projection", "COPY with log"),
    ]
    yield [Row("project", "From Kafka to a view", variants, bars)]


def _projecting(servers: Servers, topic: Topic, bodies: list[bytes], ready: Ready) -> Variant:
    async def run() -> Run:
        async with open_desk(await servers.empty("reporting"), "reporting") as desk:
            taker, viewer = Clocked(desk, len(bodies)), Viewer(desk.log, VIEWS)
            hearer = Hearer(desk.log, f"bench{next(numbers)}", "1", servers.kafka, [topic], taker)
            viewing = asyncio.create_task(viewer.run())
            with Meter(servers.pids) as meter:
                await hearer.start()
                await asyncio.wait_for(_seen(viewer, len(bodies)), PATIENCE_SECONDS)
                ended_at = time.perf_counter()
            meter.seconds = ended_at - taker.began_at
            await hearer.stop()
            viewing.cancel()
            with suppress(asyncio.CancelledError):
                await viewing
            wrong = await log_holds(desk.pool, bodies)
            if [tuple(row) for row in await desk.pool.fetch(ADVICE)] != sorted(ready, key=lambda row: row[1:3]):
                wrong.append("the view holds other rows")
            return meter.run(len(bodies), wrong)

    return run


async def _seen(viewer: Viewer, facts: int) -> None:
    while viewer.position < facts:  # noqa: ASYNC110 (nobody rings here)
        await asyncio.sleep(0.001)


def _copying(servers: Servers, ready: Ready, log: Ready) -> Variant:
    columns = ("source", "stream", "version", "year")

    async def run() -> Run:
        await servers.empty("reporting")
        connection = await asyncpg.connect(servers.database("reporting").owner_url)
        try:
            with Meter(servers.pids) as meter:
                async with connection.transaction():
                    if log:
                        await connection.copy_records_to_table("log", records=log, columns=COLUMNS)
                    await connection.copy_records_to_table("advice", schema_name="read", records=ready, columns=columns)
        finally:
            await connection.close()
        return meter.run(len(ready))

    return run
