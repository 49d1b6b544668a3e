"""One process of a service without HTTP, as `shared.service` puts it together: pool, log with its writer, executor."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import asyncpg

from infra.postgres.databases import Database
from services.allocation import domain as allocation
from services.allocation.domain.register import register as allocation_register
from services.intake import domain as intake
from services.reporting import domain as reporting
from shared.clock import SystemClock
from shared.execute import Executor
from shared.ids import source_of
from shared.log import Log
from shared.pool import open_pool

TOWN = "weinheim"
DOMAINS = {
    "intake": (intake.DECIDERS, intake.REGISTER),
    "allocation": (allocation.DECIDERS, allocation_register(("drk",))),
    "reporting": (reporting.DECIDERS, reporting.REGISTER),
}
KEY = bytes(range(32))


@dataclass(frozen=True)
class Desk:
    """The parts of a running service."""

    pool: asyncpg.Pool
    log: Log
    executor: Executor


@asynccontextmanager
async def open_desk(database: Database, service: str) -> AsyncIterator[Desk]:
    """The writer runs until the block ends, and has read the log when the block begins."""
    deciders, register = DOMAINS[service]
    async with open_pool(database.url, service, 7) as pool:
        log = Log(pool, source_of(TOWN, service), SystemClock(), deciders, register)
        writer = asyncio.create_task(log.run())
        try:
            await log.write(_nothing)
            yield Desk(pool, log, Executor(log, deciders, KEY))
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer


async def _nothing(_: object) -> None:
    pass
