"""Read the whole history from Kafka alone, with a client library that no writer uses, and say if it is complete."""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from confluent_kafka import Consumer, KafkaException, TopicPartition

from services.audit.domain.completeness import examine_told, verdict
from services.audit.domain.examination import Examination, History
from shared.brokers import Brokers
from shared.ids import source_of
from shared.merkle import Root, read_note

CHECKPOINTS = "audit.checkpoints.v1"
WAIT_SECONDS = 10.0
RECORDS_AT_ONCE = 2_000
FILL_SECONDS = 0.01
"""So long a reading waits for as many; librdkafka fetches on meanwhile, and while they are examined."""


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A record of a topic."""

    key: bytes | None
    value: bytes | None
    stored_at_ms: int


def read_topics(brokers: Brokers, topics: Sequence[str]) -> Iterator[tuple[str, list[Stored]]]:
    """Every record of these topics, from the first to the last that was there when it began: some of one at a time.

    Ends are asked in the order given, so what an earlier topic states of a later one is there to be read.
    Joins no group, leaves no trace. Raises `KafkaException` if a topic cannot be read to its end in reasonable time.
    """
    consumer = Consumer(
        {
            **brokers.librdkafka(),
            "group.id": "svc.auditor.replay",
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
        yield from _read(consumer, waiting)
    finally:
        consumer.close()


def _read(consumer: Consumer, ends: dict[str, int]) -> Iterator[tuple[str, list[Stored]]]:
    waiting, deadline = set(ends), time.monotonic() + WAIT_SECONDS
    while waiting:
        found: dict[str, list[Stored]] = {topic: [] for topic in ends}
        messages = consumer.consume(RECORDS_AT_ONCE, timeout=FILL_SECONDS)
        for message in messages:
            if message.error():
                raise KafkaException(message.error())
            topic, offset = message.topic() or "", message.offset() or 0
            if offset < ends[topic]:
                found[topic].append(Stored(message.key(), message.value(), message.timestamp()[1]))
            if offset >= ends[topic] - 1:
                waiting.discard(topic)
        yield from ((topic, records) for topic, records in found.items() if records)
        if messages:
            deadline = time.monotonic() + WAIT_SECONDS
        elif time.monotonic() > deadline:
            raise KafkaException(f"{', '.join(sorted(waiting))} could not be read to the end")


def sources(town: str, providers: list[str]) -> dict[str, str]:
    """Every source of the town, and its topic."""
    services = {name: f"{name}.facts.v1" for name in ("intake", "allocation", "reporting", "audit")}
    services |= {f"provider-{provider}": f"provider.{provider}.facts.v1" for provider in providers}
    return {source_of(town, name): topic for name, topic in services.items()}


def replay(brokers: Brokers, town: str, providers: list[str], out: Path | None) -> dict[str, object]:
    """The verdict over all sources; the facts, a line each, go to `out`."""
    topics = sources(town, providers)
    told_topics = {f"provider.{provider}.in.v1": f"told-{provider}" for provider in providers}
    roots = stated_roots(record for _, records in read_topics(brokers, [CHECKPOINTS]) for record in records)
    examinations = {topic: Examination(source, roots) for source, topic in topics.items()}
    told_records: dict[str, list[Stored]] = {topic: [] for topic in told_topics}
    for topic, records in read_topics(brokers, [*told_topics, *topics.values()]):
        if topic in told_records:
            told_records[topic] += records
        else:
            examinations[topic].take(records)
    histories = {source: examinations[topic].end() for source, topic in topics.items()}
    allocation = histories[source_of(town, "allocation")]
    told = [examine_told(topic, stream, told_records[topic], allocation) for topic, stream in told_topics.items()]
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
