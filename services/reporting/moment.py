"""What a figure is computed from: one moment of log and views. And how its bytes are answered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import Response

from services.reporting import views
from shared.event import Fact
from shared.service import Service

JSON: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}
"""What the figures are for the interface: their bytes are made here, not by the framework."""


@asynccontextmanager
async def snapshot(service: Service) -> AsyncIterator[asyncpg.Connection]:
    """One moment of log and views, after the views have come as far as the log is now."""
    await service.viewer.up_to_date()
    async with (
        service.pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        yield connection


async def facts_and_cut(service: Service, grant_id: UUID) -> tuple[list[Fact], dict[str, int]]:
    """Every fact of a grant and of its positions, and the cut of the same moment."""
    async with snapshot(service) as connection:
        cut = await views.cut(connection, service.settings.source)
        return await views.grant_facts(connection, service.settings.source, grant_id), cut


def json_answer(body: bytes) -> Response:
    """Canonical JSON as it stands."""
    return Response(body, media_type="application/json")
