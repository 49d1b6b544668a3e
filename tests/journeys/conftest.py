"""An instance of their own for journeys at a provider: a staff list, and figures that nobody else's cases are in."""

from collections.abc import AsyncIterator

import pytest

from infra.stack import Stack
from tests.journeys.provider_desk import At


@pytest.fixture(scope="session")
async def at(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[At]:
    """The town with two providers, DRK and Caritas, empty at first. Work with cases and houses of your own."""
    async with Stack(tmp_path_factory.mktemp("care"), "story", providers=("drk", "caritas")) as stack:
        yield At(stack)
