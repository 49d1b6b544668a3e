"""Read the whole history from Kafka alone, with a client library that no writer uses, and say if it is complete."""

import time
from collections.abc import Iterator
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

    value: bytes | None
    stored_at_ms: int


class Reader:
    """Reads topics from the first record to the last that was there when it began. Joins no group, leaves no trace."""

    def __init__(self, brokers: str) -> None:
        self._consumer = Consumer(
            {
                "bootstrap.servers": brokers,
                "group.id": "auditor.replay",
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "allow.auto.create.topics": False,
            }
        )

    def records(self, topic: str) -> Iterator[Stored]:
        """Raises `KafkaException` if the topic cannot be read to its end in reasonable time."""
        partition = TopicPartition(topic, 0)
        first, end = self._consumer.get_watermark_offsets(partition, timeout=WAIT_SECONDS)
        partition.offset = first
        self._consumer.assign([partition])
        deadline = time.monotonic() + WAIT_SECONDS
        while (place := self._place(topic, first)) < end:
            for message in self._consumer.consume(min(RECORDS_AT_ONCE, end - place), timeout=0.5):
                if message.error():
                    raise KafkaException(message.error())
                deadline = time.monotonic() + WAIT_SECONDS
                if (message.offset() or 0) < end:
                    yield Stored(message.value(), message.timestamp()[1])
            if time.monotonic() > deadline:
                raise KafkaException(f"{topic} could not be read to its end")

    def _place(self, topic: str, first: int) -> int:
        offset: int = self._consumer.position([TopicPartition(topic, 0)])[0].offset
        return first if offset < 0 else offset

    def close(self) -> None:
        self._consumer.close()


def sources(town: str, providers: list[str]) -> dict[str, str]:
    """Every source of the town, and its topic."""
    services = {name: f"{name}.facts.v1" for name in ("intake", "allocation", "reporting", "audit")}
    services |= {f"provider-{provider}": f"provider.{provider}.facts.v1" for provider in providers}
    return {source_of(town, name): topic for name, topic in services.items()}


def replay(brokers: str, town: str, providers: list[str], out: Path | None) -> dict[str, object]:
    """The verdict over all sources; the facts, a line each, go to `out`."""
    reader = Reader(brokers)
    try:
        roots = stated_roots(reader)
        histories = {
            source: examine(source, reader.records(topic), roots) for source, topic in sources(town, providers).items()
        }
        allocation = histories[source_of(town, "allocation")]
        told = [
            examine_told(topic := f"provider.{provider}.in.v1", f"told-{provider}", reader.records(topic), allocation)
            for provider in providers
        ]
    finally:
        reader.close()
    if out is not None:
        write(out, list(histories.values()))
    return verdict(list(histories.values()), told, time.time_ns() // 1_000_000)


def stated_roots(reader: Reader) -> list[Root]:
    """What the sources stated. They are read before the facts: a root is stated after its facts were acknowledged."""
    roots = []
    for record in reader.records(CHECKPOINTS):
        try:
            roots.append(read_note(record.value or b""))
        except ValueError:
            continue
    return roots


def write(out: Path, histories: list[History]) -> None:
    """The exact bytes, source by source, in the order of their numbers."""
    with out.open("wb") as file:
        for history in histories:
            file.writelines(body + b"\n" for body in history.bodies)
