"""Records that nobody sent so: again and again in any order, too early, or with other bytes."""

import asyncio
import json
import random
from collections.abc import Mapping
from typing import Any

from confluent_kafka import Producer

from tests.faults.oracles.liveness import ask
from tests.faults.oracles.transport import read_topic
from tests.faults.oracles.where import Row
from tests.faults.site import NotSeen, Site, until
from tests.faults.wishes import PROVIDER

TIMES = 5
RECORDS = 2_000
"""So many of each topic are sent again, at most."""
UNTOLD = 10
FLUSH_SECONDS = 60
Sent = tuple[str, bytes, bytes]
"""Topic, key, value."""


async def every_fact_five_times(site: Site, dice: random.Random) -> None:
    """Every record five times more, shuffled within its topic and between topics."""
    topics = [*(site.where.topic(service) for service in site.where.services), f"provider.{PROVIDER}.in.v1"]
    again: list[Sent] = []
    for topic in topics:
        records = await asyncio.to_thread(read_topic, site.where.kafka, topic)
        again += [(topic, record.key() or b"", record.value() or b"") for record in records[:RECORDS]] * TIMES
    dice.shuffle(again)
    await asyncio.to_thread(send, site.where.kafka, again)
    if not again:
        raise NotSeen("records to send again")


async def gap_that_is_filled(site: Site, dice: random.Random) -> None:
    """The last of some facts of intake comes first; allocation says for which it waits, and then gets them all."""
    await site.traffic.pause()
    await site.stack.stop("kafka")
    before = len(site.where.own("intake"))
    site.traffic.start()
    await until(lambda: len(site.where.own("intake")) >= before + UNTOLD, "facts that nobody was told of")
    await site.traffic.pause()
    untold = site.where.own("intake")[before:]
    await site.stack.stop("intake")
    await site.stack.start("kafka")
    await asyncio.to_thread(send, site.where.kafka, [told(untold[-1])])
    await until(lambda: _waits(site, f"fact {before + 1}"), "allocation waiting for the facts between")
    await asyncio.to_thread(send, site.where.kafka, [told(row) for row in untold])
    await until(lambda: not _waits(site, "fact"), "allocation going on")
    await site.stack.start("intake")
    site.traffic.start()


async def other_bytes_under_a_number(site: Site, dice: random.Random) -> None:
    """Somebody writes another fact under a number that is known: an alarm in every hearer, and nothing changes."""
    await site.traffic.pause()
    row = dice.choice([row for row in site.where.own("intake") if row.type == "CaseRegistered"])
    forged = {**row.fact, "data": {**row.fact["data"], "house": "elsewhere"}}
    value = json.dumps(forged, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    site.where.planted.add(value)
    hearers = [name for name in site.where.services if "intake" in site.where.hears(name)]
    alarms = {name: _health(site, name)["alarms"] for name in hearers}
    await asyncio.to_thread(send, site.where.kafka, [("intake.facts.v1", row.stream.encode(), value)])
    await until(lambda: all(_health(site, name)["alarms"] > alarms[name] for name in hearers), "the alarm")
    # The last record of a topic is what its relay recognises it by: let it be a true one again.
    await asyncio.to_thread(send, site.where.kafka, [told(site.where.own("intake")[-1])])
    site.traffic.start()


def told(row: Row) -> Sent:
    """A fact of intake as its relay would send it."""
    return "intake.facts.v1", row.stream.encode(), row.body


def send(kafka: Mapping[str, Any], records: list[Sent]) -> None:
    """In exactly this order for each topic. Raises `NotSeen` if the broker does not take all of them."""
    producer = Producer({**kafka, "acks": "all", "enable.idempotence": True})
    for topic, key, value in records:
        producer.produce(topic, value, key, partition=0)
        producer.poll(0)
    if producer.flush(FLUSH_SECONDS):
        raise NotSeen("the broker taking all records")


def _health(site: Site, service: str) -> dict[str, Any]:
    return ask(site.url(service)) or {"alarms": 0, "waiting_for": {}}


def _waits(site: Site, text: str) -> bool:
    return any(text in why for why in _health(site, "allocation")["waiting_for"].values())
