"""A town in which allocation alone runs, and the test itself is everybody else: it writes to their topics by hand."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
from confluent_kafka import KafkaException, Producer

from infra.stack import Stack
from shared.event import Event, Fact, canonical, encode
from tests.examples import EXAMPLES
from tests.test_contracts import fact_with

Headers = Sequence[tuple[str, bytes | None]]
PATIENCE_SECONDS = 30.0


@dataclass
class Sender:
    """One source: what it has said so far, as a proper sender would, and its topic."""

    topic: str
    source: str
    example: str
    id_field: str
    said: list[bytes] = field(default_factory=list)

    def event(self, **changed: object) -> Event:
        """The example, about something that nobody has spoken of yet."""
        return EXAMPLES[self.example].model_copy(update={self.id_field: uuid4(), **changed})

    def fact(self, event: Event | None = None, number: int | None = None) -> Fact:
        """The next fact, or one under the given number."""
        number = number or len(self.said) + 1
        return replace(fact_with(event or self.event()), source=self.source, fact_number=number, event_id=uuid4())


def senders() -> dict[str, Sender]:
    town = "urn:fallbuch:weinheim"
    return {
        "intake": Sender("intake.facts.v1", f"{town}:intake", "CaseRegistered", "case_id"),
        "reporting": Sender("reporting.facts.v1", f"{town}:reporting", "ContractRecorded", "contract_id"),
        "drk": Sender("provider.drk.facts.v1", f"{town}:provider-drk", "ContactRecorded", "case_id"),
    }


def written(fact: Fact, **changed: object) -> bytes:
    """A fact's bytes; `changed` replaces attributes of its envelope, and `None` removes one."""
    envelope = json.loads(encode(fact)) | changed
    return canonical({name: value for name, value in envelope.items() if value is not None})


def subject_of(body: bytes) -> bytes:
    return str(json.loads(body)["subject"]).encode()


@dataclass
class Town:
    """What the tests do to it and see of it."""

    stack: Stack
    pool: asyncpg.Pool
    producer: Producer
    died: list[str]
    senders: dict[str, Sender] = field(default_factory=senders)

    def put(self, topic: str, value: bytes | None, key: bytes | None = None, **how: Any) -> int:
        """Write a record and wait for the broker; its offset. Raises `KafkaException` if the broker refuses it."""
        offsets: list[int] = []
        refused: list[Any] = []

        def stored(error: Any, message: Any) -> None:
            if error is None:
                offsets.append(message.offset())
            refused.append(error)

        self.producer.produce(topic, value, key, on_delivery=stored, **{"partition": 0, **how})
        assert self.producer.flush(20) == 0
        if not offsets:
            raise KafkaException(refused[0])
        return offsets[0]

    def tell(self, name: str, fact: Fact | None = None, **how: Any) -> bytes:
        """Say the next fact of a source, as it should be said."""
        sender = self.senders[name]
        body = encode(fact or sender.fact())
        self.put(sender.topic, body, subject_of(body), **how)
        sender.said.append(body)
        return body

    async def heard(self, name: str) -> list[bytes]:
        """What allocation's log holds of a source, in the order of the log."""
        rows = await self.pool.fetch(
            "SELECT body FROM log WHERE source = $1 ORDER BY log_position", self.senders[name].source
        )
        return [row["body"] for row in rows]

    async def quarantine(self, topic: str) -> dict[int, str]:
        """Offset and reason of each record of a topic that was set aside."""
        rows = await self.pool.fetch("SELECT record_offset, reason FROM quarantine WHERE topic = $1", topic)
        return {row["record_offset"]: row["reason"] for row in rows}

    async def health(self) -> dict[str, Any]:
        async with httpx.AsyncClient(trust_env=False) as client:
            found: dict[str, Any] = (await client.get(f"{self.url}/health")).json()
        return found

    async def health_until(self, what: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until the service says so of itself."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not what(found := await self.health()):
            assert time.monotonic() < deadline, found
            await asyncio.sleep(0.02)

    @property
    def url(self) -> str:
        return str(self.stack.instance["services"]["allocation"]["url"])

    @property
    def trace(self) -> str:
        return self.stack.folder.log("allocation").read_text()

    def alarms(self) -> int:
        return self.trace.count("other_bytes_under_a_known_number")

    async def until(self, name: str, what: Callable[[list[bytes]], bool]) -> None:
        """Wait until what was heard of a source is so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not what(heard := await self.heard(name)):
            assert time.monotonic() < deadline, f"{name}: heard {len(heard)} facts, and it stays so"
            await asyncio.sleep(0.02)

    async def goes_on(self, name: str = "intake") -> None:
        """The next good fact is taken, nothing but what was said is in the log, and nobody has died."""
        body = self.tell(name)
        await self.until(name, lambda heard: body in heard)
        assert await self.heard(name) == self.senders[name].said
        assert self.died == []

    async def sets_aside(self, reason: str, value: bytes | None, key: bytes | None = None, **how: Any) -> None:
        """The record goes to quarantine for this reason, and everything goes on."""
        name = how.pop("name", "intake")
        topic = self.senders[name].topic
        before = await self.quarantine(topic)
        offset = self.put(topic, value, key, **how)
        await self.goes_on(name)
        assert await self.quarantine(topic) == before | {offset: reason}

    async def takes(self, value: bytes, name: str = "intake", **how: Any) -> None:
        """The record is a fact like any other, whatever surrounds it."""
        sender = self.senders[name]
        before = await self.quarantine(sender.topic)
        self.put(sender.topic, value, subject_of(value), **how)
        sender.said.append(value)
        await self.goes_on(name)
        assert await self.quarantine(sender.topic) == before
