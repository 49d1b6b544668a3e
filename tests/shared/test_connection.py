"""What a connection answers to what became no request: a complete answer, though nothing was understood."""

import json
from uuid import UUID

import pytest

from shared.connection import written_out


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
