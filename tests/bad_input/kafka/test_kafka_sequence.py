"""What comes out of order, in transactions or in floods: items 59, 60, 73 and 74 of the catalogue."""

import asyncio
import os
import signal
from dataclasses import replace
from uuid import uuid4

import httpx
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient

from infra.issuer import mint
from infra.kafka.topics import create_topics
from shared.event import encode
from tests.bad_input.kafka.conftest import PROVIDERS
from tests.bad_input.kafka.town import Town, subject_of
from tests.infra.wait import until

POISON = 50_000


async def test_59_a_gap_is_shown_and_nothing_is_taken_until_it_is_filled(town: Town) -> None:
    intake = town.senders["intake"]
    town.tell("intake")
    missing = len(intake.said) + 1
    late, early = encode(intake.fact()), encode(intake.fact(number=missing + 1))
    town.put(intake.topic, early, subject_of(early))
    town.tell("reporting")
    await town.goes_on("reporting")
    assert (await town.health())["waiting_for"] == {intake.source: f"fact {missing}"}
    assert await town.heard("intake") == intake.said
    for body in (late, early):
        town.put(intake.topic, body, subject_of(body))
    intake.said += [late, early]
    await town.goes_on()
    assert (await town.health())["waiting_for"] == {}


async def test_59_a_fact_that_lies_before_our_place_in_a_topic_made_anew_is_found(town: Town) -> None:
    """The topic was filled up again while the service was behind; at its old place stands a fact that comes later."""
    drk, pid = town.senders["drk"], town.stack.instance["services"]["allocation"]["pid"]
    await town.goes_on("drk")
    place = await town.pool.fetchval("SELECT next_offset FROM place WHERE topic = $1", drk.topic)
    os.kill(pid, signal.SIGSTOP)
    await make_anew(town, drk.topic)
    first = drk.said[0]
    town.tell("drk")
    for _ in range(place - 1):
        town.put(drk.topic, first, subject_of(first))
    town.tell("drk")
    os.kill(pid, signal.SIGCONT)
    await town.health_until(lambda health: drk.source in health["waiting_for"])
    await town.until("drk", lambda heard: heard == drk.said)
    await town.goes_on("drk")


async def make_anew(town: Town, topic: str) -> None:
    admin = AdminClient(town.stack.operator.librdkafka())
    admin.delete_topics([topic])[topic].result(20)
    await until(lambda: topic not in admin.list_topics(timeout=5).topics)
    await create_topics(town.stack.operator, PROVIDERS)


async def test_60_a_number_that_goes_back_with_the_same_bytes_is_ignored(town: Town) -> None:
    intake, alarms = town.senders["intake"], town.alarms()
    bodies = [town.tell("intake") for _ in range(3)]
    for body in reversed(bodies):
        town.put(intake.topic, body, subject_of(body))
    await town.goes_on()
    assert town.alarms() == alarms


async def test_60_a_version_that_goes_back_with_other_bytes_is_an_alarm(town: Town) -> None:
    intake, alarms = town.senders["intake"], town.alarms()
    first = intake.fact()
    town.tell("intake", first)
    again = encode(replace(first, event_id=uuid4(), fact_number=len(intake.said) + 1))
    town.put(intake.topic, again, subject_of(again))
    await town.goes_on()
    assert town.alarms() == alarms + 1


async def test_73_an_aborted_transaction_is_not_heard_and_the_end_of_one_is_no_lag(town: Town) -> None:
    intake = town.senders["intake"]
    transacting = Producer({**town.stack.operator.librdkafka(), "transactional.id": "provider"})
    await asyncio.to_thread(transacting.init_transactions, 30)
    withdrawn, meant = encode(intake.fact()), encode(intake.fact())
    for body, end in ((withdrawn, transacting.abort_transaction), (meant, transacting.commit_transaction)):
        transacting.begin_transaction()
        transacting.produce(intake.topic, body, subject_of(body))
        await asyncio.to_thread(end, 30)
    intake.said.append(meant)
    await town.until("intake", lambda heard: heard == intake.said)
    await town.health_until(lambda health: health["lag"][intake.topic] == 0)
    await town.goes_on()


async def test_74_fifty_thousand_poison_records_hold_up_nobody(town: Town) -> None:
    """While they are set aside, commands are answered, and good records of another topic are taken."""
    topic, process = town.senders["intake"].topic, town.stack.instance["services"]["allocation"]["pid"]
    before = len(await town.quarantine(topic))
    os.kill(process, signal.SIGSTOP)
    await asyncio.to_thread(flood, town, topic)
    told = [town.tell("reporting") for _ in range(3)]
    os.kill(process, signal.SIGCONT)
    async with httpx.AsyncClient(base_url=town.url, trust_env=False, timeout=20, headers=coordinator(town)) as client:
        while await town.pool.fetchval(SET_ASIDE, topic) < before + POISON:
            house = f"house-{uuid4()}"
            answer = await client.put(f"/houses/{house}", json={"house": house, "name": "A House"})
            assert answer.status_code == 201, answer.text
    await town.goes_on()
    await town.goes_on("reporting")
    assert await town.pool.fetchval(BEFORE_THE_LAST, topic, town.senders["reporting"].source, told) == len(told)
    assert await town.pool.fetchval(BETWEEN, topic) > 0


SET_ASIDE = "SELECT count(*) FROM quarantine WHERE topic = $1"
POISONED = "(SELECT {}(xmin::text::bigint) FROM quarantine WHERE topic = $1 AND reason = 'not_json')"
BEFORE_THE_LAST = f"""SELECT count(*) FROM log
WHERE source = $2 AND body = ANY($3) AND xmin::text::bigint < {POISONED.format("max")}"""
BETWEEN = f"""SELECT count(*) FROM log
WHERE type = 'HouseDefined' AND xmin::text::bigint BETWEEN {POISONED.format("min")} AND {POISONED.format("max")}"""
"""What was committed while the poison was: PostgreSQL numbers its transactions, so no clock is asked."""


def flood(town: Town, topic: str) -> None:
    producer = Producer({**town.stack.operator.librdkafka(), "acks": "all", "linger.ms": 5})
    for number in range(POISON):
        producer.produce(topic, b"poison %d" % number, b"k")
        if number % 5_000 == 0:
            producer.flush(20)
    assert producer.flush(30) == 0


def coordinator(town: Town) -> dict[str, str]:
    token = mint(town.stack.folder.secrets, town="weinheim", role="coordinator", provider=None, staff_ref=uuid4())
    return {"Authorization": f"Bearer {token}"}
