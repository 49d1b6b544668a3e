"""PostgreSQL and Kafka of one instance: started here, or those that the environment names."""

import asyncio
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from infra.embedded import jars
from infra.embedded.children import Children
from infra.embedded.java import java
from infra.embedded.kafka import Kafka, answers
from infra.embedded.postgres import Postgres
from infra.folder import DataFolder
from infra.kafka.rights import OPERATOR, grant
from infra.kafka.topics import create_topics
from infra.progress import Progress, Report
from infra.service import Instance, password_name
from shared.brokers import Brokers

# How long a start may take, on a slow disk too.
PATIENCE_SECONDS = 90.0


async def start_postgres(folder: DataFolder, children: Children, report: Report) -> str:
    """The superuser's address; nothing is started if `FALLBUCH_EXTERNAL_POSTGRES_URL` has it."""
    if external := os.environ.get("FALLBUCH_EXTERNAL_POSTGRES_URL"):
        return external
    report(Progress("postgres", "starting PostgreSQL"))
    password, port = folder.secret("postgres.password"), folder.port("postgres")
    server = Postgres(folder.root / "postgres", password, port, folder.log("postgres"))
    await server.prepare(children.run)
    await children.add("postgres", server.program, server.ready).start(PATIENCE_SECONDS)
    report(Progress("postgres", f"PostgreSQL answers on port {port}", 1, 1))
    return server.url


@dataclass(frozen=True, slots=True)
class Reached:
    """Where services speak to Kafka, and how it is set up."""

    address: str
    operator: Brokers


async def start_kafka(instance: Instance, children: Children, report: Report) -> Reached:
    """A broker with topics, principals and rights. Nothing is started if `FALLBUCH_EXTERNAL_KAFKA` has one: it is asked
    by nobody, as whoever keeps it allows."""
    folder = instance.folder
    if external := os.environ.get("FALLBUCH_EXTERNAL_KAFKA"):
        await create_topics(Brokers(external), instance.providers)
        return Reached(external, Brokers(external))
    run_time = await asyncio.to_thread(java, report)
    fetched = await _jars(report)
    report(Progress("kafka", "starting Apache Kafka"))
    ports = folder.port("kafka"), folder.port("kafka-operator"), folder.port("kafka-controller")
    password = folder.secret(password_name(OPERATOR))
    server = Kafka(folder.root / "kafka", run_time, fetched, *ports, password, folder.log("kafka"))
    await server.prepare(children.run)

    async def ready() -> None:
        await answers(server.operator)
        await set_up(server.operator, instance)  # after every restart: its data may have been lost

    await children.add("kafka", server.program, ready).start(PATIENCE_SECONDS)
    report(Progress("kafka", f"Apache Kafka answers on port {server.port}, with its topics", 1, 1))
    return Reached(server.address, server.operator)


async def set_up(operator: Brokers, instance: Instance) -> None:
    """Topics, principals and rights as the list says, for the providers that there are now."""
    await create_topics(operator, instance.providers)
    if operator.principal:
        await grant(operator, instance.providers, lambda name: instance.folder.secret(password_name(name)))


async def _jars(report: Report) -> tuple[Path, ...]:
    interrupted = threading.Event()
    try:
        return tuple(await asyncio.to_thread(jars.fetch, report, interrupted, jars.pinned(), jars.cache()))
    finally:
        interrupted.set()
