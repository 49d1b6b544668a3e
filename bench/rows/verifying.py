"""Row 8: the auditor's verification from Kafka alone, in one process and in two, against librdkafka's raw reading.

Verified is what the audit service verifies: numbers, versions, forks, and the tree up to the stated root.
"""

import asyncio
import gc
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace

from bench import topics
from bench.facts import INTAKE, case_facts, encoded
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.servers import Servers
from services.audit.domain.examination import Examination
from services.audit.replay import read_topics
from shared.brokers import Brokers
from shared.merkle import Root, Tree, leaf_hash

FACTS_OF_A_SOURCE = 40_000
Task = tuple[Brokers, str, str, Root]
"""Brokers, topic, source, and the root that was stated."""


@asynccontextmanager
async def make(servers: Servers) -> Rows:
    """Two sources, so that two processes have each their own."""
    tasks = [_published(servers, f"{INTAKE}{number}") for number in (1, 2)]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_warm, range(8)))
        names = [topic for _, topic, _, _ in tasks]
        variants = {
            "one process": _verifying(servers, tasks, None),
            "two processes": _verifying(servers, tasks, pool),
            "librdkafka": _reading(servers, names),
        }
        bars = [
            Bar("one process against raw reading", "one process", "librdkafka", must=0.5, aim=0.62),
            Bar("two processes against raw reading", "two processes", "librdkafka", must=0.65, aim=0.8),
        ]
        yield [Row("verify", "Verify from Kafka", variants, bars)]


def _published(servers: Servers, source: str) -> Task:
    topic = servers.new_topic("verify")
    facts = [replace(fact, source=source) for fact in case_facts(FACTS_OF_A_SOURCE)]
    bodies = encoded(facts)
    topics.publish(topics.new_producer(servers.kafka), topic, [fact.stream.encode() for fact in facts], bodies)
    tree = Tree()
    for body in bodies:
        tree.append(leaf_hash(body))
    return servers.kafka, topic, source, Root(source, tree.size, tree.root())


def _verifying(servers: Servers, tasks: Sequence[Task], pool: ProcessPoolExecutor | None) -> Variant:
    async def run() -> Run:
        pids = [*servers.pids, *(process.pid for process in multiprocessing.active_children() if process.pid)]
        with Meter(pids) as meter:
            if pool is None:
                found = [verify(tasks)]
            else:
                loop = asyncio.get_running_loop()
                found = await asyncio.gather(*(loop.run_in_executor(pool, verify, [task]) for task in tasks))
        return meter.run(len(tasks) * FACTS_OF_A_SOURCE, [wrong for each in found for wrong in each])

    return run


def verify(tasks: Sequence[Task]) -> list[str]:
    """What is wrong with these topics, by the audit service's own code."""
    examinations = {topic: Examination(source, [root]) for _, topic, source, root in tasks}
    for topic, records in read_topics(tasks[0][0], list(examinations)):
        examinations[topic].take(records)
    found = []
    for _, topic, _, root in tasks:
        history = examinations[topic].end()
        found += [] if history.finding is None else [history.finding.sentence()]
        if len(history.bodies) != FACTS_OF_A_SOURCE or history.stated != root:
            found.append("not everything was verified")
    return found


def _reading(servers: Servers, names: Sequence[str]) -> Variant:
    count = len(names) * FACTS_OF_A_SOURCE

    async def run() -> Run:
        with Meter(servers.pids) as meter:
            records = topics.consume(servers.kafka, names, count)
        return meter.run(count, [] if len(records) == count else ["another number of records"])

    return run


def _warm(_: int) -> None:
    """Imports everything in the processes of the pool, which look for no garbage, like a replay."""
    gc.disable()
