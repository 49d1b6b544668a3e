"""Asks again while a service says nothing, or `not now`: it may be starting, or waiting for its database."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.1
NOT_NOW = 503


async def answered(
    ask: Callable[[], Awaitable[httpx.Response]], patience_seconds: float = PATIENCE_SECONDS, but_also: int = 0
) -> httpx.Response | None:
    """The first answer other than `not now`, unless that is wanted (`but_also`); the last one when patience ends."""
    until = time.monotonic() + patience_seconds
    while True:
        try:
            answer = await ask()
        except httpx.HTTPError:
            answer = None
        if answer is not None and (answer.status_code != NOT_NOW or but_also == NOT_NOW):
            return answer
        if time.monotonic() > until:
            return answer
        await asyncio.sleep(PAUSE_SECONDS)
