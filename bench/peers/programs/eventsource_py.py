"""PyPI `eventsource-py`: tasks, a pool of asyncpg connections, and its feed of all events read again and again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any
from uuid import UUID, uuid4

import uvloop
from eventsource import (
    AggregateRepository,
    AggregateRoot,
    DomainEvent,
    PostgreSQLEventStore,
    create_async_engine,
    register_event,
)
from eventsource.ports import FeedReadOptions
from pydantic import BaseModel

from bench.peers.contract import Load, Result, fact, house, measure, read_load

TAIL_BATCH = 500
TAIL_POLL_SECONDS = 0.05


@register_event
class Moved(DomainEvent):
    """A household lives in another house; its first one is its registration."""

    event_type: str = "Moved"
    aggregate_type: str = "Case"
    fact: dict[str, Any]


class CaseState(BaseModel):
    house: str | None = None


class Case(AggregateRoot[CaseState]):
    aggregate_type = "Case"

    def _get_initial_state(self) -> CaseState:
        return CaseState()

    def _apply(self, event: DomainEvent) -> None:
        if isinstance(event, Moved):
            self._state = CaseState(house=event.fact["data"]["house"])

    def move(self, number: int) -> None:
        """The decision: whoever lives there already does not move."""
        if self.state is None or self.state.house != house(number):
            moved = Moved(
                aggregate_id=self.aggregate_id,
                aggregate_version=self.get_next_version(),
                fact=fact(self.aggregate_id, number),
            )
            self.apply_event(moved)


async def append_stream(cases: AggregateRepository[Case], length: int) -> None:
    case_id = uuid4()
    for number in range(1, length + 1):
        case = await cases.load(case_id) if number > 1 else cases.create_new(case_id)
        case.move(number)
        await cases.save(case)


async def follow(store: PostgreSQLEventStore, seen: set[UUID]) -> None:
    """From the last position that was seen; the store itself holds back what may still be overtaken."""
    position = None
    while True:
        before = len(seen)
        async for envelope in store.read_all(position, FeedReadOptions(limit=TAIL_BATCH)):
            seen.add(envelope.event.event_id)
            position = envelope.position
        if len(seen) == before:
            await asyncio.sleep(TAIL_POLL_SECONDS)


@asynccontextmanager
async def open_store(load: Load) -> AsyncIterator[PostgreSQLEventStore]:
    url = load.url.replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(url, pool_size=load.callers + 1, max_overflow=0)
    store = PostgreSQLEventStore(engine, create_schema=True, owns_engine=True)
    try:
        yield store
    finally:
        await store.close()


async def run(load: Load) -> Result:
    seen: set[UUID] = set()
    async with open_store(load) as store:
        cases = AggregateRepository(store, Case, enable_tracing=False)
        await store.event_exists(uuid4())  # makes the tables
        seconds, cpu_seconds = await measure(
            load, lambda length: append_stream(cases, length), follow(store, seen), lambda: len(seen)
        )
    missed = load.appended() - len(seen)
    return Result("eventsource_py", version("eventsource-py"), load.facts, seconds, cpu_seconds, missed, len(seen))


if __name__ == "__main__":
    print(uvloop.run(run(read_load())).line())
