"""Where the topics really end, asked over a connection of its own: a consumer that is stuck cannot vouch for itself."""

import asyncio
from contextlib import suppress

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.brokers import Brokers

ASK_SECONDS = 5.0
STOP_SECONDS = 2.0
KAFKA_AWAY = (KafkaError, OSError, TimeoutError)
MEMBERS = 5
"""Their place in the description of a group, as aiokafka hands it on."""


class Ends:
    """A reader without a group. It reads no record."""

    def __init__(self, brokers: Brokers, topics: list[str], name: str) -> None:
        self._brokers, self._name = brokers, name
        self._partitions = [TopicPartition(topic, 0) for topic in topics]
        self._reader: AIOKafkaConsumer | None = None

    async def ask(self) -> dict[str, int] | None:
        """The next offset of each topic; None if the broker does not answer in five seconds."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                found = await self._ask()
        except KAFKA_AWAY:
            await self.stop()
            return None
        return {partition.topic: end for partition, end in found.items()}

    async def _ask(self) -> dict[TopicPartition, int]:
        if self._reader is None:
            self._reader = AIOKafkaConsumer(
                **self._brokers.options(), client_id=f"fallbuch.{self._name}.ends", enable_auto_commit=False
            )
            await self._reader.start()
        found: dict[TopicPartition, int] = await self._reader.end_offsets(self._partitions)
        return found

    async def stop(self) -> None:
        """Let the connection go, if there is one."""
        reader, self._reader = self._reader, None
        if reader is not None:
            with suppress(*KAFKA_AWAY):
                async with asyncio.timeout(STOP_SECONDS):
                    await reader.stop()


async def members(brokers: Brokers, group: str) -> int | None:
    """How many consumers a group has; None if nobody can say."""
    admin = AIOKafkaAdminClient(**brokers.options())
    try:
        async with asyncio.timeout(ASK_SECONDS):
            await admin.start()
            answers = await admin.describe_consumer_groups([group])
        return sum(len(found[MEMBERS]) for answer in answers for found in answer.groups)
    except KAFKA_AWAY:
        return None
    finally:
        with suppress(*KAFKA_AWAY):
            async with asyncio.timeout(STOP_SECONDS):
                await admin.close()
