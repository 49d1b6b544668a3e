"""Topics as they lie in Kafka, for the tests of their completeness."""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from shared.event import Event, encode
from shared.merkle import Root, Tree, leaf_hash
from tests.test_contracts import fact_with

SOURCE = "urn:fallbuch:weinheim:reporting"
ALLOCATION = "urn:fallbuch:weinheim:allocation"
NOW_MS = 1_541_400_000_000


@dataclass(frozen=True)
class Stored:
    """A record as it lies in a topic."""

    value: bytes | None
    stored_at_ms: int = NOW_MS - 1000
    key: bytes | None = None


def body(number: int, event: Event, version: int, source: str = SOURCE) -> bytes:
    fact = replace(fact_with(event), source=source, fact_number=number, version=version)
    return encode(replace(fact, event_id=uuid5(NAMESPACE_URL, f"{source}:{number}")))


def stated(bodies: Sequence[bytes], size: int, source: str = SOURCE) -> Root:
    tree = Tree()
    for each in bodies[:size]:
        tree.append(leaf_hash(each))
    return Root(source, size, tree.root())


def records(bodies: Iterable[bytes], age_ms: int = 1000) -> list[Stored]:
    return [Stored(each, NOW_MS - age_ms, key_of(each)) for each in bodies]


def key_of(value: bytes) -> bytes | None:
    """The key with which its sender would have stored it."""
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        return str(json.loads(value)["subject"]).encode()
    return None
