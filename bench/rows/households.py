"""Households over HTTP, names and duplicates' index included, against commands alone; and a worker's cases that move.

The limit writes the same commands by as many callers in one process, into a log of its own on the same PostgreSQL.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from bench.client import Asked, ask_all
from bench.desk import open_desk
from bench.facts import registration
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows.appending import call
from bench.servers import PROVIDER
from bench.town import CLERK, COORDINATOR, PLACED, SERVICE, Town, household, reading
from infra.folder import DataFolder
from infra.postgres.databases import Database, create_databases
from shared.cli.actor import Actor
from shared.execute import Wish
from shared.migrate import migrate

CALLERS, HOUSEHOLDS, MOVED = 32, 1_000, 1_000
LIMIT = "limit"
ADMIN = Actor("provider_admin", PROVIDER)
HELD = "SELECT count(*) FROM log WHERE type = 'CaseRegistered'"
PATIENCE_SECONDS = 60.0
MOVES = "SELECT count(*) FROM log WHERE type = 'CaseworkerAssigned'"


@asynccontextmanager
async def make(town: Town, households: int = HOUSEHOLDS) -> AsyncIterator[list[Row]]:
    """Two rows; the second moves the households that this has entrusted before."""
    limit = await _limit(town)
    variants: dict[str, Variant] = {
        "households": lambda: _registered(town, households),
        "commands alone": lambda: _alone(town, limit, households),
    }
    title = f"{households:,} households over HTTP, {CALLERS} callers"
    bars = [Bar("against deciding and appending alone", "households", "commands alone")]
    move = Bar(f"{MOVED:,} cases by one command", "move", of="seconds", must=2, at_most=True)
    workers = [str(uuid4()), str(uuid4())]
    await _entrust(town, workers)
    yield [
        Row("households", title, variants, bars),
        Row("move", "A caseload moves", {"move": lambda: _moved(town, workers)}, [move]),
    ]


async def _registered(town: Town, count: int) -> Run:
    async with reading(town, "intake") as log:
        before = await log.fetchval(HELD)
        bodies = [_named() for _ in range(count)]
        with Meter([town.services["intake"], *town.servers]) as meter:
            await _left(town, "intake", CLERK, [("PUT", f"/cases/{body['case_id']}", body) for body in bodies])
        held = await log.fetchval(HELD) - before
    return meter.run(count, [] if held == count else [f"{held} facts of {count} households"])


def _named() -> dict[str, Any]:
    body = household(uuid4(), uuid4())
    names = {
        "given_name": f"Ada {uuid4().hex[:6]}",
        "family_name": f"Muster {uuid4().hex[:6]}",
        "birth_date": "1988-05-04",
    }
    return {**body, "persons": [{**person, **names} for person in body["persons"]]}


async def _alone(town: Town, database: Database, count: int) -> Run:
    wishes = [Wish(registration(), "clerk-1", idempotency_key=str(uuid4())) for _ in range(count)]
    async with open_desk(database, "intake") as desk:
        with Meter(town.servers) as meter:
            await call(desk, CALLERS, wishes)
    return meter.run(count)


async def _moved(town: Town, workers: list[str]) -> Run:
    """From the first worker to the second, who is the first the next time."""
    async with reading(town, SERVICE) as log:
        before = await log.fetchval(MOVES)
        body = {"from_staff": workers[0], "to_staff": workers[1], "on": PLACED}
        began = time.perf_counter()
        with Meter([town.services[SERVICE]]) as meter:
            await _left(town, SERVICE, ADMIN, [("POST", "/caseload/moves", body)])
        seconds = time.perf_counter() - began
        moved = await log.fetchval(MOVES) - before
    workers.reverse()
    return meter.run(moved, [] if moved == MOVED else [f"{moved} of {MOVED} cases moved"], seconds=seconds)


async def _entrust(town: Town, workers: Sequence[str]) -> None:
    """As many households as move, entrusted to DRK, with the first worker in charge."""
    cases = [uuid4() for _ in range(MOVED)]
    charge = {"staff_ref": workers[0], "on": PLACED}
    steps: list[tuple[str, Actor, list[Asked]]] = [
        ("intake", CLERK, [("PUT", f"/cases/{case}", household(case, uuid4())) for case in cases]),
        (
            "allocation",
            COORDINATOR,
            [("POST", f"/assignments/{case}/confirmation", {"case_id": str(case)}) for case in cases],
        ),
        (SERVICE, ADMIN, [("PUT", f"/staff/{ref}", {"staff_ref": ref, "on": PLACED}) for ref in workers]),
        (SERVICE, ADMIN, [("PUT", f"/cases/{case}/caseworker", {"case_id": str(case), **charge}) for case in cases]),
    ]
    for service, actor, asked in steps:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while asked := await _left(town, service, actor, asked):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{service} did not do {len(asked)} of {MOVED}")
            await asyncio.sleep(0.2)


async def _left(town: Town, service: str, actor: Actor, asked: Sequence[Asked]) -> list[Asked]:
    """Ask all of it, and answer what was not done: what it needs may still be on its way."""
    answered = await ask_all(town.instance.urls[service], CALLERS, asked, town.instance.token(actor))
    return [each for each, status in answered if status not in (200, 201)]


async def _limit(town: Town) -> Database:
    """An empty database like intake's."""
    folder = DataFolder(town.folder)
    where, password = urlsplit(town.database_url("intake")), folder.secret("postgres.password")
    url = f"postgresql://postgres:{password}@{where.hostname}:{where.port}/postgres"
    databases = await create_databases(url, (LIMIT,), lambda role: folder.secret(f"postgres-{role}.password"))
    database = databases[f"provider_{LIMIT}"]
    await migrate(database.owner_url, "intake", database.name)
    return database
