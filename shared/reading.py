"""How a service reads its own views: one statement, and the rows as plain values."""

from typing import TypeAlias

import asyncpg

Reading: TypeAlias = asyncpg.Connection | asyncpg.Pool
Row = dict[str, object]


async def read(reading: Reading, sql: str, *values: object) -> list[Row]:
    """All rows of one statement."""
    return [dict(row) for row in await reading.fetch(sql, *values)]
