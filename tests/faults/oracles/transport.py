"""O7: Kafka holds every owner's log, whole and in order, and nothing else; every hearer took it exactly, same bytes.

"In order" is what a reader sees who takes a record only if its number is the next one: that reader gets 1..N. A record
may come again, and a later one may come too early, if it comes again in its place.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from confluent_kafka import Consumer, Message, TopicPartition

from tests.faults.oracles.where import Finding, Row, Where

POLL_SECONDS = 20
CHECKPOINTS = "audit.checkpoints.v1"


def check(where: Where) -> Finding:
    faults: list[str] = []
    owners = {service: where.own(service) for service in where.services}
    checked = 0
    for service, own in owners.items():
        records = read_topic(where.kafka, where.topic(service))
        checked += len(records)
        faults += _told(where, where.topic(service), records, {row.fact_number or 0: row for row in own})
    for service in where.services:
        if service.startswith("provider-"):
            topic, stream = (
                f"provider.{service.removeprefix('provider-')}.in.v1",
                f"told-{service.removeprefix('provider-')}",
            )
            told = {row.version: row for row in owners["allocation"] if row.stream == stream}
            faults += _told(where, topic, read_topic(where.kafka, topic), told)
            faults += _heard(where, service, "allocation", [told[number] for number in sorted(told)])
        for owner in where.hears(service):
            faults += _heard(where, service, owner, owners[owner])
    return Finding("transport", checked, [*faults, *_roots(where, owners)])


def read_topic(kafka: Mapping[str, Any], topic: str) -> list[Message]:
    """Every record from offset 0 to the present end."""
    consumer = Consumer(
        {
            **kafka,
            "group.id": "oracle",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
        }
    )
    try:
        first, end = consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=POLL_SECONDS)
        consumer.assign([TopicPartition(topic, 0, first)])
        records: list[Message] = []
        while len(records) < end - first:
            found = consumer.consume(min(10_000, end - first - len(records)), POLL_SECONDS)
            if not found:
                raise TimeoutError(f"{topic} ended at {len(records)} of {end - first} records")
            records += [record for record in found if record.error() is None]
        return records
    finally:
        consumer.close()


def _told(where: Where, topic: str, records: list[Message], log: dict[int, Row]) -> Iterator[str]:
    number_of = {row.body: number for number, row in log.items()}
    taken = 0
    for record in records:
        value = record.value() or b""
        number = number_of.get(value)
        if number is None:
            if value not in where.planted:
                yield f"{topic} holds at offset {record.offset()} what is not in the log"
        elif record.key() != log[number].stream.encode():
            yield f"{topic} holds fact {number} under another key"
        elif number == taken + 1:
            taken = number
    if taken != len(log):
        yield f"{topic} can be read in order to {taken} of {len(log)}"


def _heard(where: Where, service: str, owner: str, told: list[Row]) -> Iterator[str]:
    """What the hearer's log holds of the owner, in the order in which it was taken."""
    taken = [row.body for row in where.log(service) if row.source == where.source(owner)]
    if taken != [row.body for row in told]:
        same = next((at for at, (one, other) in enumerate(zip(taken, told, strict=False)) if one != other.body), None)
        yield f"{service} has {len(taken)} of {len(told)} facts of {owner}, first difference at {same}"


def _roots(where: Where, owners: dict[str, list[Row]]) -> Iterator[str]:
    """Every root that was stated is that of the owner's first facts (RFC 6962)."""
    leaves = {where.source(service): [row.leaf_hash for row in own] for service, own in owners.items()}
    seen: set[bytes] = set()
    for record in read_topic(where.kafka, CHECKPOINTS):
        note = record.value() or b""
        if note in seen or note in where.planted:
            continue
        seen.add(note)
        origin, size, root = note.decode().split("\n")[:3]
        if int(size) > len(leaves[origin]) or base64.b64decode(root) != merkle(leaves[origin][: int(size)]):
            yield f"the root that {origin} stated over {size} facts is not theirs"


def merkle(leaves: list[bytes]) -> bytes:
    """The root over these leaves, level by level: what is left over at the end of a level rises as it is."""
    level = leaves
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0] if level else hashlib.sha256(b"").digest()
