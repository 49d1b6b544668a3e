"""The limit of HTTP in this language: an ASGI handler that reads the body and answers, under the same server.

`python -m bench.bare PORT` runs until its standard input ends, so it never outlives whoever started it.
"""

import os
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
import uvloop

Message = dict[str, Any]
ANSWER = b'{"facts":[{"type":"ContactRecorded","stream":"care","version":1,"fact_number":1}],"log_position":1}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(ANSWER)).encode())]


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """201, whatever was asked."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 201, "headers": HEADERS})
    await send({"type": "http.response.body", "body": ANSWER})


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_input, daemon=True).start()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False, lifespan="off"
    )
    uvloop.run(uvicorn.Server(config).serve())
