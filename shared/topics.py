"""Which service tells and hears which topic (contracts, topics), and the check that topics are as they must be."""

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.admission import Topic
from shared.brokers import Brokers
from shared.errors import Misconfigured
from shared.ids import source_of
from shared.settings import Settings


def facts_topic(town: str, name: str) -> Topic:
    """The topic of all facts of a service, `provider.drk.facts.v1` for a provider's."""
    return Topic(f"{name.replace('provider-', 'provider.')}.facts.v1", source_of(town, name))


def told_topic(town: str, provider: str) -> Topic:
    """What one provider is told, and nothing else."""
    return Topic(f"provider.{provider}.in.v1", source_of(town, "allocation"), f"told-{provider}")


def told_by(settings: Settings) -> list[Topic]:
    """The topics that a service writes: its own facts, and allocation one for each provider."""
    own = [facts_topic(settings.town, settings.name)]
    if settings.service == "allocation":
        own += [told_topic(settings.town, provider) for provider in settings.provider_ids]
    return own


def heard_by(settings: Settings) -> list[Topic]:
    """The topics that a service reads."""
    if settings.service == "provider":
        return [told_topic(settings.town, settings.provider)]
    owners = {
        "intake": ["allocation"],
        "allocation": ["intake", "reporting"],
        "reporting": ["intake", "allocation"],
        "audit": ["intake", "allocation", "reporting"],
    }[settings.service]
    names = owners + [f"provider-{provider}" for provider in settings.provider_ids]
    return [facts_topic(settings.town, name) for name in names]


MUST_BE = {
    "retention.ms": "-1",
    "cleanup.policy": "delete",
    "compression.type": "uncompressed",
    "message.timestamp.type": "LogAppendTime",
}
"""What every topic must be set to: kept for ever, unpacked, and dated by the broker."""


async def check_topics(brokers: Brokers, topics: list[str]) -> None:
    """Raises `Misconfigured` naming the topic and what is wrong: missing, several partitions, a wrong setting."""
    admin = AIOKafkaAdminClient(**brokers.options())
    await admin.start()
    try:
        for found in await admin.describe_topics(topics):
            if found["error_code"]:
                raise Misconfigured(f"topic {found['topic']} is missing: run the init step")
            if len(found["partitions"]) != 1:
                raise Misconfigured(f"topic {found['topic']} has more than one partition")
        resources = [ConfigResource(ConfigResourceType.TOPIC, topic) for topic in topics]
        for answer in await admin.describe_configs(resources):
            for _, _, _, topic, entries in answer.resources:
                values = {entry[0]: entry[1] for entry in entries}
                for name, value in MUST_BE.items():
                    if values.get(name) != value:
                        raise Misconfigured(f"topic {topic} must have {name}={value}: run the init step")
    finally:
        await admin.close()
