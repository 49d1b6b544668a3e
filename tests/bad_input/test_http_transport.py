"""Items 32 to 35 and 42: what is too large, too slow or no HTTP; addresses and methods that are not there."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.cli.instance import Instance
from shared.limits import DROPPED_BYTES_LIMIT
from tests.bad_input.desk import CANARY, Desk, refused, registration, rules
from tests.bad_input.wire import exchange, head

CHUNK = b"10000\r\n" + b" " * 65536 + b"\r\n"
IN_BUFFERS = 32 * 1024 * 1024
"""What the two sides' sockets may hold of a body that nobody reads any more."""
JSON = "Content-Type: application/json"


def without_end(part: bytes) -> Iterator[bytes]:
    while True:
        yield part


@pytest.mark.parametrize("size", [256 * 1024 + 1, 5_000_000])
def test_32_a_body_over_the_limit_gets_an_answer(desk: Desk, size: int) -> None:
    """Not a connection that is cut while the caller still sends, announced or not."""
    with desk.recording(facts=0):
        assert "256 KiB" in refused(desk.put(b" " * size), 413)["detail"]
        parts = (b" " * 65536 for _ in range(size // 65536 + 1))
        answer = desk.ask("PUT", f"/cases/{uuid4()}", content=parts, headers={"Content-Type": "application/json"})
        refused(answer, 413)
        refused(desk.ask("PUT", f"/cases/{uuid4()}", content=b" " * size, headers={"Authorization": ""}), 413)


def test_32_a_body_at_the_limit_is_read(desk: Desk) -> None:
    body = json.dumps(registration()).encode()
    with desk.recording(facts=1):
        assert desk.put(body + b" " * (256 * 1024 - len(body)), json.loads(body)["case_id"]).status_code == 201


def test_32_a_body_of_a_gibibyte(desk: Desk) -> None:
    first = head(desk, f"PUT /cases/{uuid4()}", JSON, f"Content-Length: {1024**3}")
    said = exchange(desk, first, without_end(b" " * 65536))
    refused(said.answer(), 413)
    assert said.sent < DROPPED_BYTES_LIMIT + IN_BUFFERS


@pytest.mark.parametrize("path", [f"/cases/{uuid4()}", "/nothing/here"], ids=["a case", "nothing"])
def test_32_a_body_in_chunks_without_end(desk: Desk, path: str) -> None:
    """Also where nobody reads it."""
    said = exchange(desk, head(desk, f"PUT {path}", JSON, "Transfer-Encoding: chunked"), without_end(CHUNK))
    refused(said.answer(), 413 if path.startswith("/cases") else 404)
    assert said.sent < DROPPED_BYTES_LIMIT + IN_BUFFERS


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "gzip, identity", "zstd"])
def test_32_a_compressed_body(desk: Desk, coding: str) -> None:
    with desk.recording(facts=0):
        refused(desk.put(b"\x1f\x8b" + b"\x00" * 100, headers={"Content-Encoding": coding}), 415, "compressed")


def test_32_who_asks_first_is_told_before_sending(desk: Desk) -> None:
    first = head(desk, f"PUT /cases/{uuid4()}", JSON, "Content-Length: 20000000", "Expect: 100-continue")
    refused(exchange(desk, first).answer(), 413)


def test_33_headers_and_bodies_that_do_not_come(desk: Desk) -> None:
    """All at once, since each waits for its ten seconds: a connection on which nothing is said, a head that stops or
    drips, a body that stops or drips, chunks that drip, and a body that nobody wants."""
    put, stop = f"PUT /cases/{uuid4()}", threading.Event()

    def dripping(part: bytes) -> Iterator[bytes]:
        while not stop.wait(0.5):
            yield part

    wanted = head(desk, put, JSON, "Content-Length: 200")
    cases: list[tuple[bytes, Iterator[bytes], int]] = [
        (b"GET /cases HT", iter(()), 408),
        (b"GET /cases HTTP/1.1\r\n", dripping(b"X-A: b\r\n"), 408),
        (wanted, iter(()), 408),
        (wanted, dripping(b" "), 408),
        (head(desk, put, JSON, "Transfer-Encoding: chunked"), dripping(b"1\r\n \r\n"), 408),
        (wanted.replace(b"Bearer", b"Nobody"), dripping(b" "), 401),
    ]
    with desk.recording(facts=0), ThreadPoolExecutor(len(cases) + 1) as together:
        silent = together.submit(exchange, desk, b"")
        waiting = [together.submit(exchange, desk, first, then) for first, then, _ in cases]
        for done, (_, _, status) in zip(waiting, cases, strict=True):
            refused(done.result().answer(), status)
        stop.set()
        assert silent.result().status == 0
    assert desk.ask("GET", "/health/live").status_code == 200


BAD_HEADS: dict[str, Callable[[Desk], bytes]] = {
    "no HTTP": lambda desk: b"Zaphodine\r\n\r\n",
    "a blank within a name": lambda desk: head(desk, "GET /cases", "X Y: 1"),
    "a bare line feed": lambda desk: head(desk, "GET /cases", "X: a\nY: b\n\nGET /health HTTP/1.1"),
    "a NUL": lambda desk: head(desk, "GET /cases", "X: a\x00b"),
    "two lengths": lambda desk: head(desk, f"PUT /cases/{uuid4()}", JSON, "Content-Length: 2", "Content-Length: 3"),
    "length and chunks": lambda desk: head(
        desk, f"PUT /cases/{uuid4()}", JSON, "Content-Length: 2", "Transfer-Encoding: chunked"
    ),
    "a length that is none": lambda desk: head(desk, f"PUT /cases/{uuid4()}", JSON, "Content-Length: +2"),
    "another encoding": lambda desk: head(desk, f"PUT /cases/{uuid4()}", JSON, "Transfer-Encoding: gzip"),
    "bytes in the address": lambda desk: head(desk, "GET /cases/\xff"),
    "another host's address": lambda desk: head(desk, "CONNECT other.example:443"),
    "two tokens": lambda desk: head(desk, "GET /cases", f"Authorization: {CANARY}", "Connection: close"),
    "two keys": lambda desk: head(
        desk, f"PUT /cases/{uuid4()}", JSON, "Idempotency-Key: a", "Idempotency-Key: b", "Connection: close"
    ),
    "another protocol": lambda desk: head(
        desk, f"PUT /cases/{uuid4()}", JSON, "Content-Length: 2", "Connection: Upgrade, close", "Upgrade: h2c"
    ) + b"{}",
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_HEADS)
def test_34_a_head_that_two_readers_would_read_differently(desk: Desk, case: str) -> None:
    with desk.recording(facts=0):
        refused(exchange(desk, BAD_HEADS[case](desk)).answer(), 400)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([f"X-{number}: a" for number in range(1000)], 431),
        (["X: " + "a" * 17_000], 431),
        (["X: " + "a" * 5_000_000], 431),
    ],
    ids=["many", "large", "huge"],
)
def test_34_headers_over_the_limit(desk: Desk, headers: list[str], status: int) -> None:
    refused(exchange(desk, head(desk, "GET /cases", *headers, "Connection: close")).answer(), status)


def test_34_headers_without_end(desk: Desk) -> None:
    said = exchange(desk, b"GET /cases HTTP/1.1\r\nX: ", without_end(b"a" * 65536))
    refused(said.answer(), 431)


@pytest.mark.parametrize(
    "path",
    [
        "/cases/../../etc/passwd",
        "/cases/..%2f..%2fetc%2fpasswd",
        "/cases/%2e%2e/health",
        "/cases/%252e%252e",
        "/cases/a%2Fb",
        "/cases/a;b=c",
        "/cases/%00",
        "/cases/%ff",
        "/cases/%f0%9f%8f%a0",
        "/cases/",
        "//cases",
        "/CASES",
        "/cases/%ud800",
        "/cases/%",
        f"/cases/{CANARY}",
    ],
)
def test_35_an_address_that_tries_to_be_another(desk: Desk, path: str) -> None:
    """It is not there. Nothing is redirected, since an address of the caller's would stand in the answer."""
    said = exchange(desk, head(desk, f"GET {path}", "Connection: close"))
    refused(said.answer(), 404)
    assert "location" not in said.headers


def test_35_an_address_over_the_limit(desk: Desk) -> None:
    refused(desk.ask("GET", "/cases/" + "a" * 5000), 414)
    refused(desk.ask("GET", "/cases?after=" + "a" * 5000), 414)
    assert desk.ask("GET", "/cases/" + "a" * 3000).status_code == 404


def test_35_an_id_in_the_path_that_is_none(desk: Desk) -> None:
    """It is told which id it was, and where it stood; and the same where path and body name two cases."""
    body, other = registration(), str(uuid4())
    with desk.recording(facts=0):
        said = refused(desk.put(body, CANARY), 422)
        assert said["detail"] == "case_id in the path: must be a UUID"
        assert said["errors"][0] | {"detail": ""} == {"where": "path", "field": "case_id", "rule": "uuid", "detail": ""}
        said = refused(desk.put(body, other), 422)
        assert (said["errors"][0]["where"], rules(said)) == ("path", [("case_id", "same")])
        assert other not in json.dumps(said)


def test_35_an_id_in_capitals_is_the_same_id(desk: Desk) -> None:
    body = registration()
    with desk.recording(facts=1):
        assert desk.put(body, body["case_id"].upper()).status_code == 201


@pytest.mark.parametrize("query", ["?x=1", f"?{CANARY}%20B=1", "?after=1&after=2", "?after=x", "?after[]=1", "?%00=1"])
def test_35_a_query_that_is_not_known(desk: Desk, query: str) -> None:
    said = refused(desk.ask("GET", f"/cases{query}"), 422)
    assert {fault["where"] for fault in said["errors"]} == {"query"}


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "HEAD", "DELETE", "PATCH", "POST", "PROPFIND"])
def test_42_a_method_that_is_not_there(desk: Desk, method: str) -> None:
    answer = desk.ask(method, f"/cases/{uuid4()}", headers={"X-Canary": CANARY})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, PUT"
    assert CANARY not in answer.text
    if method != "HEAD":
        refused(answer, 405)


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_42_a_header_does_not_change_the_method(desk: Desk, name: str) -> None:
    body = registration()
    with desk.recording(facts=0):
        path = f"/cases/{body['case_id']}"
        refused(desk.ask("POST", path, json=body, headers={name: "PUT"}), 405)
        refused(desk.ask("POST", f"{path}?_method=PUT", json=body), 405)
        refused(desk.ask("GET", path, headers={name: "PUT"}), 404)


def test_42_no_other_origin_is_given_permission(desk: Desk) -> None:
    asking = {"Origin": "https://other.example", "Access-Control-Request-Method": "PUT"}
    answers = [desk.ask("OPTIONS", "/cases", headers=asking), desk.ask("GET", "/cases", headers=asking)]
    assert [answer.status_code for answer in answers] == [405, 200]
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_42_a_cookie_identifies_nobody(stack: Instance, desk: Desk) -> None:
    """So no foreign page can send a command in somebody's name."""
    token = desk.token["Authorization"]
    cookies: dict[str, Any] = {"Cookie": f"Authorization={token}; token={token.split()[1]}; session=1"}
    refused(httpx.put(f"{desk.url}/cases/{uuid4()}", json=registration(), headers=cookies, trust_env=False), 401)
