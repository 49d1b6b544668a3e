"""Who may do what in Kafka, on the real broker: all that the file allows is done, and nothing else can be."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from confluent_kafka import (
    Consumer,
    ConsumerGroupTopicPartitions,
    KafkaError,
    KafkaException,
    Producer,
    TopicCollection,
    TopicPartition,
)
from confluent_kafka.admin import (
    AclOperation,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
)
from confluent_kafka.cimpl import NewTopic

from infra.kafka.rights import Right, binding, every, grant, principals, rights
from infra.kafka.topics import expand
from infra.service import password_name
from infra.stack import Stack
from shared.brokers import Brokers

# One name is the beginning of the other.
PROVIDERS = ("drk", "drk1")
ALLOWED = sorted(rights(PROVIDERS))
TOPICS = sorted(expand(PROVIDERS))
PRINCIPALS = principals(PROVIDERS)
SECONDS = 20
NOT_YET = {KafkaError.COORDINATOR_LOAD_IN_PROGRESS, KafkaError.COORDINATOR_NOT_AVAILABLE, KafkaError.NOT_COORDINATOR}
REFUSED = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
}


def code_of(error: KafkaException) -> int:
    code: int = error.args[0].code()
    return code


class As:
    """One principal's clients."""

    def __init__(self, brokers: Brokers) -> None:
        self.brokers, self.name = brokers, brokers.principal
        self.settings = {**brokers.librdkafka(), "allow.auto.create.topics": False}
        self.admin = AdminClient(self.settings)

    def does(self, kind: str, name: str, operation: str) -> None:
        """Raises `KafkaException` if the broker refuses. One that has just started is asked until it has an answer."""
        work: Callable[[str], None] = getattr(self, f"_{kind}_{operation.lower()}")
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                return work(name)
            except KafkaException as error:
                if code_of(error) not in NOT_YET or time.monotonic() > deadline:
                    raise

    def is_refused(self, kind: str, name: str, operation: str) -> bool:
        try:
            self.does(kind, name, operation)
        except KafkaException as error:
            return code_of(error) in REFUSED
        return False

    def _topic_write(self, topic: str) -> None:
        errors: list[KafkaError | None] = []
        producer = Producer({**self.settings, "acks": "all", "enable.idempotence": True})
        producer.produce(topic, b"x", on_delivery=lambda error, _: errors.append(error))
        assert producer.flush(SECONDS) == 0
        if errors[0] is not None:
            raise KafkaException(errors[0])

    def _topic_read(self, topic: str) -> None:
        """Keep a place in the topic, which takes the right to read it and is refused at once; then read."""
        self._keep_place(f"svc.{self.name}.look", topic)
        consumer = Consumer({**self.settings, "group.id": f"svc.{self.name}.look", "enable.partition.eof": True})
        try:
            consumer.assign([TopicPartition(topic, 0, 0)])
            message = consumer.poll(SECONDS)
            assert message is not None
            if (error := message.error()) is not None and error.code() != KafkaError._PARTITION_EOF:
                raise KafkaException(error)
        finally:
            consumer.close()

    def _keep_place(self, group: str, topic: str) -> None:
        asked = ConsumerGroupTopicPartitions(group, [TopicPartition(topic, 0, 0)])
        answer = self.admin.alter_consumer_group_offsets([asked], request_timeout=SECONDS)[group].result()
        if error := answer.topic_partitions[0].error:
            raise KafkaException(error)

    def _topic_describe(self, topic: str) -> None:
        if error := self.admin.list_topics(topic, timeout=SECONDS).topics[topic].error:
            raise KafkaException(error)

    def _topic_describe_configs(self, topic: str) -> None:
        resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
        self.admin.describe_configs([resource], request_timeout=SECONDS)[resource].result()

    def _topic_delete(self, topic: str) -> None:
        self.admin.delete_topics([topic], request_timeout=SECONDS)[topic].result()

    def _topic_alter(self, topic: str) -> None:
        self.admin.create_partitions([NewPartitions(topic, 2)], request_timeout=SECONDS)[topic].result()

    def _topic_alter_configs(self, topic: str) -> None:
        entry = ConfigEntry("retention.ms", "1", incremental_operation=AlterConfigOpType.SET)
        resource = ConfigResource(ConfigResource.Type.TOPIC, topic, incremental_configs=[entry])
        self.admin.incremental_alter_configs([resource], request_timeout=SECONDS)[resource].result()

    def _topic_create(self, topic: str) -> None:
        self.admin.create_topics([NewTopic(topic, 1, 1)], request_timeout=SECONDS)[topic].result()

    def _group_read(self, prefix: str) -> None:
        """Keep a place for a group; also what resetting it would be."""
        readable = next(each.name for each in ALLOWED if each.principal == self.name and each.kind == "topic")
        self._keep_place(f"{prefix}test", readable)

    def _group_describe(self, prefix: str) -> None:
        group = f"{prefix}test"
        self.admin.describe_consumer_groups([group], request_timeout=SECONDS)[group].result()

    def _group_delete(self, prefix: str) -> None:
        group = f"{prefix}test"
        self.admin.delete_consumer_groups([group], request_timeout=SECONDS)[group].result()


@pytest.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    async with Stack(tmp_path_factory.mktemp("rights"), providers=PROVIDERS, services=()) as stack:
        yield stack


@pytest.fixture(scope="module")
def clients(stack: Stack) -> dict[str, As]:
    return {name: As(known_as(stack, name)) for name in PRINCIPALS}


def known_as(stack: Stack, name: str) -> Brokers:
    return Brokers(stack.instance["kafka"], name, stack.folder.secret(password_name(name)))


def test_the_broker_has_exactly_the_rights_of_the_file(stack: Stack) -> None:
    client = AdminClient(stack.operator.librdkafka())
    there = client.describe_acls(every(), request_timeout=SECONDS).result()
    assert set(there) == {binding(right) for right in ALLOWED}


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_whatever_is_allowed_can_be_done(clients: dict[str, As], principal: str) -> None:
    for right in ALLOWED:
        if right.principal == principal:
            clients[principal].does(right.kind, right.name, right.operation)


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_what_is_not_allowed_is_refused(clients: dict[str, As], principal: str) -> None:
    """One topic and one group for each operation; the broker's own list has the rest."""
    for operation in ("READ", "WRITE", "DESCRIBE", "DESCRIBE_CONFIGS"):
        foreign = [topic for topic in TOPICS if Right(principal, "topic", topic, operation) not in ALLOWED]
        if foreign:
            assert clients[principal].is_refused("topic", foreign[0], operation), (operation, foreign[0])
    for operation in ("DELETE", "ALTER", "ALTER_CONFIGS"):
        assert clients[principal].is_refused("topic", "audit.checkpoints.v1", operation), operation
    assert clients[principal].is_refused("topic", "a.topic.of.its.own", "CREATE")
    other = next(name for name in PRINCIPALS if name != principal)
    for operation in ("READ", "DESCRIBE", "DELETE"):
        assert clients[principal].is_refused("group", f"svc.{other}.", operation), operation


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_the_brokers_own_list_of_what_one_may_do_is_the_file(clients: dict[str, As], principal: str) -> None:
    for topic in TOPICS:
        asked = clients[principal].admin.describe_topics(
            TopicCollection([topic]), include_authorized_operations=True, request_timeout=SECONDS
        )
        allowed = {each.operation for each in ALLOWED if (each.principal, each.name) == (principal, topic)}
        if not allowed:
            with pytest.raises(KafkaException) as refusal:
                asked[topic].result()
            assert code_of(refusal.value) == KafkaError.TOPIC_AUTHORIZATION_FAILED
        else:
            assert {AclOperation(each).name for each in asked[topic].result().authorized_operations} == allowed, topic


@pytest.mark.parametrize(("one", "other"), [("drk", "drk1"), ("drk1", "drk")])
def test_a_name_that_begins_like_another_opens_nothing(clients: dict[str, As], one: str, other: str) -> None:
    client = clients[f"provider-{one}"]
    for topic, operation in itertools.product(
        (f"provider.{other}.in.v1", f"provider.{other}.facts.v1"), ("READ", "WRITE")
    ):
        assert client.is_refused("topic", topic, operation), (topic, operation)
    assert client.is_refused("group", f"svc.provider-{other}.", "READ")


@pytest.mark.parametrize("principal", ["", "intake", "nobody"])
def test_who_does_not_know_a_password_gets_nowhere(stack: Stack, principal: str) -> None:
    stranger = replace(known_as(stack, "intake"), principal=principal, password="a guess of sixteen letters")
    with pytest.raises(KafkaException):
        AdminClient(stranger.librdkafka()).list_topics(timeout=3)


def test_a_provider_is_told_of_no_topic_that_is_not_its_own(clients: dict[str, As]) -> None:
    seen = set(clients["provider-drk"].admin.list_topics(timeout=SECONDS).topics)
    assert seen == {"provider.drk.in.v1", "provider.drk.facts.v1", "audit.checkpoints.v1"}


async def test_an_open_reader_is_cut_off_when_its_rights_are_taken(stack: Stack) -> None:
    """The last test here: afterwards a provider is missing."""
    at_the_end = {"group.id": "svc.provider-drk1.test", "enable.partition.eof": True}
    reader = Consumer({**known_as(stack, "provider-drk1").librdkafka(), **at_the_end})
    try:
        reader.assign([TopicPartition("provider.drk1.in.v1", 0, 0)])
        message = await asyncio.to_thread(reader.poll, SECONDS)
        assert message is not None
        assert message.error() is None or message.error().code() == KafkaError._PARTITION_EOF
        await grant(stack.operator, PROVIDERS[:1], lambda name: stack.folder.secret(password_name(name)))
        error = None
        while error is None:
            message = await asyncio.to_thread(reader.poll, SECONDS)
            assert message is not None, "it reads on"
            error = message.error()
            if error is not None and error.code() in (KafkaError._PARTITION_EOF, KafkaError.GROUP_AUTHORIZATION_FAILED):
                error = None  # the end of the topic; the group, which it does not need to read
        assert error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED
    finally:
        reader.close()
