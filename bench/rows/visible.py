"""Row 11: from the answer to a command until another service shows what it led to, at light load.

The limit is the broker: one record produced and consumed. A contact goes from the provider's log over Kafka into
reporting's log and view; a registration also through a decision of allocation, whose proposal is then shown.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from confluent_kafka import Consumer, Producer, TopicPartition

from bench import topics
from bench.client import Connection
from bench.measure import Run, percentile
from bench.rounds import Bar, Row, Variant
from bench.town import CASEWORKER, CLERK, SERVICE, Town, household, reading
from infra.kafka.operator import operator_of

COMMANDS = 100
PAUSE_SECONDS, LOOK_SECONDS, PATIENCE_SECONDS = 0.02, 0.001, 10.0
CONTACT = "SELECT 1 FROM advice WHERE stream = $1 AND version = $2"
PROPOSAL = "SELECT 1 FROM assignment_overview WHERE case_id = $1"
TOPIC = "audit.facts.v1"
"""Nobody writes there in this run."""

Command = Callable[[], Awaitable[float]]
"""Give one command, and say how many milliseconds after its answer it was seen."""


@asynccontextmanager
async def make(town: Town) -> AsyncIterator[list[Row]]:
    """Both ways, and the broker."""
    variants: dict[str, Variant] = {
        "contact": lambda: _contacts(town),
        "registration": lambda: _registrations(town),
        "Kafka round trip": lambda: _round_trips(town),
    }
    bars = [
        Bar("a contact, half of them within", "contact", of="p50_ms", must=15, at_most=True),
        Bar("a contact, 99 of 100 within", "contact", of="p99_ms", must=50, at_most=True),
        Bar("the same against one round trip", "contact", "Kafka round trip", "p99_ms", 10, 4, at_most=True),
        Bar("a registration as a proposal, half of them within", "registration", of="p50_ms", at_most=True),
        Bar("a registration as a proposal, 99 of 100 within", "registration", of="p99_ms", at_most=True),
    ]
    yield [Row("visible", "Seen in another service", variants, bars)]


async def _contacts(town: Town) -> Run:
    async with Connection(town.instance.urls[SERVICE]) as desk, reading(town, "reporting") as view:

        async def command() -> float:
            token = town.instance.token(CASEWORKER)
            status, said = await desk.ask("POST", town.contacts_path, town.contact(), token, str(uuid4()))
            assert status == 201, said
            return await _seen(view, CONTACT, said["facts"][0]["stream"], said["facts"][0]["version"])

        return await _at_light_load(command)


async def _registrations(town: Town) -> Run:
    async with Connection(town.instance.urls["intake"]) as desk, reading(town, "allocation") as view:

        async def command() -> float:
            case_id, token = uuid4(), town.instance.token(CLERK)
            asked = household(case_id, uuid4())
            status, said = await desk.ask("PUT", f"/cases/{case_id}", asked, token, str(uuid4()))
            assert status == 201, said
            return await _seen(view, PROPOSAL, case_id)

        return await _at_light_load(command)


async def _seen(view: asyncpg.Connection, query: str, *values: object) -> float:
    began_at = time.perf_counter()
    while await view.fetchval(query, *values) is None:
        if time.perf_counter() - began_at > PATIENCE_SECONDS:
            raise TimeoutError("what was accepted is not seen")
        await asyncio.sleep(LOOK_SECONDS)
    return (time.perf_counter() - began_at) * 1_000


async def _at_light_load(command: Command) -> Run:
    waited_ms = []
    for _ in range(COMMANDS):
        waited_ms.append(await command())
        await asyncio.sleep(PAUSE_SECONDS)
    return Run({"p50_ms": percentile(waited_ms, 50), "p99_ms": percentile(waited_ms, 99), "facts": len(waited_ms)})


async def _round_trips(town: Town) -> Run:
    assert town.instance.folder is not None
    operator = operator_of(town.instance.folder)
    consumer = Consumer({**operator.librdkafka(), "group.id": "bench.trip", "enable.auto.commit": False})
    producer = topics.new_producer(operator, linger_ms=0)
    try:
        partition = TopicPartition(TOPIC, 0)
        consumer.assign([TopicPartition(TOPIC, 0, consumer.get_watermark_offsets(partition, timeout=10)[1])])

        async def command() -> float:
            return await asyncio.to_thread(_trip, producer, consumer)

        await command()
        return await _at_light_load(command)
    finally:
        consumer.close()


def _trip(producer: Producer, consumer: Consumer) -> float:
    began_at = time.perf_counter()
    producer.produce(TOPIC, value=bytes(600), partition=0)
    producer.poll(0)
    message = consumer.poll(PATIENCE_SECONDS)
    seconds = time.perf_counter() - began_at
    producer.flush(PATIENCE_SECONDS)
    if message is None or message.error():
        raise TimeoutError("the broker does not answer")
    return seconds * 1_000
