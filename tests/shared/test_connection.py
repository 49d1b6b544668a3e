"""What a connection answers to what became no request, and to one too many: a complete answer, though none looked."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from shared import connection
from shared.connection import BoundedConnection, written_out
from tests.infra.wait import until


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("malformed", "HTTP/1.1 400 Bad Request"),
        ("too-slow", "HTTP/1.1 408 Request Timeout"),
        ("headers-too-large", "HTTP/1.1 431 Request Header Fields Too Large"),
    ],
)
def test_an_answer_to_no_request_has_its_phrase_its_language_and_a_correlation_id(kind: str, line: str) -> None:
    head, _, body = written_out(kind).partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    headers = dict(each.split(": ", 1) for each in lines)
    assert first == line
    assert headers["content-language"] == "en"
    assert UUID(headers["x-correlation-id"])
    assert int(headers["content-length"]) == len(body)
    assert json.loads(body)["type"] == f"urn:fallbuch:problem:{kind}"


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """A server that always says yes."""
    config = uvicorn.Config(
        PlainTextResponse("yes"), host="127.0.0.1", port=0, http=BoundedConnection, ws="none", log_config=None,
        lifespan="off", timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await running


async def test_one_too_many_is_told_to_come_again_in_a_problem_document(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CONNECTIONS_LIMIT", 2)
    asked = {"Accept-Language": "de", "X-Correlation-Id": "3f2b8c1e-0000-4000-8000-000000000001"}
    async with httpx.AsyncClient(base_url=url, trust_env=False) as first, httpx.AsyncClient(trust_env=False) as second:
        assert (await first.get("/")).text == "yes"
        assert (await second.get(url)).text == "yes"
        async with httpx.AsyncClient(base_url=url, trust_env=False, headers=asked) as third:
            for answer in (await third.get("/"), await third.put("/", content=b"x" * 100_000)):
                assert answer.status_code == 503
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["retry-after"] == "1"
                assert answer.headers["connection"] == "close"
                assert answer.headers["x-correlation-id"] == asked["X-Correlation-Id"]
                said = answer.json()
                assert (said["type"], said["status"]) == ("urn:fallbuch:problem:too-many", 503)
                assert said["detail"] == "Zu viele fragen zugleich: bitte gleich noch einmal fragen."
        assert (await first.get("/")).text == "yes", "whoever is in stays in"
