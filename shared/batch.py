"""What is written together, in one transaction: facts, and the statements that go with them."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import asyncpg
import structlog
from uuid_utils.compat import uuid7

from shared.clock import day_in_berlin
from shared.decider import AnyDecider, Decider
from shared.errors import Refused
from shared.event import FACT_BYTES_LIMIT, Envelope, Event, Fact, Meta, NotAFact, encode
from shared.events.catalogue import NotYetKnown, decode, fact_of
from shared.merkle import leaf_hash
from shared.statements import Statement, execute

if TYPE_CHECKING:
    from shared.log import Log

OWN_STREAMS = "SELECT stream, body FROM log WHERE source = $1 AND stream = ANY($2) ORDER BY stream, version"
KEEP_ANSWER = "INSERT INTO idempotency (actor, key, body_hash, answer) VALUES ($1, $2, $3, $4)"
COLUMNS = (
    *("log_position", "fact_number", "source", "stream", "version"),
    *("event_id", "type", "recorded_at", "body", "leaf_hash"),
)

Key = tuple[str, str]
"""An actor, and the idempotency key that the actor gave."""
T = TypeVar("T")
trace = structlog.get_logger()


@dataclass(frozen=True)
class Kept:
    """A stream as the writer knows it: its state, and its last version."""

    state: Any
    version: int


Row = tuple[int, int | None, str, str, int, UUID, str, datetime, bytes, bytes]


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
    answers: dict[Key, Mapping[str, Any] | None] = field(default_factory=dict)
    """What was answered before, or in this batch, by key; None where it is known that nothing was."""
    new_answers: list[tuple[str, str, bytes, str]] = field(default_factory=list)
    """Rows of answers to be kept: actor, key, hash of the body, answer."""
    fresh: dict[str, Kept] = field(default_factory=dict)
    fresh_answers: dict[Key, Mapping[str, Any]] = field(default_factory=dict)

    async def alone(self, work: "Callable[[Batch], Awaitable[T]]") -> T:
        """Do one job. If it raises, the batch is as it was before: nothing of it is left for the others to commit."""
        before = (self.log_position, self.fact_number, self.register)
        rows, statements, kept = len(self.rows), len(self.statements), len(self.new_answers)
        self.fresh, self.fresh_answers = {}, {}
        try:
            result = await work(self)
        except BaseException:
            self.log_position, self.fact_number, self.register = before
            del self.rows[rows:], self.statements[statements:], self.new_answers[kept:]
            raise
        self.streams |= self.fresh
        self.answers |= self.fresh_answers
        return result

    async def look_ahead(self, streams: Collection[str]) -> dict[str, Kept]:
        """State and version of own streams, with what this batch did already. What is not known is fetched at once."""
        kept = {stream: known for stream in streams if (known := self._known(stream)) is not None}
        unknown = [stream for stream in streams if stream not in kept]
        if unknown:
            states = {stream: Kept(self.log.decider_of(stream).initial, 0) for stream in unknown}
            for row in await self.connection.fetch(OWN_STREAMS, self.log.source, unknown):
                before, decider = states[row["stream"]], self.log.decider_of(row["stream"])
                states[row["stream"]] = Kept(decider.evolve(before.state, decode(row["body"])), before.version + 1)
            self.streams |= states
            kept |= states
        return kept

    async def stream(self, stream: str) -> Kept:
        """State and version of one of them."""
        return self._known(stream) or (await self.look_ahead([stream]))[stream]

    def _known(self, stream: str) -> Kept | None:
        return self.fresh.get(stream) or self.streams.get(stream) or self.log.kept.get(stream)

    async def append(self, events: list[Event], meta: Meta) -> list[Fact]:
        """Record events as own facts, each on its own stream. Raises `Refused` for one that is too large."""
        instant = self.log.clock.now()
        recorded_at = instant.replace(microsecond=instant.microsecond // 1000 * 1000)
        today = day_in_berlin(recorded_at)
        streams = [event.stream() for event in events]
        kept = await self.look_ahead(streams)
        facts, rows = [], []
        for number, (stream, event) in enumerate(zip(streams, events, strict=True), start=1):
            before = kept[stream]
            fact = Fact(
                event_id=uuid7(),
                source=self.log.source,
                stream=stream,
                version=before.version + 1,
                fact_number=self.fact_number + number,
                recorded_at=recorded_at,
                effective_on=event.holds_from() or today,
                meta=meta,
                event=event,
            )
            body = encode(fact)
            if len(body) > FACT_BYTES_LIMIT:
                raise Refused("This is too much for one entry: at most 200 KiB.")
            kept[stream] = Kept(self.log.decider_of(stream).evolve(before.state, fact), fact.version)
            facts.append(fact)
            rows.append(self._row(number, fact, body))
        self.rows += rows
        self.fresh |= kept
        self.log_position += len(rows)
        self.fact_number += len(rows)
        for fact in facts:
            self.register = self.log.register.fold(self.register, fact)
        return facts

    def _row(self, number: int, fact: Fact, body: bytes) -> Row:
        position, own = self.log_position + number, fact.fact_number
        name = type(fact.event).__name__
        head = (position, own, fact.source, fact.stream, fact.version, fact.event_id, name, fact.recorded_at)
        return (*head, body, leaf_hash(body))

    def take(self, envelope: Envelope, body: bytes, fact: Fact | None) -> None:
        """Record a fact that was heard, with the very bytes of its sender. `fact`: None if newer than this code."""
        self._keep(None, envelope, body, fact)

    def take_back(self, envelope: Envelope, body: bytes) -> None:
        """Record an own fact that an older copy of this log had lost, with the very bytes that were told."""
        assert envelope.fact_number == self.fact_number + 1, "facts are taken back in their order"
        self.fact_number += 1
        try:
            fact = fact_of(envelope)
        except (NotYetKnown, NotAFact):
            fact = None
        self._keep(self.fact_number, envelope, body, fact)
        self.log.kept.pop(envelope.stream, None)

    def _keep(self, fact_number: int | None, envelope: Envelope, body: bytes, fact: Fact | None) -> None:
        self.log_position += 1
        e = envelope
        head = (self.log_position, fact_number, e.source, e.stream, e.version, e.event_id, e.type, e.recorded_at)
        self.rows.append((*head, body, leaf_hash(body)))
        if fact is None:
            trace.warning("fact_newer_than_this_code", type=e.type, source=e.source)
        else:
            self.register = self.log.register.fold(self.register, fact)

    async def flush(self) -> None:
        """Everything to the database, the facts in one COPY: also for a few it costs no more than an INSERT."""
        if self.rows:
            await self.connection.copy_records_to_table("log", records=self.rows, columns=COLUMNS)
            self.log.faults.point("log.facts_inserted")
        if self.new_answers:
            await self.connection.executemany(KEEP_ANSWER, self.new_answers)
        await execute(self.connection, self.statements)


STATELESS: AnyDecider = Decider("", (), None, lambda state, fact: state, lambda state, command, around: [])
