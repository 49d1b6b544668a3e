"""Where a service stands is asked of indexes alone, over a connection of its own, and is true at that moment."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from infra.postgres.databases import Database
from shared.admission import Topic
from shared.survey import HOW_FAR, QUARANTINE, Quarantined, Surveyor
from shared.take import Taker
from tests.shared.conftest import MakeDatabase
from tests.shared.desk import KEY, NOON, Desk, Noon, move, open_desk, registration, wish
from tests.shared.test_take import Intake

SOURCE = "urn:fallbuch:weinheim:intake"
OWN = Topic("intake.facts.v1", SOURCE)
TOLD = Topic("provider.drk.in.v1", SOURCE, "told-drk")


@pytest.fixture
async def database(make_database: MakeDatabase) -> Database:
    return await make_database("intake")


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    async with open_desk(database) as desk:
        yield desk


@pytest.fixture
async def surveyor(database: Database) -> AsyncIterator[Surveyor]:
    asking = Surveyor(database.url, "intake", SOURCE, [OWN, TOLD])
    yield asking
    asking.stop()


async def test_an_empty_service_has_nothing_to_do(surveyor: Surveyor) -> None:
    found = await surveyor.ask()
    assert found is not None
    assert (found.log_position, found.facts, found.outbox(OWN), found.outbox(TOLD)) == (0, 0, 0, 0)
    assert (found.readers, found.untold_since, found.quarantine) == ({"views": 0, "reactions": 0}, {}, Quarantined())


async def test_what_kafka_has_not_acknowledged_has_an_age_by_the_real_clock(surveyor: Surveyor, desk: Desk) -> None:
    """The facts are of a noon in 2018: their age is that of their recording all the same."""
    case, before = registration(), time.time()
    await desk.executor.execute(wish(case))
    between = time.time()
    await asyncio.sleep(0.01)
    await desk.executor.execute(wish(move(case.case_id, "klausing")))
    found = await surveyor.ask()
    assert found is not None
    assert (found.facts, found.outbox(OWN), found.outbox(TOLD)) == (2, 2, 0)
    assert before - 0.001 <= found.untold_since[OWN.name] <= between
    await desk.pool.execute("INSERT INTO told VALUES ($1, 1)", OWN.name)
    found = await surveyor.ask()
    assert found is not None
    assert found.outbox(OWN) == 1
    assert between <= found.untold_since[OWN.name]
    await desk.pool.execute("UPDATE told SET number = 2")
    found = await surveyor.ask()
    assert found is not None
    assert (found.outbox(OWN), found.untold_since) == (0, {})


async def test_what_lies_in_quarantine_is_counted_when_it_comes_and_when_it_is_tried_again(
    surveyor: Surveyor, desk: Desk
) -> None:
    intake, taker = Intake(), Taker(desk.log, Noon(), KEY)
    assert await quarantined(surveyor) == Quarantined()
    await taker.take(intake.topic, [intake.poison(b"no fact"), intake.poison(b"none either")])
    assert await quarantined(surveyor) == Quarantined(2, NOON)
    await desk.pool.execute("UPDATE quarantine SET seen_at = $1, retried_at = NULL", NOON - timedelta(hours=1))
    await desk.pool.execute("UPDATE quarantine SET retried_at = $1 WHERE record_offset = 0", NOON)
    assert (await quarantined(surveyor)).records == 2, "it is not counted in vain"
    surveyor.count_again()
    assert await quarantined(surveyor) == Quarantined(1, NOON - timedelta(hours=1))


async def quarantined(surveyor: Surveyor) -> Quarantined:
    found = await surveyor.ask()
    assert found is not None
    return found.quarantine


async def test_no_large_table_is_read_for_it(database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    await connection.execute("SET enable_seqscan = off")
    for statement, values in ((HOW_FAR, (SOURCE, ["told-drk"])), (QUARANTINE, ())):
        plan = json.loads(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {statement}", *values))
        assert read_in_full(plan[0]["Plan"]) & {"log", "quarantine"} == set()
    await connection.close()


def read_in_full(plan: dict[str, object]) -> set[object]:
    """Tables that a plan reads from end to end."""
    own = {plan.get("Relation Name")} if plan["Node Type"] == "Seq Scan" else set()
    inner = plan.get("Plans", [])
    assert isinstance(inner, list)
    return own.union(*map(read_in_full, inner))


async def test_a_database_that_is_away_is_said_soon_and_found_again(database: Database, surveyor: Surveyor) -> None:
    away = Surveyor("postgresql://nobody@127.0.0.1:1/none", "intake", SOURCE, [OWN])
    assert await away.ask() is None
    assert await away.ask() is None
    assert await surveyor.ask() is not None
    same_role = await asyncpg.connect(database.url)
    await same_role.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'intake survey'"
        " AND datname = current_database()"
    )
    await same_role.close()
    found = None
    async with asyncio.timeout(20):
        while found is None:
            found = await surveyor.ask()
            await asyncio.sleep(0.05)
