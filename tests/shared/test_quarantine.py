"""What is said of a record in quarantine, and which may be tried again."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from infra.postgres.databases import Database
from shared.errors import Refused
from shared.operation import quarantined, try_again
from shared.take import SEALED_BYTES_LIMIT, Taker
from tests.shared.desk import KEY, Noon, open_desk
from tests.shared.test_take import Ear, Intake


@pytest.fixture
async def ear(allocation: Database) -> AsyncIterator[Ear]:
    async with open_desk(allocation, "allocation") as desk:
        yield Ear(desk, Taker(desk.log, Noon(), KEY), Intake())


def service(ear: Ear) -> Any:
    """As much of the service as its quarantine needs."""
    return SimpleNamespace(
        pool=ear.desk.pool, taker=ear.taker, clock=Noon(), heard_topics=[ear.intake.topic],
        vault=SimpleNamespace(master_key=KEY), pulse=SimpleNamespace(count_again=lambda: None),
    )  # fmt: skip


async def row_of(ear: Ear, value: bytes) -> dict[str, Any]:
    """How the record stands in quarantine."""
    await ear.take(ear.intake.poison(value))
    return (await quarantined(service(ear)))[-1]


async def test_the_length_of_a_record_is_said_and_whether_all_of_it_is_kept(ear: Ear) -> None:
    whole, long = await row_of(ear, b"x" * SEALED_BYTES_LIMIT), await row_of(ear, b"x" * 70_000)
    assert (whole["record_bytes"], whole["truncated"]) == (SEALED_BYTES_LIMIT, False)
    assert (long["record_bytes"], long["truncated"]) == (70_000, True)


async def test_a_record_whose_end_is_not_kept_cannot_be_tried_again(ear: Ear) -> None:
    long = await row_of(ear, b"x" * (SEALED_BYTES_LIMIT + 1))
    with pytest.raises(Refused, match="Only the first 64 KiB of this record were kept"):
        await try_again(service(ear), long["number"])
    assert (await quarantined(service(ear), long["number"]))[0]["retried_at"] is None


async def test_a_record_that_is_kept_to_its_end_is_looked_at_once_more(ear: Ear) -> None:
    whole = await row_of(ear, b"x" * SEALED_BYTES_LIMIT)
    with pytest.raises(Refused, match="still not acceptable: not_json"):
        await try_again(service(ear), whole["number"])
