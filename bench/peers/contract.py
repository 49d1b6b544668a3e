"""What every peer does alike: the same fact, the same streams, one line of JSON. Needs the standard library alone.

A caller takes streams of ten facts one after the other: a case is registered, then its household moves nine times. So
no figure tells how fast long streams are read again.
"""

import argparse
import asyncio
import json
import resource
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

FACTS_PER_STREAM = 10
WARM_UP_FACTS = 20
"""Facts of each caller before the clock starts: connections are open, statements prepared, code compiled."""
SETTLED_SECONDS = 3.0
"""A tail reader that has seen nothing new for so long has seen all that it will see."""
HOUSES = ("sandloch", "klausing")


@dataclass(frozen=True)
class Load:
    """What is to be done: `facts` in all, shared out among `callers` who wait for each answer."""

    url: str
    callers: int
    facts: int

    def shares(self) -> list[int]:
        """Facts of each caller."""
        each, rest = divmod(self.facts, self.callers)
        return [each + (number < rest) for number in range(self.callers)]

    def appended(self) -> int:
        """Facts in all, with those of the warm-up."""
        return self.facts + self.callers * WARM_UP_FACTS


@dataclass(frozen=True)
class Result:
    """What came out. `cpu_seconds` is user and system time of this process while facts were appended."""

    peer: str
    version: str
    facts: int
    seconds: float
    cpu_seconds: float
    missed: int
    seen: int
    note: str = ""

    def line(self) -> str:
        return json.dumps(asdict(self))


class Stopwatch:
    """Wall clock and processor time of this process, from its making on."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), _cpu_seconds()

    def stop(self) -> tuple[float, float]:
        return round(time.perf_counter() - self._wall, 4), round(_cpu_seconds() - self._cpu, 4)


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def streams(facts: int) -> Iterator[int]:
    """Lengths of the streams that a caller takes for so many facts."""
    for begin in range(0, facts, FACTS_PER_STREAM):
        yield min(FACTS_PER_STREAM, facts - begin)


def house(version: int) -> str:
    """Where the household lives with this version of its stream: always elsewhere than before."""
    return HOUSES[version % 2]


def fact(case_id: UUID, version: int) -> dict[str, Any]:
    """A recorded fact with its envelope, about 565 bytes as JSON, as Fallbuch writes them."""
    return {
        "actor": "clerk-1",
        "causationid": "MoveHousehold",
        "correlationid": str(uuid4()),
        "data": {"case_id": str(case_id), "house": house(version), "moved_on": "2018-11-01"},
        "datacontenttype": "application/json",
        "dataschema": "urn:fallbuch:schema:HouseholdMoved:1",
        "effectiveon": "2018-11-01",
        "id": str(uuid4()),
        "source": "urn:fallbuch:weinheim:intake",
        "specversion": "1.0",
        "streamversion": version,
        "subject": f"case-{case_id}",
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "type": "HouseholdMoved",
    }


def read_load() -> Load:
    """The arguments of a program that runs inside."""
    parser = argparse.ArgumentParser()
    add_load(parser)
    given = parser.parse_args()
    return Load(given.url, given.callers, given.facts)


def add_load(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", required=True)
    parser.add_argument("--callers", type=int, required=True)
    parser.add_argument("--facts", type=int, required=True)


async def measure(
    load: Load, append_stream: Callable[[int], Awaitable[None]], tail: Awaitable[None], seen: Callable[[], int]
) -> tuple[float, float]:
    """Run the callers with the tail reader beside them. Seconds, and processor seconds."""
    reading = asyncio.ensure_future(tail)

    async def caller(facts: int) -> None:
        for length in streams(facts):
            await append_stream(length)

    await asyncio.gather(*(caller(WARM_UP_FACTS) for _ in range(load.callers)))
    watch = Stopwatch()
    await asyncio.gather(*(caller(share) for share in load.shares()))
    spent = watch.stop()
    settling = Settling(load.appended())
    while not settling.done(seen()) and not reading.done():  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    return spent


class Settling:
    """Whether a tail reader is through: it has seen everything, or nothing new for a while."""

    def __init__(self, appended: int) -> None:
        self._appended, self._seen, self._since = appended, -1, time.perf_counter()

    def done(self, seen: int) -> bool:
        if seen != self._seen:
            self._seen, self._since = seen, time.perf_counter()
        return seen >= self._appended or time.perf_counter() - self._since > SETTLED_SECONDS
