"""The log and its one writer: everything that waits is decided in order, inserted at once, committed once.

Positions are `max + 1` under an advisory lock: they have no gaps, and a reader that remembers a number misses nothing.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Generic, TypeVar

import asyncpg
import structlog

from shared.batch import STATELESS, Batch, Kept, Key
from shared.clock import Clock
from shared.decider import AnyDecider, AnyRegister
from shared.errors import KeyReused, Misconfigured, Missing, Refused, Stale, Unknown
from shared.event import NotAFact
from shared.events.catalogue import NotYetKnown, decode
from shared.faults import NONE, Faults

LOCK = 0x46616C6C62756368  # "Fallbuch"
TAKE_TURN = f"BEGIN; SELECT pg_advisory_xact_lock({LOCK})"
HOW_FAR = """
SELECT position, number, actor, key, body_hash, answer
FROM (SELECT coalesce(max(log_position), 0), coalesce(max(fact_number), 0) FROM log) AS ends (position, number)
LEFT JOIN (
    unnest($1::text[], $2::text[]) AS asked (asker, asked_key)
    CROSS JOIN LATERAL (SELECT * FROM idempotency WHERE actor = asker AND key = asked_key LIMIT 1) AS found
) ON true
"""
"""The LIMIT holds the database to one look in the index for each key. It would rather read the whole table once."""
LATER = "SELECT body FROM log WHERE log_position > $1 AND type = ANY($2) ORDER BY log_position"
ROWS_AT_ONCE = 500
APPEND = "SELECT append_facts($1, $2, $3, $4)"
BATCH_LIMIT = 256
STREAMS_KEPT = 20_000
T = TypeVar("T")
trace = structlog.get_logger()


@dataclass
class Job(Generic[T]):
    """One thing to be written, and who waits for its answer."""

    work: "Callable[[Batch], Awaitable[T]]"
    answer: "asyncio.Future[T]"
    stream: str | None = None
    key: Key | None = None
    facts_alone: bool = False
    """It wants facts and an answer, and nothing else of the database: it needs no transaction to work in."""


Decided = tuple[Job[Any], Any, Exception | None]
"""A job with its result, or with why it was refused."""


class Log:
    """The log of one service. `write` is the only way in."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        source: str,
        clock: Clock,
        deciders: list[AnyDecider],
        register: AnyRegister,
        faults: Faults = NONE,
    ) -> None:
        self.pool, self.source, self.clock = pool, source, clock
        self.register, self.faults = register, faults
        self.kept: OrderedDict[str, Kept] = OrderedDict()
        self.log_position = 0
        self.fact_number = 0
        self.last_progress = datetime.now(UTC)
        self.closed: Misconfigured | None = None
        """Why nothing may be written."""
        self.wrote: Callable[[Batch, int, float], None] = lambda batch, jobs, seconds: None
        self._known = register.initial
        self._by_category = {decider.category: decider for decider in deciders}
        self._jobs: asyncio.Queue[Job[Any]] = asyncio.Queue()
        self._bells: list[asyncio.Event] = []

    def decider_of(self, stream: str) -> AnyDecider:
        """Whose state it is. Streams without rules of their own (`told-…`) have an empty state."""
        return self._by_category.get(stream.partition("-")[0], STATELESS)

    @property
    def known(self) -> Any:
        """The register as of the last batch of this process."""
        return self._known

    def bell(self) -> asyncio.Event:
        """Set after each commit. A reader waits on its own bell, outside of any transaction."""
        bell = asyncio.Event()
        self._bells.append(bell)
        return bell

    async def write(
        self,
        work: Callable[[Batch], Awaitable[T]],
        *,
        stream: str | None = None,
        key: Key | None = None,
        facts_alone: bool = False,
        although_closed: bool = False,
    ) -> T:
        """Have `work` done in the next batch and wait until it is committed. It will look at `stream` and `key`, and
        with `facts_alone` do nothing with the database but through `stream` and `append` of the batch.

        Raises what `work` raises, and `Misconfigured` while the log is closed.
        """
        if self.closed and not although_closed:
            raise Misconfigured("Nothing is recorded now: {why}.", why=self.closed)
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(Job(work, answer, stream, key, facts_alone))
        return await answer

    async def run(self) -> None:
        """The writer. Ends only by being cancelled."""
        await self._try([])  # an empty batch: whoever writes first need not wait until the log was read
        while True:
            jobs = [await self._jobs.get()]
            while not self._jobs.empty() and len(jobs) < BATCH_LIMIT:
                jobs.append(self._jobs.get_nowait())
            if not await self._at_once(jobs) and not await self._try(jobs) and len(jobs) > 1:
                for job in jobs:
                    await self._try([job])
            for bell in self._bells:
                bell.set()

    async def _at_once(self, jobs: list[Job[Any]]) -> bool:
        """One statement. The jobs are decided on what the last batch left here, with keys taken for new; the database
        says whether that was right. False if it was not, or nobody knows: then they are tried in a transaction.
        """
        if not all(job.facts_alone for job in jobs):
            return False
        began, sent = monotonic(), False
        try:
            async with self.pool.acquire() as connection:
                batch = Batch(self, connection, self.log_position, self.fact_number, self._known)
                batch.answers = dict.fromkeys(job.key for job in jobs if job.key)
                answers = await self._decided(jobs, batch)
                if any(refusal and job.key for job, _, refusal in answers):
                    return False  # the key may stand for an answer of before, and writes nothing that would tell
                self.faults.point("log.before_commit")
                sent = True
                if not await connection.fetchval(APPEND, LOCK, self.log_position, batch.rows, batch.new_answers):
                    return False
                self.faults.point("log.after_commit")
        except asyncpg.UniqueViolationError:  # a key that was used before
            return False
        except Exception as error:
            trace.warning("batch_failed", error=type(error).__name__, jobs=len(jobs))
            for job in jobs:
                if sent and job.key is None and not job.answer.done():
                    job.answer.set_exception(_unknown())
            return False
        self._answer(batch, answers, len(jobs), began)
        return True

    async def _try(self, jobs: list[Job[Any]]) -> bool:
        """One transaction. False if the batch failed as a whole and its jobs are to be tried one by one."""
        committing, began = False, monotonic()
        try:
            async with self.pool.acquire() as connection:
                try:
                    batch = await self._begin(connection, [job.key for job in jobs if job.key])
                    answers = await self._decided(jobs, batch)
                    await batch.flush()
                except BaseException:
                    if not connection.is_closed():
                        await connection.execute("ROLLBACK")
                    raise
                self.faults.point("log.before_commit")
                committing = True
                await connection.execute("COMMIT")
                self.faults.point("log.after_commit")
        except Exception as error:
            trace.warning("batch_failed", error=type(error).__name__, jobs=len(jobs))
            self.kept.clear()
            if len(jobs) == 1 and not jobs[0].answer.done():
                jobs[0].answer.set_exception(_unknown() if committing else error)
            return False
        self._answer(batch, answers, len(jobs), began)
        return True

    async def _decided(self, jobs: list[Job[Any]], batch: Batch) -> list[Decided]:
        """All jobs that still wait."""
        await batch.look_ahead({job.stream for job in jobs if job.stream})
        return [(job, *await _outcome(job, batch)) for job in jobs if not job.answer.done()]

    def _answer(self, batch: Batch, answers: list[Decided], jobs: int, began: float) -> None:
        """It is committed: keep what is known by now, and tell everybody."""
        self._remember(batch)
        self.wrote(batch, jobs, monotonic() - began)
        for job, result, refusal in answers:
            if job.answer.done():
                continue
            if refusal is None:
                job.answer.set_result(result)
            else:
                job.answer.set_exception(refusal)

    async def _begin(self, connection: asyncpg.Connection, keys: list[Key]) -> Batch:
        """Take the lock; then look how far the log is, since another process may have written, and what was answered.

        Two statements: the second sees what was committed while the first one waited.
        """
        await connection.execute(TAKE_TURN)
        rows = await connection.fetch(HOW_FAR, [actor for actor, _ in keys], [key for _, key in keys])
        position, number = rows[0]["position"], rows[0]["number"]
        if position != self.log_position:
            self.kept.clear()
            await self._catch_up(connection)
            self.log_position, self.fact_number = position, number
        answers = dict.fromkeys(keys) | {(row["actor"], row["key"]): row for row in rows}
        return Batch(self, connection, position, number, self._known, answers=answers)

    async def _catch_up(self, connection: asyncpg.Connection) -> None:
        """Fold what is new, all or nothing: if the connection breaks, the next try begins at the same place.

        Only what the register looks at is read: of a long log that is often a small part.
        """
        known = self._known
        types = [event.__name__ for event in self.register.folds]
        async for row in connection.cursor(LATER, self.log_position, types, prefetch=ROWS_AT_ONCE):
            try:
                known = self.register.fold(known, decode(row["body"]))
            except (NotYetKnown, NotAFact):  # its readers stand before it, visibly; the writer goes on
                continue
        self._known = known

    def _remember(self, batch: Batch) -> None:
        if batch.rows:
            self.last_progress = datetime.now(UTC)
        self.log_position, self.fact_number = batch.log_position, batch.fact_number
        self._known = batch.register
        for stream, kept in batch.streams.items():
            self.kept[stream] = kept
            self.kept.move_to_end(stream)
        while len(self.kept) > STREAMS_KEPT:
            self.kept.popitem(last=False)


def _unknown() -> Unknown:
    return Unknown("Whether this was recorded is not known: ask again.")


async def _outcome(job: Job[T], batch: Batch) -> tuple[T | None, Exception | None]:
    """A refusal answers its caller alone. Any other error ends the batch: nothing that is half done is committed."""
    try:
        return await batch.alone(job.work), None
    except (Refused, Missing, Stale, KeyReused) as refusal:
        return None, refusal
