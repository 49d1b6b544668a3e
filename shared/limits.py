"""What a request may ask of a service: how long, how large, how slow. Between the server and the application.

A request that is refused before it has arrived is answered at once; what still comes is read and dropped for a while,
so that the caller gets to read the answer, and then the connection is closed (RFC 9112, 9.6).
"""

import asyncio
from collections import Counter

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problems import KINDS, Declined, Sentence, language_of, problem

BODY_BYTES_LIMIT = 256 * 1024
HEADER_BYTES_LIMIT = 16 * 1024
HEADERS_LIMIT = 100
ADDRESS_BYTES_LIMIT = 4 * 1024
REQUEST_SECONDS = 10.0
"""From the end of the headers to the answer."""
SECONDS_OF: dict[str, float | None] = {"/relay/take-back": None, "/imports": 90.0}
"""What may take longer: after a restore, once, all topics are read; a list of arrivals has thousands of rows."""
BODY_BYTES_LIMIT_OF = {"/imports": 5 * 1024 * 1024}
"""What may be larger: a file."""
DROPPED_BYTES_LIMIT = 16 * 1024 * 1024
DROPPING_SECONDS = 1.0
ONCE = frozenset({b"authorization", b"idempotency-key", b"if-match", b"content-type", b"content-length", b"host"})
"""Headers whose second one would be an answer to the question which of them counts."""


class Arriving:
    """The body of one request while it comes in."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        headers = dict(scope["headers"])
        self._receive = receive
        self._bytes = 0
        self._bytes_limit = bytes_limit(scope)
        self.announced = int(headers.get(b"content-length", b"0"))
        self.waits_for_us = b"expect" in headers
        self.given_up = False
        self.ended = not self.announced and b"transfer-encoding" not in headers

    async def next(self) -> Message:
        """What the application gets. Raises `Declined` once it is more than this address takes."""
        message = await self._next()
        if self._bytes > self._bytes_limit:
            raise too_large(self._bytes_limit)
        return message

    async def drop(self) -> None:
        """Read on without keeping anything, until the end, the limit, or nothing comes in time."""
        try:
            async with asyncio.timeout(DROPPING_SECONDS):
                while not self.ended and not self.given_up and self._bytes < DROPPED_BYTES_LIMIT:
                    await self._next()
        except TimeoutError:
            self.given_up = True

    async def _next(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        self.ended = self.ended or not message.get("more_body", False)
        return message


class Limits:
    """ASGI middleware. Whatever goes wrong below it becomes a problem document, without the text of the error."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        arriving = Arriving(scope, receive)
        answering = Answering(send, arriving)

        async def refuse(kind: str, sentence: Sentence | None = None) -> None:
            await problem(kind, language_of(Request(scope)), sentence)(scope, receive, answering.send)

        try:
            async with asyncio.timeout(SECONDS_OF.get(scope["path"], REQUEST_SECONDS)) as deadline:
                check_head(scope, arriving.announced)
                await self.app(scope, arriving.next, answering.send)
        except Declined as declined:
            await refuse(declined.kind, Sentence(declined.sentence, declined.values))
        except ClientDisconnect:
            return
        except Exception as error:
            if answering.started:
                raise  # what had begun is cut off
            if isinstance(error, TimeoutError) and deadline.expired():
                await refuse(*late(arriving))
            else:
                await refuse("internal")
                raise  # it is traced around us


class Answering:
    """The way back. Takes care of what of the body is still to come when the answer is there."""

    def __init__(self, send: Send, arriving: Arriving) -> None:
        self._send, self._arriving = send, arriving
        self.started = False
        self._closing = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = await self._start(message)
        last = message["type"] == "http.response.body" and not message.get("more_body", False)
        if last and self._closing:
            await self._send({**message, "more_body": True})
            await self._arriving.drop()
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await self._send(message)

    async def _start(self, message: Message) -> Message:
        """A small body that nobody wanted to read is dropped; a large one costs the connection."""
        arriving = self._arriving
        if not arriving.ended and 0 < arriving.announced <= BODY_BYTES_LIMIT and not arriving.waits_for_us:
            await arriving.drop()
        self._closing = not arriving.ended
        return {**message, "headers": [*message["headers"], (b"connection", b"close")]} if self._closing else message


def check_head(scope: Scope, announced: int) -> None:
    """Raises `Declined` for an address, headers or an announced body that are beyond the limits.

    Also for a body behind an `Upgrade`: the server's parser would lose it.
    """
    headers = scope["headers"]
    if len(scope["raw_path"]) + len(scope["query_string"]) > ADDRESS_BYTES_LIMIT:
        raise Declined("address-too-long")
    if len(headers) > HEADERS_LIMIT or sum(len(n) + len(v) for n, v in headers) > HEADER_BYTES_LIMIT:
        raise Declined("headers-too-large")
    for name, times in Counter(name for name, _ in headers if name in ONCE).items():
        if times > 1:
            raise Declined("malformed", "The header {name} is given twice.", name=name.decode())
    if announced > bytes_limit(scope):
        raise too_large(bytes_limit(scope))
    if announced and any(name == b"upgrade" for name, _ in headers):
        raise Declined("malformed", "A request with a body must not ask for another protocol (Upgrade).")


def bytes_limit(scope: Scope) -> int:
    return BODY_BYTES_LIMIT_OF.get(scope["path"], BODY_BYTES_LIMIT)


def too_large(limit: int) -> Declined:
    return Declined("too-large", "The body is larger than {limit} KiB.", limit=limit // 1024)


def late(arriving: Arriving) -> tuple[str, Sentence]:
    """Whose fault it is that the time is over."""
    if not arriving.ended:
        arriving.given_up = True
        return "too-slow", Sentence(KINDS["too-slow"].title)
    return "outcome-unknown", Sentence("This took too long: ask again, with the same idempotency key.")
