"""The log and its one writer, on a real PostgreSQL; two `Log` objects stand for two processes of one service."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from infra.postgres.databases import Database
from shared.batch import Batch
from shared.decider import Register
from shared.errors import KeyReused, Missing, Refused, Stale
from shared.event import Fact
from shared.events.catalogue import EVENTS, decode
from shared.events.intake import CaseRegistered
from shared.execute import Answer
from shared.log import HOW_FAR, Log
from shared.merkle import leaf_hash
from shared.rebuild import first_gap
from tests.shared.desk import Desk, Noon, move, open_desk, registration, wish


@pytest.fixture
async def desk(intake: Database) -> AsyncIterator[Desk]:
    async with open_desk(intake) as desk:
        yield desk


@pytest.fixture
async def other(intake: Database) -> AsyncIterator[Desk]:
    """A second process of the same service."""
    async with open_desk(intake) as desk:
        yield desk


async def test_two_processes_write_one_log_without_gaps(desk: Desk, other: Desk) -> None:
    """32 callers move 8 households, each to many houses, through both processes at once."""
    cases = [registration() for _ in range(8)]
    for case in cases:
        await desk.executor.execute(wish(case))

    async def caller(number: int) -> None:
        process = (desk, other)[number % 2]
        for step in range(10):
            day = date(2018, 11, 1) + timedelta(days=step)
            command = move(cases[number % 8].case_id, f"house-{number}-{step}", day)
            await process.executor.execute(wish(command))

    await asyncio.gather(*(caller(number) for number in range(32)))
    async with desk.pool.acquire() as connection:
        assert await first_gap(connection) is None
    rows = await desk.pool.fetch("SELECT body, leaf_hash, version, fact_number, log_position FROM log")
    streams = {str(case.case_id): await desk.facts(case.target()) for case in cases}
    assert {len(types) for types in streams.values()} == {1 + 4 * 10}
    for row in rows:
        body = json.loads(row["body"])
        assert (body["streamversion"], body["factnumber"]) == (row["version"], row["fact_number"])
        assert row["leaf_hash"] == leaf_hash(row["body"])


async def test_of_many_who_decide_on_one_version_exactly_one_wins(desk: Desk, other: Desk) -> None:
    case = registration()
    await desk.executor.execute(wish(case))
    wishes = [wish(move(case.case_id, f"house-{number}"), version=1) for number in range(32)]
    outcomes = await asyncio.gather(
        *((desk, other)[number % 2].executor.execute(each) for number, each in enumerate(wishes)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Answer) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 31
    assert await desk.facts(case.target()) == ["CaseRegistered", "HouseholdMoved"]


async def test_a_refusal_answers_its_caller_alone(desk: Desk) -> None:
    """All of them wait together, so they are decided in one batch."""
    good = [registration() for _ in range(5)]
    taken = registration(good[0].case_id, house="klausing")
    wishes = [wish(good[0]), wish(taken), *map(wish, good[1:]), wish(move(uuid4(), "klausing"))]
    outcomes = await asyncio.gather(*map(desk.executor.execute, wishes), return_exceptions=True)
    assert isinstance(outcomes[1], Refused)
    assert isinstance(outcomes[6], Missing)
    assert all(isinstance(outcome, Answer) for outcome in (outcomes[0], *outcomes[2:6]))
    assert [await desk.facts(case.target()) for case in good] == [["CaseRegistered"]] * 5


async def test_an_error_in_one_job_leaves_nothing_half_done(desk: Desk) -> None:
    """It fails after its fact was appended; those who wait with it are recorded, it is not."""
    broken, good = registration(), registration()

    async def work(batch: Batch) -> None:
        await desk.executor._answer(batch, wish(broken))
        raise LookupError

    outcomes = await asyncio.gather(desk.log.write(work), desk.executor.execute(wish(good)), return_exceptions=True)
    assert isinstance(outcomes[0], LookupError)
    assert await desk.facts(good.target()) == ["CaseRegistered"]
    assert await desk.facts(broken.target()) == []
    await desk.executor.execute(wish(broken))
    assert await desk.facts(broken.target()) == ["CaseRegistered"]


async def test_each_command_sees_what_those_before_it_in_the_batch_decided(desk: Desk) -> None:
    case = registration()
    wishes = [wish(case), wish(move(case.case_id, "klausing")), wish(case), wish(move(case.case_id, "klausing"))]
    answers = await asyncio.gather(*map(desk.executor.execute, wishes))
    assert [len(answer.facts) for answer in answers] == [1, 1, 0, 0]
    assert [answer.version for answer in answers] == [1, 2, 2, 2]


async def test_the_same_key_and_body_gets_the_first_answer_again(desk: Desk, other: Desk) -> None:
    case = registration()
    first = await desk.executor.execute(wish(case, key="k"))
    await desk.executor.execute(wish(move(case.case_id, "klausing")))
    assert await other.executor.execute(wish(case, key="k")) == first
    assert first.facts


async def test_the_same_key_with_another_body_is_refused(desk: Desk, other: Desk) -> None:
    await desk.executor.execute(wish(registration(), key="once"))
    with pytest.raises(KeyReused):
        await other.executor.execute(wish(registration(), key="once"))


async def test_a_key_whose_command_was_refused_may_be_used_again(desk: Desk) -> None:
    case = registration()
    with pytest.raises(Missing):
        await desk.executor.execute(wish(move(case.case_id, "klausing"), key="again"))
    answer = await desk.executor.execute(wish(case, key="again"))
    assert [fact["type"] for fact in answer.facts] == ["CaseRegistered"]


async def test_fifty_at_once_with_one_key_have_one_effect(desk: Desk, other: Desk) -> None:
    case = registration()
    answers = await asyncio.gather(
        *((desk, other)[number % 2].executor.execute(wish(case, key="fifty")) for number in range(50))
    )
    assert all(answer == answers[0] for answer in answers)
    assert await desk.facts(case.target()) == ["CaseRegistered"]


async def test_answers_given_before_are_looked_up_one_by_one_however_many_there_are(desk: Desk) -> None:
    """Also where the database knows no figures of its table, as in the first minutes of an installation."""
    async with desk.pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO idempotency SELECT 'clerk-2', n, '', '' FROM generate_series(1, 5000) AS n"
        )
        rows = await connection.fetch(f"EXPLAIN {HOW_FAR}", ["clerk-2"] * 32, [str(n) for n in range(32)])
    plan = "\n".join(row[0] for row in rows)
    assert "using idempotency_pkey" in plan
    assert "Seq Scan on idempotency" not in plan


async def test_a_service_starts_with_what_its_register_looks_at_and_no_more(desk: Desk) -> None:
    """Another process starts: it knows the cases, and has not read the moves."""
    case = registration()
    await desk.executor.execute(wish(case))
    await desk.executor.execute(wish(move(case.case_id, "klausing")))
    read: list[str] = []

    def evolve(known: int, fact: Fact) -> int:
        read.append(type(fact.event).__name__)
        return known + 1

    log = Log(desk.pool, desk.log.source, Noon(), [], Register(0, evolve, (CaseRegistered,)))
    writer = asyncio.create_task(log.run())

    async def counted(batch: Batch) -> int:
        return int(batch.register)

    try:
        cases = await desk.pool.fetchval("SELECT count(*) FROM log WHERE type = 'CaseRegistered'")
        assert await log.write(counted) == cases > 0
        assert set(read) == {"CaseRegistered"}
    finally:
        writer.cancel()


async def test_an_old_version_is_stale_and_the_present_one_is_not(desk: Desk) -> None:
    case = registration()
    await desk.executor.execute(wish(case, version=0))
    await desk.executor.execute(wish(move(case.case_id, "klausing"), version=1))
    with pytest.raises(Stale):
        await desk.executor.execute(wish(move(case.case_id, "sandloch"), version=1))


async def test_a_batch_that_loses_its_connection_is_decided_again(desk: Desk) -> None:
    """The server ends the writer's session in the middle; whoever waited with it has an answer all the same."""
    case, killed = registration(), False

    async def work(batch: Batch) -> None:
        nonlocal killed
        if not killed:
            killed = True
            pid = batch.connection.get_server_pid()
            await desk.pool.fetchval("SELECT pg_terminate_backend($1)", pid)
        await batch.connection.fetchval("SELECT 1")

    await asyncio.gather(desk.log.write(work), desk.executor.execute(wish(case)))
    assert await desk.facts(case.target()) == ["CaseRegistered"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET type = 'Other'",
        "DELETE FROM log",
        "TRUNCATE log",
        "DROP TABLE log",
        "CREATE TABLE other (a int)",
        "CREATE SCHEMA other",
        "ALTER TABLE log DISABLE TRIGGER ALL",
        "DELETE FROM idempotency",
        "DELETE FROM vault",
    ],
)
async def test_the_running_role_can_change_no_history(desk: Desk, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await desk.pool.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE log SET type = 'Other'", "DELETE FROM log", "TRUNCATE log"])
async def test_the_owner_is_refused_too(desk: Desk, intake: Database, statement: str) -> None:
    await desk.executor.execute(wish(registration()))
    owner = await asyncpg.connect(intake.owner_url)
    try:
        with pytest.raises(asyncpg.RaiseError, match="never changed"):
            await owner.execute(statement)
    finally:
        await owner.close()


async def test_a_writer_that_forgets_the_lock_is_refused(desk: Desk) -> None:
    await desk.executor.execute(wish(registration()))
    with pytest.raises(asyncpg.UniqueViolationError):
        await desk.pool.execute("INSERT INTO log SELECT * FROM log ORDER BY log_position DESC LIMIT 1")


async def test_a_log_that_could_not_be_read_to_its_end_is_not_counted_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process starts on a log with facts, and its connection breaks in the middle of them."""
    for _ in range(3):
        await desk.executor.execute(wish(registration()))
    facts = await desk.pool.fetchval("SELECT count(*) FROM log")
    broken = iter([False, True])

    def reads(body: bytes) -> Fact:
        if next(broken, False):
            raise ConnectionResetError
        return decode(body)

    monkeypatch.setattr("shared.log.decode", reads)
    counting: Register[int] = Register(0, lambda count, _: count + 1, tuple(EVENTS.values()))
    log = Log(desk.pool, desk.log.source, Noon(), [], counting)
    writer = asyncio.create_task(log.run())

    async def counted(batch: Batch) -> int:
        return int(batch.register)

    try:
        assert await log.write(counted) == facts
    finally:
        writer.cancel()
