"""Topics as a foreign program fills and reads them: librdkafka, without any code of ours. The limit, and a judge."""

import time
from collections.abc import Sequence

from confluent_kafka import Consumer, Producer, TopicPartition

from shared.brokers import Brokers

HEADERS: list[tuple[str, str | bytes | None]] = [("content-type", b"application/cloudevents+json")]
PATIENCE_SECONDS = 30.0


def new_producer(operator: Brokers, linger_ms: int = 5) -> Producer:
    """As safe as ours: idempotent, acknowledged by all; batches of the same size. Connected when this returns."""
    settings = {**operator.librdkafka(), "enable.idempotence": True, "acks": "all", "linger.ms": linger_ms}
    producer = Producer({**settings, "batch.size": 240_000, "queue.buffering.max.messages": 1_000_000})
    producer.list_topics(timeout=10)
    return producer


def publish(producer: Producer, topic: str, keys: Sequence[bytes], bodies: Sequence[bytes]) -> None:
    """All acknowledged when this returns. Raises `TimeoutError` if they are not."""
    for key, body in zip(keys, bodies, strict=True):
        producer.produce(topic, value=body, key=key, partition=0, headers=HEADERS)
    if producer.flush(PATIENCE_SECONDS):
        raise TimeoutError("librdkafka did not deliver everything")


def consume(operator: Brokers, topics: Sequence[str], count: int) -> list[tuple[bytes | None, bytes | None]]:
    """Keys and values of the first `count` records, of several topics in any order. Raises `TimeoutError`."""
    consumer = Consumer({**operator.librdkafka(), "group.id": "bench.raw", "enable.auto.commit": False})
    found: list[tuple[bytes | None, bytes | None]] = []
    try:
        consumer.assign([TopicPartition(topic, 0, 0) for topic in topics])
        deadline = time.monotonic() + PATIENCE_SECONDS
        while wanted := min(10_000, count - len(found)):
            found += [(message.key(), message.value()) for message in consumer.consume(wanted, timeout=0.05)]
            if time.monotonic() > deadline:
                raise TimeoutError("librdkafka did not read everything")
    finally:
        consumer.close()
    return found
