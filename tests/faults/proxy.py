"""A wire between a service and its database that cuts the connection when a certain message passes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Literal

from shared.log import LOCK

CHUNK_BYTES = 64 * 1024
COMMITS = (b"COMMIT", LOCK.to_bytes(8, "big"))
"""What is said to commit: the end of a transaction, or the one statement that takes the log's lock and writes all."""
When = Literal["before", "after"]


class Proxy:
    """Passes everything on. Armed, it cuts at the next commit: before the server gets it, or before its answer comes
    back. `cut` counts.
    """

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.armed: When | None = None
        self.cut = 0

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[int]:
        """The port to connect to."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _serve(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        far, ask = await asyncio.open_connection(self._host, self._port)
        deaf = asyncio.Event()
        ways = [asyncio.create_task(self._ask(near, ask, deaf)), asyncio.create_task(self._answer(far, answer, deaf))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for writer in (ask, answer):
            writer.transport.abort()
        await asyncio.gather(*ways, return_exceptions=True)

    async def _ask(self, near: asyncio.StreamReader, ask: asyncio.StreamWriter, deaf: asyncio.Event) -> None:
        with suppress(ConnectionError):
            while sent := await near.read(CHUNK_BYTES):
                when = self.armed if any(said in sent for said in COMMITS) else None
                if when:
                    self.armed, self.cut = None, self.cut + 1
                if when == "before":
                    return
                if when == "after":
                    deaf.set()
                ask.write(sent)
                await ask.drain()

    async def _answer(self, far: asyncio.StreamReader, answer: asyncio.StreamWriter, deaf: asyncio.Event) -> None:
        """Once deaf, the server's next word (that it has committed) is heard by nobody."""
        with suppress(ConnectionError):
            while said := await far.read(CHUNK_BYTES):
                if deaf.is_set():
                    return
                answer.write(said)
                await answer.drain()
