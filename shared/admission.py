"""Which records of a topic are facts of its owner: judged by envelope, owner and content. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from shared.event import FACT_BYTES_LIMIT, Envelope, Fact, NotAFact, read_envelope
from shared.events.catalogue import CATEGORY_OWNERS, NotYetKnown, category_of, decode
from shared.ids import service_of

DEPTH_LIMIT = 20
"""So deep may be what this code does not know yet; what it knows has its shape."""


@dataclass(frozen=True)
class Topic:
    """A topic and whose facts it holds. `stream`: it holds this stream alone (`told-<id>`), counted by version."""

    name: str
    source: str
    stream: str | None = None

    @property
    def sequence(self) -> str:
        """Under which name its numbers are counted."""
        return self.name if self.stream else self.source

    def number_of(self, envelope: Envelope) -> int:
        """By which number a fact is counted here."""
        return envelope.version if self.stream else envelope.fact_number


class Record(Protocol):
    """What is used of a Kafka record."""

    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...


class Checked(NamedTuple):
    """A record that may enter the log. `fact` is None where it is newer than this code."""

    envelope: Envelope
    body: bytes
    fact: Fact | None


def envelope_from(source: str, value: bytes | None) -> Envelope:
    """By the envelope alone. Raises `NotAFact` for what is none of this source's facts."""
    envelope = read_envelope(value or b"")
    if envelope.source != source:
        raise NotAFact("foreign_source")
    return envelope


def check(topic: Topic, record: Record) -> Checked:
    """What a record says. Raises `NotAFact` with a reason code for what must not enter the log."""
    if not record.value:
        raise NotAFact("empty")
    if len(record.value) > FACT_BYTES_LIMIT:
        raise NotAFact("too_large")
    envelope = read_envelope(record.value)
    if record.key != envelope.stream.encode():
        raise NotAFact("key_is_not_the_stream")
    if envelope.source != topic.source:
        raise NotAFact("foreign_source")
    if topic.stream and envelope.stream != topic.stream:
        raise NotAFact("foreign_stream")
    if not owns(service_of(topic.source), envelope.stream):
        raise NotAFact("foreign_category")
    try:
        return Checked(envelope, record.value, decode(record.value))
    except NotYetKnown:
        if _is_deep(envelope.content):
            raise NotAFact("too_deep") from None
    return Checked(envelope, record.value, None)


def _is_deep(value: object, levels: int = DEPTH_LIMIT) -> bool:
    """Whether more objects and lists lie in each other than are allowed. Looks no deeper than that."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else None
    return inner is not None and (levels == 0 or any(_is_deep(each, levels - 1) for each in inner))


def owns(service: str, stream: str) -> bool:
    """Whether a service may write a stream. A category that nobody owns is taken as heard."""
    category, _, rest = stream.partition("-")
    if category_of(stream) == "reads":
        return rest == service
    owner = CATEGORY_OWNERS.get(category)
    if owner == "provider":
        return service.startswith("provider-") and rest.startswith(service.removeprefix("provider-") + "-")
    return owner is None or owner == service
