"""Whole instances on a real PostgreSQL and a real Kafka, two of them side by side."""

import asyncio
import json
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, ConfigResource

from infra.control import NotDone, ask
from infra.folder import InUse
from infra.kafka.operator import operator_of
from infra.progress import Progress
from infra.service import Service
from infra.stack import Stack
from shared.brokers import Brokers
from tests.infra.wait import free_of, until

TOPIC = "intake.facts.v1"
# In place of a service: ready at once, and tells what it was told.
FAKE = """
import http.server, json, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(dict(os.environ)).encode())
http.server.HTTPServer((os.environ["FALLBUCH_HOST"], int(os.environ["FALLBUCH_PORT"])), Answer).serve_forever()
"""
SERVICES = [
    Service(kind, (sys.executable, "-c", FAKE), provider) for kind, provider in (("intake", ""), ("provider", "drk"))
]


class Unmigrated(Stack):
    """Its services have no tables."""

    async def _migrate(self, service: Service, database: object) -> None:
        pass


@pytest.fixture(scope="module")
def said() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
async def stacks(tmp_path_factory: pytest.TempPathFactory, said: list[Progress]) -> AsyncIterator[tuple[Stack, Stack]]:
    """The first with services that are no real ones, the second in a folder whose path is too long for a socket."""
    one = Unmigrated(tmp_path_factory.mktemp("one"), "story", providers=("drk",), report=said.append, services=SERVICES)
    other = Stack(tmp_path_factory.mktemp("other") / ("x" * 90), providers=("caritas",), services=())
    with pytest.MonkeyPatch.context() as outside:
        outside.setenv("FALLBUCH_MODE", "production")
        outside.setenv("FALLBUCH_ELSE", "anything")
        outside.setenv("FALLBUCH_FAULTS", "none")
        async with one, other:
            yield one, other


def produce(operator: Brokers, value: bytes) -> None:
    producer = Producer({**operator.librdkafka(), "acks": "all"})
    producer.produce(TOPIC, value)
    assert producer.flush(20) == 0


def consume(operator: Brokers) -> list[bytes]:
    """The values of the whole topic."""
    consumer = Consumer(
        {
            **operator.librdkafka(),
            "group.id": "test",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    consumer.subscribe([TOPIC])
    values: list[bytes] = []
    try:
        while (message := consumer.poll(20)) is not None and not message.error():
            values.append(message.value() or b"")
        return values
    finally:
        consumer.close()


def topics(operator: Brokers) -> set[str]:
    return set(AdminClient(operator.librdkafka()).list_topics(timeout=10).topics)


async def test_two_instances_side_by_side_do_not_disturb_each_other(stacks: tuple[Stack, Stack]) -> None:
    one, other = (stack.instance for stack in stacks)
    assert len({one["kafka"], other["kafka"]}) == 2
    assert one["postgres"]["port"] != other["postgres"]["port"]
    assert "provider.drk.in.v1" in topics(stacks[0].operator)
    assert "provider.drk.in.v1" not in topics(stacks[1].operator)
    assert "provider.caritas.facts.v1" in topics(stacks[1].operator)


async def test_the_same_folder_twice_is_refused(stacks: tuple[Stack, Stack]) -> None:
    with pytest.raises(InUse, match="in use by another instance"):
        async with Stack(stacks[0].folder.root, services=()):
            pass


async def test_instance_json_says_where_everything_is(stacks: tuple[Stack, Stack]) -> None:
    path = stacks[0].folder.instance
    written = json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (written["version"], written["town"], written["clock"]) == (1, "weinheim", "story")
    assert written["clock_file"] == str(stacks[0].folder.root / "clock.json")
    assert set(written["services"]) == {"intake", "provider-drk"}
    assert stacks[1].instance["clock_file"] is None


async def test_a_service_is_told_what_it_needs_and_no_setting_from_outside(stacks: tuple[Stack, Stack]) -> None:
    services = stacks[0].instance["services"]
    async with httpx.AsyncClient(trust_env=False) as client:
        told = (await client.get(services["provider-drk"]["url"])).json()
    assert (told["FALLBUCH_SERVICE"], told["FALLBUCH_PROVIDER"]) == ("provider", "drk")
    assert (told["FALLBUCH_MODE"], told["FALLBUCH_FAULTS"], "FALLBUCH_ELSE" in told) == ("demo", "none", False)
    assert told["FALLBUCH_INTAKE_URL"] == services["intake"]["url"]
    assert Path(told["FALLBUCH_SERVICE_TOKEN_FILE"]).read_text().count(".") == 2
    for name in ("FALLBUCH_MASTER_KEY_FILE", "FALLBUCH_IDEMPOTENCY_KEY_FILE", "FALLBUCH_DATABASE_URL_FILE"):
        assert stat.S_IMODE(Path(told[name]).stat().st_mode) == 0o600
    connection = await asyncpg.connect(Path(told["FALLBUCH_DATABASE_URL_FILE"]).read_text())
    assert await connection.fetchval("SELECT current_user || ' ' || current_database()") == "provider_drk provider_drk"
    await connection.close()


async def test_topics_have_one_partition_and_are_kept_for_ever(stacks: tuple[Stack, Stack]) -> None:
    client = AdminClient(stacks[0].operator.librdkafka())
    assert len(client.list_topics(TOPIC, timeout=10).topics[TOPIC].partitions) == 1
    resource = ConfigResource(ConfigResource.Type.TOPIC, TOPIC)
    settings = client.describe_configs([resource])[resource].result(10)
    expected = {"retention.ms": "-1", "cleanup.policy": "delete", "max.message.bytes": "262144"}
    assert {name: settings[name].value for name in expected} == expected


async def test_the_running_role_makes_no_tables_but_replay_makes_schemas(stacks: tuple[Stack, Stack]) -> None:
    stack = stacks[0]
    running = await asyncpg.connect((stack.folder.secrets / "intake.database-url").read_text())
    for statement in ("CREATE TABLE t (a int)", "CREATE SCHEMA s", "CREATE TEMPORARY TABLE t (a int)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await running.execute(statement)
    await running.close()
    replay = await asyncpg.connect(stack.instance["replay_database_url"])
    await replay.execute("CREATE SCHEMA s; CREATE TABLE s.t (a int); DROP SCHEMA s CASCADE")
    await replay.close()


async def test_a_role_does_not_reach_another_database(stacks: tuple[Stack, Stack]) -> None:
    url = (stacks[0].folder.secrets / "intake.database-url").read_text()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(url.removesuffix("intake") + "provider_drk")


async def test_another_process_stops_starts_and_kills_children(
    stacks: tuple[Stack, Stack], said: list[Progress]
) -> None:
    instance = json.loads(stacks[0].folder.instance.read_text())
    url = instance["services"]["intake"]["url"]
    async with httpx.AsyncClient(trust_env=False) as client:
        assert set(await ask(instance, "names")) == {"postgres", "kafka", "intake", "provider-drk"}
        await ask(instance, "stop", "intake")
        with pytest.raises(httpx.ConnectError):
            await client.get(url)
        await ask(instance, "start", "intake")
        assert (await client.get(url)).status_code == 200
        await ask(instance, "kill", "intake")
        await ask(instance, "start", "intake")
        assert (await client.get(url)).status_code == 200
    again = json.loads(stacks[0].folder.instance.read_text())["services"]["intake"]
    assert (again["url"], again["pid"] != instance["services"]["intake"]["pid"]) == (url, True)
    assert any(progress.stage == "died" and "intake" in progress.text for progress in said)
    with pytest.raises(NotDone, match="there is no nobody"):
        await ask(instance, "stop", "nobody")
    assert set(await ask(stacks[1].instance, "names")) == {"postgres", "kafka"}


async def test_postgres_and_kafka_come_back_after_a_kill_with_everything_they_had(stacks: tuple[Stack, Stack]) -> None:
    stack = stacks[0]
    url = stack.instance["replay_database_url"]
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE SCHEMA kept; CREATE TABLE kept.t (a int); INSERT INTO kept.t VALUES (7)")
    await connection.close()
    await asyncio.to_thread(produce, stack.operator, b"kept")
    await asyncio.gather(stack.kill("postgres"), stack.kill("kafka"))
    await asyncio.gather(stack.start("postgres"), stack.start("kafka"))
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT a FROM kept.t") == 7
    await connection.close()
    assert await asyncio.to_thread(consume, stack.operator) == [b"kept"]


PARENT = """
import asyncio, json, sys
from pathlib import Path
from infra.kafka.operator import operator_of
from infra.stack import Stack

async def main():
    async with Stack(Path(sys.argv[1]), providers=("drk",), services=()) as stack:
        print(json.dumps(stack.instance), flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


async def test_after_a_kill_of_the_parent_nothing_runs_and_the_folder_goes_on(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    instance = json.loads(await parent.stdout.readline())
    await asyncio.to_thread(produce, operator_of(tmp_path), b"before")
    parent.kill()
    await parent.wait()
    async with Stack(tmp_path, providers=("drk",), services=()) as stack:
        assert await asyncio.to_thread(consume, stack.operator) == [b"before"]
        assert stack.instance["kafka"] == instance["kafka"]
    await until(free_of(*(server["pid"] for server in instance["servers"].values())))
    assert not stack.folder.instance.exists()
