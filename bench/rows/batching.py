"""Row 4: append in batches of 100 and of 1,000, with every guarantee, against one raw COPY into a table of that shape.

A batch is one job of the writer: its facts are numbered, versioned, encoded, hashed, folded, inserted and committed.
"""

from collections.abc import Sequence
from contextlib import asynccontextmanager

import asyncpg

from bench import pgbench
from bench.checks import log_is_whole
from bench.desk import open_desk
from bench.facts import META, case_facts, encoded, log_rows
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.servers import Servers
from shared.batch import COLUMNS, Batch
from shared.event import Event

FACTS = 20_000
MUST, AIM = {100: 0.5, 1_000: 0.75}, {100: 0.6, 1_000: 0.85}
RAW = "COPY"


@asynccontextmanager
async def make(servers: Servers) -> Rows:
    """One row: both sizes, and the COPY."""
    facts = list(case_facts(FACTS))
    events = [fact.event for fact in facts]
    ready = log_rows(facts, encoded(facts), own=True)
    variants = {f"batches of {size:,}": _batches(servers, events, size) for size in MUST}
    bars = [Bar(f"batches of {size:,}", f"batches of {size:,}", RAW, must=MUST[size], aim=AIM[size]) for size in MUST]
    yield [Row("batches", "Append many at once", {**variants, RAW: _copy(servers, ready)}, bars)]


def _batches(servers: Servers, events: Sequence[Event], size: int) -> Variant:
    parts = [list(events[start : start + size]) for start in range(0, len(events), size)]

    async def run() -> Run:
        async with open_desk(await servers.empty("intake"), "intake") as desk:
            with Meter(servers.pids) as meter:
                for part in parts:

                    async def work(batch: Batch, part: list[Event] = part) -> None:
                        await batch.append(part, META)

                    await desk.log.write(work)
            return meter.run(len(events), await log_is_whole(desk.pool, len(events)))

    return run


def _copy(servers: Servers, ready: Sequence[tuple[object, ...]]) -> Variant:
    async def run() -> Run:
        url = servers.database("intake").owner_url
        await pgbench.make_table(url)
        connection = await asyncpg.connect(url)
        try:
            with Meter(servers.pids) as meter:
                await connection.copy_records_to_table("single_insert", records=ready, columns=COLUMNS)
        finally:
            await connection.close()
        return meter.run(len(ready))

    return run
