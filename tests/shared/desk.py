"""One process of a service without Kafka and HTTP: its pool, its log with the running writer, its executor."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg

from infra.postgres.databases import Database
from services.allocation import domain as allocation
from services.allocation.domain.register import register as allocation_register
from services.intake import domain as intake
from services.intake.domain.case import MoveHousehold, RegisterCase
from services.reporting import domain as reporting
from shared.clock import Clock
from shared.execute import Executor, Wish
from shared.log import Log
from shared.pool import open_pool

NOON = datetime(2018, 11, 5, 12, 0, tzinfo=UTC)
PLACED = date(2018, 10, 15)
PROVIDERS = ("caritas", "diakonie", "drk", "town")
DOMAINS = {
    "intake": (intake.DECIDERS, intake.REGISTER),
    "allocation": (allocation.DECIDERS, allocation_register(PROVIDERS)),
    "reporting": (reporting.DECIDERS, reporting.REGISTER),
}
KEY = bytes(range(32))


class Noon:
    """It is always the same noon."""

    def now(self) -> datetime:
        return NOON


@dataclass(frozen=True)
class Desk:
    """What a test needs of a running service."""

    pool: asyncpg.Pool
    log: Log
    executor: Executor

    async def facts(self, stream: str) -> list[str]:
        """Types of the facts of a stream, in order."""
        rows = await self.pool.fetch("SELECT type FROM log WHERE stream = $1 ORDER BY version", stream)
        return [row["type"] for row in rows]


@asynccontextmanager
async def open_desk(database: Database, service: str = "intake", clock: Clock | None = None) -> AsyncIterator[Desk]:
    """The writer runs until the block ends."""
    deciders, register = DOMAINS[service]
    pool = open_pool(database.url, service, 8)
    async with pool:
        log = Log(pool, f"urn:fallbuch:weinheim:{service}", clock or Noon(), deciders, register)
        writer = asyncio.create_task(log.run())
        try:
            yield Desk(pool, log, Executor(log, deciders, KEY))
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer


def wish(command: RegisterCase | MoveHousehold, key: str | None = None, version: int | None = None) -> Wish:
    """The clerk's wish."""
    return Wish(command, "clerk-1", idempotency_key=key, expected_version=version)


def registration(case_id: UUID | None = None, house: str = "sandloch", **names: str) -> RegisterCase:
    """A household of one person."""
    return RegisterCase.model_validate(
        {
            "case_id": case_id or uuid4(),
            "house": house,
            "placed_on": PLACED,
            "received_on": PLACED,
            "persons": ({"person_id": uuid4(), **names},),
        }
    )


def move(case_id: UUID, house: str, day: date = date(2018, 11, 1)) -> MoveHousehold:
    return MoveHousehold(case_id=case_id, house=house, moved_on=day)
