"""One connection: its request line and headers are bounded in size and in time, which the server does not do by itself.

uvicorn reads headers without end, and waits for them for ever. Everything after the headers is bounded in
`shared/limits.py`. How many there may be at once is bounded here, since uvicorn would refuse the others in plain text.
"""

import asyncio
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import Request
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shared.correlation import HEADER, Correlated
from shared.limits import ADDRESS_BYTES_LIMIT, DROPPING_SECONDS, HEADER_BYTES_LIMIT, Limits
from shared.problems import KINDS, PROBLEM_JSON, language_of, problem

HEAD_BYTES_LIMIT = 2 * (ADDRESS_BYTES_LIMIT + HEADER_BYTES_LIMIT)
"""Of a head that has not come to its end; one that has is measured exactly in `shared/limits.py`."""
HEAD_SECONDS = 10.0
CONNECTIONS_LIMIT = 500
"""Whoever comes beyond it is told to come again, and let go."""
AGAIN_SECONDS = 1


class BoundedConnection(HttpToolsProtocol):
    """The server's own protocol, with a watch from the first byte of a head to its end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_head, self._head_begun, self._head_bytes = True, False, 0
        self._refused = False
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_watch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._head_bytes += len(data) if self._in_head else 0
        super().data_received(data)
        if not self._head_begun or self._refused:
            return
        if self._head_bytes > HEAD_BYTES_LIMIT:
            self._refuse("headers-too-large")
        elif self._watch is None:
            self._watch = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_begun = True

    def on_headers_complete(self) -> None:
        self._stop_watch()
        self._in_head, self._head_begun, self._head_bytes = False, False, 0
        self.app = TOO_MANY if len(self.connections) > CONNECTIONS_LIMIT else self.config.loaded_app
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP: the server would say so in plain text, we in a problem document like everywhere."""
        self._refuse("malformed")

    def _too_slow(self) -> None:
        self._watch = None
        if self._head_begun:
            self._refuse("too-slow")
        else:
            self.transport.close()

    def _stop_watch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _refuse(self, kind: str) -> None:
        """Answer, in English since no language was told, and close once the caller had time to read it."""
        self._refused = True
        self._stop_watch()
        if self._in_head and self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()  # an earlier request still waits for its answer: this would look like it
            return
        self.transport.write(written_out(kind))
        self._watch = self.loop.call_later(DROPPING_SECONDS, self.transport.close)


async def too_many(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to everybody beyond the limit. With it the connection ends, so that others get in."""
    answer = problem("too-many", language_of(Request(scope)))
    answer.headers.update({"Retry-After": str(AGAIN_SECONDS), "Connection": "close"})
    await answer(scope, receive, send)


TOO_MANY = Correlated(Limits(too_many))


def written_out(kind: str) -> bytes:
    """The answer to what became no request, as it goes over the wire. The correlation id is new."""
    body = bytes(problem(kind, "en").body)
    status = HTTPStatus(KINDS[kind].status)
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"content-type: {PROBLEM_JSON}",
        "content-language: en",
        f"content-length: {len(body)}",
        f"{HEADER}: {uuid4()}",
        "connection: close",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body
