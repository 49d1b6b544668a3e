"""PyPI `eventsourcing`: threads, its connection pool, its aggregate cache, and a subscription to its notifications."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bench.peers.contract import WARM_UP_FACTS, Load, Result, Settling, Stopwatch, fact, house, read_load, streams


class Case(Aggregate):
    """A household's case: registered once, then moved."""

    @event("Registered")
    def __init__(self, case_id: UUID, fact: dict[str, Any]) -> None:
        self.house = fact["data"]["house"]

    @staticmethod
    def create_id(case_id: UUID, **_: Any) -> UUID:
        return case_id

    @event("Moved")
    def move(self, fact: dict[str, Any]) -> None:
        self.house = fact["data"]["house"]


class Cases(Application[UUID]):
    def register(self, case_id: UUID) -> None:
        self.save(Case(case_id=case_id, fact=fact(case_id, 1)))

    def move(self, case_id: UUID, number: int) -> None:
        """The decision: whoever lives there already does not move. The version is checked by `save`."""
        case: Case = self.repository.get(case_id)
        if case.house != house(number):
            case.move(fact=fact(case_id, number))
            self.save(case)


def append(cases: Cases, facts: int) -> None:
    for length in streams(facts):
        case_id = uuid4()
        cases.register(case_id)
        for number in range(2, length + 1):
            cases.move(case_id, number)


class Tail:
    """Reads the notifications of the application as they come, in a thread of its own."""

    def __init__(self, cases: Cases) -> None:
        self.seen: set[tuple[object, int]] = set()
        self._subscription = cases.recorder.subscribe(gt=0)
        self._thread = Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        with self._subscription as notifications:
            for each in notifications:
                self.seen.add((each.originator_id, each.originator_version))

    def settle(self, appended: int) -> None:
        settling = Settling(appended)
        while not settling.done(len(self.seen)):
            time.sleep(0.02)
        self._subscription.stop()
        self._thread.join(10)


def settings(load: Load) -> dict[str, str]:
    """As documented for PostgreSQL: a connection for each thread, and the cache of aggregates."""
    address = urlsplit(load.url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": address.path.lstrip("/"),
        "POSTGRES_HOST": str(address.hostname),
        "POSTGRES_PORT": str(address.port),
        "POSTGRES_USER": unquote(str(address.username)),
        "POSTGRES_PASSWORD": unquote(str(address.password)),
        "POSTGRES_POOL_SIZE": str(load.callers + 2),
        "POSTGRES_CONNECT_TIMEOUT": "60",
        "POSTGRES_ENABLE_DB_FUNCTIONS": os.environ.get("POSTGRES_ENABLE_DB_FUNCTIONS", "no"),
        "AGGREGATE_CACHE_MAXSIZE": "10000",
        "AGGREGATE_CACHE_FASTFORWARD": os.environ.get("AGGREGATE_CACHE_FASTFORWARD", "no"),
        "DEEPCOPY_FROM_AGGREGATE_CACHE": os.environ.get("DEEPCOPY_FROM_AGGREGATE_CACHE", "no"),
    }


def run(load: Load) -> Result:
    cases = Cases(env=settings(load))
    tail = Tail(cases)
    with ThreadPoolExecutor(load.callers) as threads:
        list(threads.map(lambda facts: append(cases, facts), [WARM_UP_FACTS] * load.callers))
        watch = Stopwatch()
        list(threads.map(lambda facts: append(cases, facts), load.shares()))
        seconds, cpu_seconds = watch.stop()
    tail.settle(load.appended())
    cases.close()
    seen = len(tail.seen)
    return Result(
        "eventsourcing", version("eventsourcing"), load.facts, seconds, cpu_seconds, load.appended() - seen, seen
    )


if __name__ == "__main__":
    print(run(read_load()).line())
