"""An HTTP client that costs little: one kept connection, one question at a time. Others would measure themselves."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import uuid4

Asked = tuple[str, str, object]
"""Method, path and body."""


class Connection:
    """`async with Connection(url) as connection:`"""

    def __init__(self, url: str) -> None:
        self._where = urlsplit(url)

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._where.hostname, self._where.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def ask(self, method: str, path: str, body: object, token: str = "", key: str = "") -> tuple[int, Any]:
        """Status and answer. `key`: the idempotency key."""
        content = json.dumps(body).encode()
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: {self._where.netloc}", "Content-Type: application/json",
            f"Content-Length: {len(content)}", *([f"Authorization: Bearer {token}"] if token else ()),
            *([f"Idempotency-Key: {key}"] if key else ()), "", "",
        ]  # fmt: skip
        self._writer.write("\r\n".join(lines).encode() + content)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        return int(head.split(" ", 2)[1]), json.loads(await self._reader.readexactly(length) or b"null")


async def ask_all(url: str, callers: int, asked: Iterable[Asked], token: str) -> list[tuple[Asked, int]]:
    """All of it, by so many callers at once, each with a key of its own: what was answered with which status."""
    waiting = iter(asked)
    answered: list[tuple[Asked, int]] = []

    async def caller() -> None:
        async with Connection(url) as connection:
            for each in waiting:
                status, _ = await connection.ask(*each, token, str(uuid4()))
                answered.append((each, status))

    await asyncio.gather(*(caller() for _ in range(callers)))
    return answered
