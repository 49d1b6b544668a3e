"""Two processes of one service share its topics; when one ends, the other hears them all at once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

import pytest

from infra.postgres.databases import Database
from infra.service import password_name
from shared import hear
from shared.admission import Topic
from shared.brokers import Brokers
from shared.cli.instance import Instance
from shared.hear import Hearer
from shared.take import Placed, Taker
from tests.infra.wait import until
from tests.shared.desk import KEY, Desk, Noon, open_desk

TOPICS = [Topic(f"{name}.facts.v1", f"urn:fallbuch:weinheim:{name}") for name in ("intake", "reporting")]
NAMES = {topic.name for topic in TOPICS}


class Deaf(Taker):
    """Takes nothing: here it only counts who may hear what."""

    async def take(self, topic: Topic, records: Sequence[Placed]) -> None:
        pass


@pytest.fixture
async def desk(allocation: Database) -> AsyncIterator[Desk]:
    async with open_desk(allocation, "allocation") as desk:
        yield desk


def hearer(stack: Instance, desk: Desk, process: str) -> Hearer:
    """As allocation, in a group of its own: the two that are measured are alone in it."""
    assert stack.folder is not None
    password = (stack.folder / "secrets" / password_name("allocation")).read_text()
    brokers = Brokers(stack.kafka, "allocation", password)
    return Hearer(desk.log, "allocation.twins", process, brokers, TOPICS, Deaf(desk.log, Noon(), KEY))


async def test_who_leaves_hands_its_topics_over_without_a_wait(stack: Instance, desk: Desk) -> None:
    """Within less than half of the time after which the group would miss it."""
    first, second = hearer(stack, desk, "1"), hearer(stack, desk, "2")
    async with AsyncExitStack() as stopping:
        stopping.push_async_callback(first.stop)
        await first.start()
        await until(lambda: first.assigned == NAMES, 60)
        async with AsyncExitStack() as leaving:
            leaving.push_async_callback(second.stop)
            await second.start()
            await until(lambda: len(first.assigned) == len(second.assigned) == 1, 60)
        await until(lambda: first.assigned == NAMES, hear.SESSION_MS / 1_000 / 2)
