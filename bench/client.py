"""An HTTP client that costs little: one kept connection, one question at a time. Others would measure themselves."""

import asyncio
import json
from typing import Any, Self
from urllib.parse import urlsplit


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
