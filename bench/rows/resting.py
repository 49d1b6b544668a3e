"""How much memory each service holds when nothing happens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil

from bench.measure import Run
from bench.rounds import Bar, Row
from bench.town import Town

REST_SECONDS = 5.0
MUST_MIB = 120


@asynccontextmanager
async def make(town: Town) -> AsyncIterator[list[Row]]:
    """One bar for each service, looked at once."""

    async def run() -> Run:
        await asyncio.sleep(REST_SECONDS)
        return Run({f"{name}_mib": resident_mib(pid) for name, pid in town.services.items()})

    bars = [Bar(name, "at rest", of=f"{name}_mib", must=MUST_MIB, at_most=True) for name in town.services]
    yield [Row("memory", "Memory at rest", {"at rest": run}, bars, rounds=1)]


def resident_mib(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 2**20
