"""Requests byte by byte, as no client library would send them."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.bad_input.desk import Desk

PATIENCE_SECONDS = 60
"""For a server that does not answer at all. No test waits for it to pass."""


@dataclass
class Said:
    """What came back until the server closed the connection: the first answer, and how much was sent by then.

    Status 0 if it closed without a word.
    """

    status: int
    headers: httpx.Headers
    body: bytes
    sent: int

    def answer(self) -> httpx.Response:
        return httpx.Response(self.status, headers=self.headers, content=self.body)


def head(desk: Desk, line: str, *headers: str) -> bytes:
    """The beginning of a request with the desk's token, ready for a body."""
    token = f"Authorization: {desk.token['Authorization']}"
    return "\r\n".join([f"{line} HTTP/1.1", "Host: intake", token, *headers, "", ""]).encode("latin-1")


def exchange(desk: Desk, first: bytes, then: Iterable[bytes] = ()) -> Said:
    """Send everything for as long as the server takes it, and read until it closes."""
    address = urlsplit(desk.url)
    with closing(socket.create_connection((address.hostname, address.port), PATIENCE_SECONDS)) as connection:
        sent = [len(first)]
        connection.sendall(first)

        def send() -> None:
            with suppress(OSError):
                for part in then:
                    connection.sendall(part)
                    sent[0] += len(part)

        sending = threading.Thread(target=send, daemon=True)
        sending.start()
        came = b"".join(_until_closed(connection))
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        sending.join(PATIENCE_SECONDS)
    return _read(came, sent[0])


def _until_closed(connection: socket.socket) -> Iterator[bytes]:
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            yield part


def _read(came: bytes, sent: int) -> Said:
    if not came:
        return Said(0, httpx.Headers(), b"", sent)
    top, _, body = came.partition(b"\r\n\r\n")
    line, *lines = top.decode("latin-1").split("\r\n")
    headers: list[Any] = [tuple(each.split(": ", 1)) for each in lines]
    found = httpx.Headers(headers)
    return Said(int(line.split(" ")[1]), found, body[: int(found.get("content-length", len(body)))], sent)
