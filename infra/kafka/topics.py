"""The topics of `topics.yaml`, spelt out for an installation's providers, created and set as they must be."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource
from confluent_kafka.cimpl import NewTopic
from ruamel.yaml import YAML

from shared.brokers import Brokers

LIST = Path(__file__).with_name("topics.yaml")
# One topic is one log, in order.
PARTITIONS = 1


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """One topic: the one who writes it, those who read it, and its settings."""

    owner: str
    readers: tuple[str, ...]
    settings: Mapping[str, str]


def expand(providers: Sequence[str]) -> dict[str, TopicSpec]:
    """Every topic by its name."""
    listed = listing()
    topics: dict[str, TopicSpec] = {}
    for name, entry in listed["topics"].items():
        for provider in providers if "<id>" in name else ("",):
            owner, *readers = (who.replace("<id>", provider) for who in (entry["owner"], *entry["readers"]))
            topics[name.replace("<id>", provider)] = TopicSpec(owner, tuple(readers), listed["settings"])
    return topics


def listing() -> Mapping[str, Any]:
    """The file as it is written."""
    found: Mapping[str, Any] = YAML(typ="safe").load(LIST.read_text(encoding="utf-8"))
    return found


async def create_topics(operator: Brokers, providers: Sequence[str]) -> None:
    """Create what is missing, and set what is there as the list says. Raises `KafkaException`."""
    await asyncio.to_thread(_create, operator, expand(providers))


def _create(operator: Brokers, topics: Mapping[str, TopicSpec]) -> None:
    client = AdminClient(operator.librdkafka())
    there = client.list_topics(timeout=10).topics
    missing = [
        NewTopic(name, num_partitions=PARTITIONS, replication_factor=1, config=dict(spec.settings))
        for name, spec in topics.items()
        if name not in there
    ]
    for made in (client.create_topics(missing, request_timeout=20) if missing else {}).values():
        try:
            made.result()
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise
    kept = [_settings(name, spec) for name, spec in topics.items() if name in there]
    for changed in (client.incremental_alter_configs(kept, request_timeout=20) if kept else {}).values():
        changed.result()


def _settings(name: str, spec: TopicSpec) -> ConfigResource:
    entries = [
        ConfigEntry(setting, value, incremental_operation=AlterConfigOpType.SET)
        for setting, value in spec.settings.items()
    ]
    return ConfigResource(ConfigResource.Type.TOPIC, name, incremental_configs=entries)
