"""A small instance of its own: what is done to its topics must not disturb the journeys."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from confluent_kafka import Producer

from infra.progress import Progress
from infra.service import services_of
from infra.stack import Stack
from tests.bad_input.kafka.town import Town

PROVIDERS = ("drk", "caritas")


@pytest.fixture(scope="package")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    died: list[str] = []

    def report(progress: Progress) -> None:
        died.extend([progress.text] * (progress.stage == "died"))

    services = [service for service in services_of(PROVIDERS) if service.kind == "allocation"]
    folder = tmp_path_factory.mktemp("wire")
    async with Stack(folder, "story", providers=PROVIDERS, services=services, report=report) as stack:
        url = (stack.folder.secrets / "allocation.database-url").read_text()
        async with asyncpg.create_pool(url, min_size=1, max_size=4) as pool:
            producer = Producer({**stack.operator.librdkafka(), "acks": "all"})
            yield Town(stack, pool, producer, died)
