"""Rows 1-3: decide and append one fact a command, with every guarantee, by 1 to 128 callers at once.

The limit is pgbench with as many clients: one INSERT a transaction, nothing decided, nothing checked. The rivals are
other event stores; a reader follows the log meanwhile, and no fact may pass it by.
"""

import asyncio
from collections.abc import Sequence
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import asyncpg

from bench import pgbench, rivals
from bench.checks import log_is_whole
from bench.desk import Desk, open_desk
from bench.facts import case_facts, encoded, registration
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.servers import Servers
from services.intake.domain.case import RegisterCase
from shared.execute import Answer, Wish

FACTS = {1: 500, 8: 3_000, 32: 10_000, 128: 16_000}
MUST = {32: 1.3}
NEXT = "SELECT log_position, event_id FROM log WHERE log_position > $1 ORDER BY log_position LIMIT 1000"
POLL_SECONDS = 0.005


@asynccontextmanager
async def make(servers: Servers) -> Rows:
    """A row for each number of callers."""
    owner = servers.database("intake").owner_url
    await pgbench.make_table(owner)
    there = await rivals.prepare()
    rows = []
    for callers, facts in FACTS.items():
        variants: dict[str, Variant] = {
            "fallbuch": _appending(servers, callers, facts, followed=False),
            "pgbench INSERT": _inserting(servers, callers, facts),
        }
        bars = [Bar("against single INSERTs of pgbench", "fallbuch", "pgbench INSERT", must=MUST.get(callers))]
        if callers in (8, 32):
            variants["fallbuch, followed"] = _appending(servers, callers, facts, followed=True)
            bars.append(
                Bar("facts that a reader missed", "fallbuch, followed", of="missed", must=0, at_most=True, worst=True)
            )
            variants |= rivals.variants(servers, there, callers)
            bars += rivals.bars(there, callers)
        noun = "caller" if callers == 1 else "callers"
        rows.append(Row(f"append_{callers}", f"Decide and append, {callers} {noun}", variants, bars))
    yield rows


def _inserting(servers: Servers, callers: int, facts: int) -> Variant:
    body = encoded(list(case_facts(1)))[0]

    async def run() -> Run:
        url = servers.database("intake").owner_url
        await pgbench.make_table(url)
        with Meter(servers.pids) as meter:
            seconds = await pgbench.single_inserts(url, servers.folder, body, callers, facts)
        meter.seconds = seconds
        return meter.run(facts // callers * callers)

    return run


def _appending(servers: Servers, callers: int, facts: int, *, followed: bool) -> Variant:
    async def run() -> Run:
        database = await servers.empty("intake")
        wishes = [Wish(registration(), "clerk-1", idempotency_key=str(uuid4())) for _ in range(facts)]
        async with open_desk(database, "intake") as desk:
            reader = Follower(database.url)
            following = asyncio.create_task(reader.run()) if followed else None
            with Meter(servers.pids) as meter:
                answers = await call(desk, callers, wishes)
            others = {"missed": float(await reader.missed(desk.pool))} if following else {}
            if following:
                following.cancel()
                with suppress(asyncio.CancelledError):
                    await following
            return meter.run(facts, await _wrong(desk, wishes, answers), **others)

    return run


async def call(desk: Desk, callers: int, wishes: Sequence[Wish]) -> list[Answer]:
    """So many callers at once, each with its next wish as soon as it has its answer."""
    waiting = iter(wishes)
    answers: list[Answer] = []

    async def caller() -> None:
        for wish in waiting:
            answers.append(await desk.executor.execute(wish))

    await asyncio.gather(*(caller() for _ in range(callers)))
    return answers


async def _wrong(desk: Desk, wishes: Sequence[Wish], answers: Sequence[Answer]) -> list[str]:
    """Besides the log: every caller was told its own fact, and a repeated key gets the first answer again."""
    found = await log_is_whole(desk.pool, len(wishes))
    told = {(fact["stream"], fact["fact_number"]) for answer in answers for fact in answer.facts}
    rows = await desk.pool.fetch("SELECT stream, fact_number FROM log")
    if told != {(row["stream"], row["fact_number"]) for row in rows} or len(answers) != len(wishes):
        found.append("the callers were told other facts than the log holds")
    again = await desk.executor.execute(wishes[0])
    command = wishes[0].command
    assert isinstance(command, RegisterCase)
    if again.facts[0]["stream"] != command.target() or len(wishes) != await desk.pool.fetchval(
        "SELECT count(*) FROM log"
    ):
        found.append("a repeated key was not answered as before")
    return found


class Follower:
    """Reads the log from the place that it remembers, as a foreign program would, over a connection of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._position = 0
        self._seen: set[object] = set()

    async def run(self) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            while True:
                rows = await connection.fetch(NEXT, self._position)
                for row in rows:
                    self._position = row["log_position"]
                    self._seen.add(row["event_id"])
                await asyncio.sleep(0 if rows else POLL_SECONDS)
        finally:
            await connection.close()

    async def missed(self, pool: asyncpg.Pool) -> int:
        """How many facts it has not seen once it stands at the end of the log."""
        rows = await pool.fetch("SELECT log_position, event_id FROM log")
        end = max(row["log_position"] for row in rows)
        while self._position < end:  # noqa: ASYNC110 (nobody rings here)
            await asyncio.sleep(POLL_SECONDS)
        return len({row["event_id"] for row in rows} - self._seen)
