"""What stops somebody on purpose, and visibly: items 61, 62, 68 and 72 of the catalogue.

The last of them spoils the instance for everything that would come after this file.
"""

from dataclasses import replace
from uuid import uuid4

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewPartitions

from shared.event import encode
from tests.bad_input.kafka.town import Town, subject_of, written
from tests.examples import EXAMPLES
from tests.infra.wait import until


def newer(name: str, version: int) -> dict[str, str]:
    return {"type": name, "dataschema": f"urn:fallbuch:schema:{name}:{version}"}


async def test_61_an_unknown_type_is_kept_and_its_readers_stand_before_it(town: Town) -> None:
    body = written(town.senders["intake"].fact(), **newer("MoonSeen", 1))
    await town.takes(body)
    position = await town.pool.fetchval("SELECT log_position FROM log WHERE body = $1", body)
    reason = f"log position {position}: MoonSeen version 1"
    await town.health_until(lambda health: health["waiting_for"] == {"views": reason, "reactions": reason})
    assert (await town.health())["readers"] == {"views": position - 1, "reactions": position - 1}


async def test_62_a_newer_schema_version_is_kept(town: Town) -> None:
    body = written(town.senders["intake"].fact(), **newer("CaseRegistered", 99))
    await town.takes(body)


async def test_68_an_acceptance_of_a_case_that_has_moved_is_kept_and_moves_nothing(town: Town) -> None:
    """It was never offered, or is offered no more: the answer lies in the log, and nothing of allocation follows."""
    drk = town.senders["drk"]
    before = await town.pool.fetchval("SELECT max(fact_number) FROM log")
    await town.takes(encode(drk.fact(EXAMPLES["HandoverAnswered"].model_copy(update={"case_id": uuid4()}))), name="drk")
    assert await town.pool.fetchval("SELECT max(fact_number) FROM log") == before


async def test_72_the_same_key_on_a_second_partition_is_never_taken(town: Town) -> None:
    """Nobody adds a partition but by mistake. What lies there is left out, and the next start is refused by name."""
    operator = town.stack.operator.librdkafka()
    admin = AdminClient(operator)
    topic = town.senders["reporting"].topic
    admin.create_partitions([NewPartitions(topic, 2)])[topic].result(20)
    await until(lambda: len(admin.list_topics(topic, timeout=5).topics[topic].partitions) == 2)
    body = encode(town.senders["reporting"].fact())
    anew = replace(town, producer=Producer({**operator, "acks": "all"}))
    anew.put(topic, body, subject_of(body), partition=1)
    await town.goes_on("reporting")
    await town.stack.kill("allocation")
    await until(lambda: f"topic {topic} has more than one partition" in town.trace)
    assert body not in await town.heard("reporting")
