"""The broker goes away, freezes, forgets."""

import asyncio
import random
import shutil
import signal

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from infra.kafka.topics import create_topics
from tests.faults.site import NotSeen, Site, until
from tests.faults.wishes import PROVIDER

PAUSE_SECONDS = 5.0
TOPICS = ("intake.facts.v1", "allocation.facts.v1", "reporting.facts.v1", f"provider.{PROVIDER}.in.v1")


async def kafka_stopped(site: Site, dice: random.Random) -> None:
    """Asked to end, and away for a while. Services take commands meanwhile."""
    pid, before = site.pid("kafka"), site.traffic.asked
    await site.stack.stop("kafka")
    await asyncio.sleep(stop_seconds(dice, site.longest_stop_seconds))
    await until(lambda: site.traffic.asked > before, "a command without Kafka")
    await site.stack.start("kafka")
    _another(site, pid)


def stop_seconds(dice: random.Random, longest: float) -> float:
    """From one second to the longest; most are short, since a long one holds up the run."""
    return 1 + dice.random() ** 3 * (longest - 1)


async def kafka_killed(site: Site, dice: random.Random) -> None:
    pid = site.pid("kafka")
    await site.stack.kill("kafka")
    await until(lambda: site.died["kafka:-9"] > 0, "the death of the broker")
    await site.stack.start("kafka")
    _another(site, pid)


async def kafka_paused(site: Site, dice: random.Random) -> None:
    """Frozen: connections stay open and nobody answers."""
    site.send_signal("kafka", signal.SIGSTOP)
    try:
        if await asyncio.to_thread(_answers, site):
            raise NotSeen("the frozen broker answered")
        await asyncio.sleep(PAUSE_SECONDS)
    finally:
        site.send_signal("kafka", signal.SIGCONT)


async def kafka_lost_its_data(site: Site, dice: random.Random) -> None:
    """Every record of every topic, and every committed offset. The relays fill all topics up again."""
    await _lose(site, "*-0")


async def offsets_lost(site: Site, dice: random.Random) -> None:
    """The committed offsets of all consumer groups."""
    await _lose(site, "__consumer_offsets-*")


async def _lose(site: Site, pattern: str) -> None:
    """The broker's folders of these topics, while it is stopped. What topics there are it still knows."""
    await site.stack.stop("kafka")
    logs = site.stack.folder.root / "kafka" / "logs"
    lost = [path for path in logs.glob(pattern) if not path.name.startswith("__cluster_metadata")]
    for path in lost:
        shutil.rmtree(path)
    for kept in logs.glob("*-offset-checkpoint"):
        kept.unlink()
    await site.stack.start("kafka")
    if not lost:
        raise NotSeen("there was nothing to lose")


async def topic_made_anew(site: Site, dice: random.Random) -> None:
    """One topic deleted and created again, under its readers and its relay."""
    topic = dice.choice(TOPICS)
    await asyncio.to_thread(_delete, site, topic)
    client = AdminClient(dict(site.where.kafka))
    await until(lambda: topic not in client.list_topics(timeout=5).topics, f"{topic} being gone")
    await create_topics(site.stack.operator, (PROVIDER,))


def _another(site: Site, pid: int) -> None:
    if site.pid("kafka") == pid:
        raise NotSeen("the broker is still the same process")


def _answers(site: Site) -> bool:
    try:
        AdminClient(dict(site.where.kafka)).list_topics(timeout=1)
    except KafkaException:
        return False
    return True


def _delete(site: Site, topic: str) -> None:
    client = AdminClient(dict(site.where.kafka))
    client.delete_topics([topic], request_timeout=20)[topic].result()
