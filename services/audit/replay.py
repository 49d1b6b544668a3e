"""Read the whole history from Kafka alone, with a client library that no writer uses, and say if it is complete."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka import Consumer, KafkaException, TopicPartition

from services.audit.domain.completeness import History, examine, examine_told, verdict
from shared.ids import source_of
from shared.merkle import Root, read_note

CHECKPOINTS = "audit.checkpoints.v1"
WAIT_SECONDS = 10.0
RECORDS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Stored:
    """A record of a topic."""

    key: bytes | None
    value: bytes | None
    stored_at_ms: int


def read_topics(brokers: str, topics: Sequence[str]) -> dict[str, list[Stored]]:
    """Every record of these topics, from the first to the last that was there when it began.

    Ends are asked in the order given, so what an earlier topic states of a later one is there to be read.
    Joins no group, leaves no trace. Raises `KafkaException` if a topic cannot be read to its end in reasonable time.
    """
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "auditor.replay",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "allow.auto.create.topics": False,
        }
    )
    try:
        ends = {
            topic: consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=WAIT_SECONDS) for topic in topics
        }
        waiting = {topic: end for topic, (first, end) in ends.items() if end > first}
        consumer.assign([TopicPartition(topic, 0, ends[topic][0]) for topic in waiting])
        return {topic: [] for topic in topics} | _read(consumer, waiting)
    finally:
        consumer.close()


def _read(consumer: Consumer, waiting: dict[str, int]) -> dict[str, list[Stored]]:
    found: dict[str, list[Stored]] = {topic: [] for topic in waiting}
    ends = dict(waiting)
    deadline = time.monotonic() + WAIT_SECONDS
    while waiting:
        for message in consumer.consume(RECORDS_AT_ONCE, timeout=0.05):
            if message.error():
                raise KafkaException(message.error())
            topic, offset = str(message.topic()), message.offset() or 0
            deadline = time.monotonic() + WAIT_SECONDS
            if offset < ends[topic]:
                found[topic].append(Stored(message.key(), message.value(), message.timestamp()[1]))
            if offset >= ends[topic] - 1:
                waiting.pop(topic, None)
        if time.monotonic() > deadline:
            raise KafkaException(f"{', '.join(sorted(waiting))} could not be read to the end")
    return found


def sources(town: str, providers: list[str]) -> dict[str, str]:
    """Every source of the town, and its topic."""
    services = {name: f"{name}.facts.v1" for name in ("intake", "allocation", "reporting", "audit")}
    services |= {f"provider-{provider}": f"provider.{provider}.facts.v1" for provider in providers}
    return {source_of(town, name): topic for name, topic in services.items()}


def replay(brokers: str, town: str, providers: list[str], out: Path | None) -> dict[str, object]:
    """The verdict over all sources; the facts, a line each, go to `out`."""
    topics = sources(town, providers)
    told_topics = {f"provider.{provider}.in.v1": f"told-{provider}" for provider in providers}
    records = read_topics(brokers, [CHECKPOINTS, *told_topics, *topics.values()])
    roots = stated_roots(records[CHECKPOINTS])
    histories = {source: examine(source, records[topic], roots) for source, topic in topics.items()}
    allocation = histories[source_of(town, "allocation")]
    told = [examine_told(topic, stream, records[topic], allocation) for topic, stream in told_topics.items()]
    if out is not None:
        write(out, list(histories.values()))
    return verdict(list(histories.values()), told, time.time_ns() // 1_000_000)


def stated_roots(records: Iterable[Stored]) -> list[Root]:
    """What the sources stated. A root is stated after its facts were acknowledged, so they must all be there."""
    roots = []
    for record in records:
        try:
            roots.append(read_note(record.value or b""))
        except ValueError:
            continue
    return roots


def write(out: Path, histories: list[History]) -> None:
    """The exact bytes, source by source, in the order of their numbers."""
    with out.open("xb") as file:
        for history in histories:
            file.writelines(body + b"\n" for body in history.bodies)
