"""The log and its one writer: everything that waits is decided in order, inserted at once, committed once.

Positions are `max + 1` under an advisory lock: they have no gaps, and a reader that remembers a number misses nothing.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import asyncpg
import structlog
from uuid_utils.compat import uuid7

from shared.clock import Clock, day_in_berlin
from shared.decider import AnyDecider, AnyRegister, Decider
from shared.errors import KeyReused, Missing, Refused, Stale, Unknown
from shared.event import FACT_BYTES_LIMIT, Envelope, Event, Fact, Meta, NotAFact, encode
from shared.events.catalogue import NotYetKnown, category_of, decode, fact_of
from shared.faults import NONE, Faults
from shared.kept import Answered, Kept, Key, Needs, Row, keep, read_answers, read_streams
from shared.merkle import leaf_hash
from shared.statements import Statement, execute

LOCK = 0x46616C6C62756368  # "Fallbuch"
BATCH_LIMIT = 256
STREAMS_KEPT = 20_000

T = TypeVar("T")
trace = structlog.get_logger()


@dataclass
class Job(Generic[T]):
    """One thing to be written, and who waits for its answer."""

    work: "Callable[[Batch], Awaitable[T]]"
    answer: "asyncio.Future[T]"
    needs: Needs | None = None


@dataclass
class Batch:
    """What is written together. Jobs read through it, so each sees what those before it decided."""

    log: "Log"
    connection: asyncpg.Connection
    log_position: int
    fact_number: int
    register: Any
    rows: list[Row] = field(default_factory=list)
    streams: dict[str, Kept] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    answers: dict[Key, Answered | None] = field(default_factory=dict)
    to_keep: dict[Key, Answered] = field(default_factory=dict)
    fresh: dict[str, Kept] = field(default_factory=dict)
    fresh_answers: dict[Key, Answered] = field(default_factory=dict)

    async def ask_ahead(self, needs: Sequence[Needs]) -> None:
        """Ask for everything that is needed, at once."""
        streams = {each.stream: each.decider for each in needs if each.stream not in self.log.kept}
        self.streams |= await read_streams(self.connection, self.log.source, streams)
        self.answers |= await read_answers(self.connection, [each.key for each in needs if each.key])

    async def alone(self, job: "Job[T]") -> T:
        """Do one job. If it raises, the batch is as it was before: nothing of it is left for the others to commit."""
        before = (self.log_position, self.fact_number, self.register)
        rows, statements = len(self.rows), len(self.statements)
        self.fresh, self.fresh_answers = {}, {}
        try:
            result = await job.work(self)
        except BaseException:
            self.log_position, self.fact_number, self.register = before
            del self.rows[rows:], self.statements[statements:]
            raise
        self.streams |= self.fresh
        self.answers |= self.fresh_answers
        self.to_keep |= self.fresh_answers
        return result

    async def stream(self, decider: AnyDecider, stream: str) -> Kept:
        """State and version of an own stream, with what this batch did to it already."""
        kept = self.fresh.get(stream) or self.streams.get(stream) or self.log.kept.get(stream)
        if kept is None:
            self.streams |= await read_streams(self.connection, self.log.source, {stream: decider})
            kept = self.streams[stream]
        return kept

    async def answered(self, key: Key) -> Answered | None:
        """What was answered to this key before, in this batch too."""
        if key not in self.answers:
            self.answers |= await read_answers(self.connection, [key])
        return self.answers[key]

    async def append(self, events: list[Event], meta: Meta) -> list[Fact]:
        """Record events as own facts, each on its own stream. Raises `Refused` for one that is too large."""
        instant = self.log.clock.now()
        recorded_at = instant.replace(microsecond=instant.microsecond // 1000 * 1000)
        streams = [event.stream() for event in events]
        deciders = [self.log.decider_of(stream) for stream in streams]
        kept = {stream: await self.stream(decider, stream) for stream, decider in zip(streams, deciders, strict=True)}
        facts, rows = [], []
        for number, (event, stream, decider) in enumerate(zip(events, streams, deciders, strict=True), start=1):
            before = kept[stream]
            fact = Fact(
                event_id=uuid7(),
                source=self.log.source,
                stream=stream,
                version=before.version + 1,
                fact_number=self.fact_number + number,
                recorded_at=recorded_at,
                effective_on=event.holds_from() or day_in_berlin(recorded_at),
                meta=meta,
                event=event,
            )
            body = encode(fact)
            if len(body) > FACT_BYTES_LIMIT:
                raise Refused("this is too much for one entry: at most 200 KiB")
            kept[stream] = Kept(decider.evolve(before.state, fact), fact.version)
            facts.append(fact)
            rows.append(self._row(number, fact, body))
        self.rows += rows
        self.fresh |= kept
        self.log_position += len(rows)
        self.fact_number += len(rows)
        for fact in facts:
            self.register = self.log.register.evolve(self.register, fact)
        return facts

    def _row(self, number: int, fact: Fact, body: bytes) -> Row:
        position, own = self.log_position + number, fact.fact_number
        name = type(fact.event).__name__
        head = (position, own, fact.source, fact.stream, fact.version, fact.event_id, name, fact.recorded_at)
        return (*head, body, leaf_hash(body))

    def take(self, envelope: Envelope, body: bytes) -> None:
        """Record a fact that was heard, with the very bytes of its sender."""
        self.log_position += 1
        e = envelope
        head = (self.log_position, None, e.source, e.stream, e.version, e.event_id, e.type, e.recorded_at)
        self.rows.append((*head, body, leaf_hash(body)))
        try:
            self.register = self.log.register.evolve(self.register, fact_of(envelope))
        except (NotYetKnown, NotAFact):
            trace.warning("fact_newer_than_this_code", type=e.type, source=e.source)

    async def flush(self) -> None:
        """Everything to the database."""
        if self.rows or self.to_keep:
            await keep(self.connection, self.rows, self.to_keep)
            self.log.faults.point("log.facts_inserted")
        await execute(self.connection, self.statements)


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
        self._known = register.initial
        self._by_category = {decider.category: decider for decider in deciders}
        self._jobs: asyncio.Queue[Job[Any]] = asyncio.Queue()
        self._bells: list[asyncio.Event] = []

    def decider_of(self, stream: str) -> AnyDecider:
        """Whose state the facts of a stream change. A stream without rules of its own (`told-…`) has an empty state."""
        return self._by_category.get(category_of(stream), STATELESS)

    def bell(self) -> asyncio.Event:
        """Set after each commit. A reader waits on its own bell, outside of any transaction."""
        bell = asyncio.Event()
        self._bells.append(bell)
        return bell

    async def write(self, work: Callable[[Batch], Awaitable[T]], needs: Needs | None = None) -> T:
        """Have `work` done in the next batch and wait until it is committed. Raises what `work` raises.

        What it `needs` is asked for together with what the others in the batch need.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        await self._jobs.put(Job(work, answer, needs))
        return await answer

    async def run(self) -> None:
        """The writer. Ends only by being cancelled."""
        await self._try([])  # an empty batch: whoever writes first need not wait until the log was read
        while True:
            jobs = [await self._jobs.get()]
            while not self._jobs.empty() and len(jobs) < BATCH_LIMIT:
                jobs.append(self._jobs.get_nowait())
            if not await self._try(jobs) and len(jobs) > 1:
                for job in jobs:
                    await self._try([job])
            for bell in self._bells:
                bell.set()

    async def _try(self, jobs: list[Job[Any]]) -> bool:
        """One transaction. False if the batch failed as a whole and its jobs are to be tried one by one."""
        answers: list[tuple[Job[Any], Any, BaseException | None]] = []
        committing = False
        try:
            async with self.pool.acquire() as connection:
                transaction = connection.transaction()
                await transaction.start()
                try:
                    batch = await self._begin(connection)
                    await batch.ask_ahead([job.needs for job in jobs if job.needs])
                    answers = [(job, *await _outcome(job, batch)) for job in jobs if not job.answer.done()]
                    await batch.flush()
                except BaseException:
                    await transaction.rollback()
                    raise
                self.faults.point("log.before_commit")
                committing = True
                await transaction.commit()
                self.faults.point("log.after_commit")
        except Exception as error:
            trace.warning("batch_failed", error=type(error).__name__, jobs=len(jobs))
            self.kept.clear()
            if len(jobs) == 1 and not jobs[0].answer.done():
                failure: Exception = (
                    Unknown("whether this was recorded is not known: ask again") if committing else error
                )
                jobs[0].answer.set_exception(failure)
            return False
        self._remember(batch)
        for job, result, refusal in answers:
            if job.answer.done():
                continue
            if refusal is None:
                job.answer.set_result(result)
            else:
                job.answer.set_exception(refusal)
        return True

    async def _begin(self, connection: asyncpg.Connection) -> Batch:
        """Take the lock, then look how far the log is; another process may have written since."""
        position, number = await connection.fetchrow("SELECT * FROM take_turn($1)", LOCK)
        if position != self.log_position:
            self.kept.clear()
            await self._catch_up(connection)
            self.log_position, self.fact_number = position, number
        return Batch(self, connection, position, number, self._known)

    async def _catch_up(self, connection: asyncpg.Connection) -> None:
        query = "SELECT body FROM log WHERE log_position > $1 ORDER BY log_position"
        async for row in connection.cursor(query, self.log_position):
            try:
                self._known = self.register.evolve(self._known, decode(row["body"]))
            except NotYetKnown:
                continue

    def _remember(self, batch: Batch) -> None:
        self.log_position, self.fact_number = batch.log_position, batch.fact_number
        self._known = batch.register
        self.last_progress = datetime.now(UTC)
        for stream, kept in batch.streams.items():
            self.kept[stream] = kept
            self.kept.move_to_end(stream)
        while len(self.kept) > STREAMS_KEPT:
            self.kept.popitem(last=False)


async def _outcome(job: Job[T], batch: Batch) -> tuple[T | None, Exception | None]:
    """A refusal answers its caller alone. Any other error ends the batch: nothing that is half done is committed."""
    try:
        return await batch.alone(job), None
    except (Refused, Missing, Stale, KeyReused) as refusal:
        return None, refusal


STATELESS: AnyDecider = Decider("", (), None, lambda state, fact: state, lambda state, command, around: [])
