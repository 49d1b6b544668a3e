"""Readers of the own log: views and reactions. Each moves its checkpoint in the transaction of its effect."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import structlog

from shared.batch import Batch
from shared.decider import Command
from shared.errors import Misconfigured, Said
from shared.event import Event, Fact, NotAFact
from shared.events.catalogue import NotYetKnown, decode
from shared.execute import Executor
from shared.log import Log
from shared.pool import DATABASE_AWAY
from shared.statements import Statement, Views, execute

__all__ = ["Reactions", "Reactor", "Statement", "Viewer", "Views"]

NEXT = """
SELECT place.log_position AS after, next.log_position, next.body
FROM (SELECT log_position FROM checkpoint WHERE reader = $1{locked}) AS place
LEFT JOIN LATERAL (
    SELECT log_position, body FROM log WHERE log_position > place.log_position ORDER BY log_position LIMIT $2
) AS next ON true ORDER BY next.log_position"""
LOOK, TAKE = NEXT.format(locked=""), NEXT.format(locked=" FOR UPDATE")
LOCKED = "SELECT log_position FROM checkpoint WHERE reader = $1 FOR UPDATE"
MOVE = "UPDATE checkpoint SET log_position = $2 WHERE reader = $1"
PASS = f"{MOVE} AND log_position = $3"
ROWS_AT_ONCE = 500
FACTS_AT_ONCE = 100
"""So many are reacted to in one transaction: callers wait for the log meanwhile."""
SLOW_POLL_SECONDS = 1.0
UP_TO_DATE_SECONDS = 5.0

Reactions = dict[type[Event], Callable[[Fact, Any], list[Command]]]
"""For each fact that a service reacts to, what it then asks of itself."""

trace = structlog.get_logger()


class Reader:
    """Follows the log fact by fact and waits for its bell at the end. Parks at a fact that it cannot read yet."""

    name: str
    keeps_up = True
    """False while it waits for another service, which nobody needs to wait for."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.position = 0
        self.waiting_for: Said | None = None
        self._bell = log.bell()

    async def run(self) -> None:
        """Ends only by being cancelled. A fault of the database is waited out."""
        while True:
            self._bell.clear()
            try:
                while await self.step():
                    pass
            except DATABASE_AWAY as error:
                trace.warning("reader_waits", reader=self.name, error=type(error).__name__)
                await asyncio.sleep(SLOW_POLL_SECONDS)
                continue
            try:
                async with asyncio.timeout(SLOW_POLL_SECONDS):
                    await self._bell.wait()
            except TimeoutError:
                continue

    async def up_to_date(self) -> None:
        """Wait until everything that is in the log now was read. Raises `Misconfigured` if that takes too long."""
        goal = await self.log.pool.fetchval("SELECT coalesce(max(log_position), 0) FROM log")
        deadline = asyncio.get_running_loop().time() + UP_TO_DATE_SECONDS
        while self.position < goal:
            if self.waiting_for:
                raise Misconfigured("The {reader} wait for {what}.", reader=Said(self.name), what=self.waiting_for)
            if asyncio.get_running_loop().time() > deadline:
                raise Misconfigured("The {reader} are not up to date: ask again.", reader=Said(self.name))
            self._bell.set()
            await asyncio.sleep(0.005)

    async def step(self) -> bool:
        """Take the next facts. False if no more were there, or if the reader is parked."""
        raise NotImplementedError

    @asynccontextmanager
    async def _made_again(self) -> AsyncIterator[asyncpg.Connection]:
        """A transaction that waits for no disk. If the machine dies it is lost as a whole, and done again."""
        async with self.log.pool.acquire() as connection:
            try:
                await connection.execute("BEGIN; SET LOCAL synchronous_commit TO off")
                yield connection
                await connection.execute("COMMIT")
            except BaseException:
                if not connection.is_closed():
                    await connection.execute("ROLLBACK")
                raise

    async def _next(self, connection: asyncpg.Connection, query: str, limit: int) -> list[asyncpg.Record]:
        """The rows after our place in the log; where that is, is known when this returns."""
        rows: list[asyncpg.Record] = await connection.fetch(query, self.name, limit)
        self.position = rows[0]["after"]
        return [row for row in rows if row["body"] is not None]

    async def _pass(self, position: int) -> None:
        """Go on to a position where nothing was to be done, unless another process went on meanwhile."""
        async with self._made_again() as connection:
            await connection.execute(PASS, self.name, position, self.position)
        self.position = position

    def _readable(self, rows: list[asyncpg.Record]) -> list[tuple[int, Fact]]:
        """The facts up to the first that this code does not know."""
        facts: list[tuple[int, Fact]] = []
        self.waiting_for = None
        for row in rows:
            try:
                facts.append((row["log_position"], decode(row["body"])))
            except (NotYetKnown, NotAFact) as newer:
                self.waiting_for = Said("log position {position}: {what}", position=row["log_position"], what=newer)
                break
        return facts


class Viewer(Reader):
    """Brings the read tables up to date."""

    name = "views"

    def __init__(self, log: Log, views: Views) -> None:
        super().__init__(log)
        self._views = views

    async def step(self) -> bool:
        async with self._made_again() as connection:
            rows = await self._next(connection, TAKE, ROWS_AT_ONCE)
            facts = self._readable(rows)
            if not facts:
                return False
            await apply(connection, self._views, [fact for _, fact in facts])
            await connection.execute(MOVE, self.name, facts[-1][0])
        self.position = facts[-1][0]
        return len(rows) == ROWS_AT_ONCE


async def apply(connection: asyncpg.Connection, views: Views, facts: list[Fact]) -> None:
    """What these facts change in the read tables."""
    changes = ((views.get(type(fact.event)), fact) for fact in facts)
    await execute(connection, (statement for change, fact in changes if change for statement in change(fact)))


class Reactor(Reader):
    """Turns facts into commands of the own service, exactly once: its place moves in the transaction of their facts."""

    name = "reactions"

    def __init__(self, log: Log, executor: Executor, reactions: Reactions) -> None:
        super().__init__(log)
        self._executor = executor
        self._reactions = reactions

    async def step(self) -> bool:
        async with self.log.pool.acquire() as connection:
            rows = await self._next(connection, LOOK, FACTS_AT_ONCE)
        facts = self._readable(rows)
        if not facts:
            return False
        position = facts[-1][0]
        wanted = [fact for _, fact in facts if type(fact.event) in self._reactions]
        if wanted:
            await self._react_to(wanted, position)
        else:
            await self._pass(position)
        return len(rows) == FACTS_AT_ONCE

    async def _react_to(self, facts: list[Fact], position: int) -> None:
        """In one transaction with the place after them, unless another process was here first."""

        async def work(batch: Batch) -> None:
            if await batch.connection.fetchval(LOCKED, self.name) == self.position:
                for fact in facts:
                    await self._react(batch, fact)
                batch.statements.append((MOVE, (self.name, position)))

        await self.log.write(work)
        self.position = position

    async def _react(self, batch: Batch, fact: Fact) -> None:
        for command in self._reactions[type(fact.event)](fact, batch.register):
            await self._executor.by_itself(batch, command, fact.meta.correlation_id, str(fact.event_id))
