"""A fact and its envelope: CloudEvents 1.0 in canonical JSON (RFC 8785).

An `Event` is what is stated. A `Fact` is an event that was recorded: numbered, dated and signed for by an actor.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict

FACT_BYTES_LIMIT = 200 * 1024


class Event(BaseModel):
    """One thing that happened. Subclasses are the storage format: they only ever grow."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    schema_version: ClassVar[int] = 1
    effective_field: ClassVar[str | None] = None
    """The field that says from when the fact holds; without one it holds from the day it is recorded."""

    def stream(self) -> str:
        """The stream that the event belongs to, `<category>-<id>`."""
        raise NotImplementedError

    def holds_from(self) -> date | None:
        """From when the fact holds, if the fact itself says so."""
        day = getattr(self, self.effective_field) if self.effective_field else None
        assert day is None or isinstance(day, date)
        return day


@dataclass(frozen=True, slots=True)
class Meta:
    """Who caused facts, and why: the part of the envelope that a command brings along."""

    actor: str
    correlation_id: str
    causation_id: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A recorded event with its envelope."""

    event_id: UUID
    source: str
    stream: str
    version: int
    fact_number: int
    recorded_at: datetime
    effective_on: date
    meta: Meta
    event: Event


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is read of a foreign record before its content is looked at."""

    event_id: UUID
    source: str
    stream: str
    version: int
    fact_number: int
    type: str
    schema_version: int
    recorded_at: datetime
    effective_on: date
    meta: Meta
    content: Mapping[str, Any]


class NotAFact(ValueError):
    """The bytes are no valid envelope. The reason is a code, never the content."""


def canonical(value: object) -> bytes:
    """JSON by RFC 8785 for values without floats and with ASCII keys, which is all that facts and figures hold.

    Events and commands are written field by field as they are; ids and days by their ISO form.
    """
    return ENCODER.encode(value)


def instant_text(instant: datetime) -> str:
    """An instant in UTC with milliseconds, `2018-10-15T07:00:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode(fact: Fact) -> bytes:
    """The bytes that are stored, hashed and published. They are never made a second time."""
    name = type(fact.event).__name__
    return canonical(
        {
            "specversion": "1.0",
            "id": fact.event_id,
            "source": fact.source,
            "type": name,
            "dataschema": f"urn:fallbuch:schema:{name}:{fact.event.schema_version}",
            "datacontenttype": "application/json",
            "subject": fact.stream,
            "time": instant_text(fact.recorded_at),
            "streamversion": fact.version,
            "factnumber": fact.fact_number,
            "actor": fact.meta.actor,
            "correlationid": fact.meta.correlation_id,
            "causationid": fact.meta.causation_id,
            "effectiveon": fact.effective_on,
            "data": fact.event,
        }
    )


def read_envelope(body: bytes) -> Envelope:
    """Check the envelope and nothing else. Raises `NotAFact` with a reason code."""
    value = _said(body)
    if not isinstance(value, dict) or value.get("specversion") != "1.0":
        raise NotAFact("not_a_cloud_event")
    try:
        return _envelope(value)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise NotAFact("envelope_incomplete") from None


def _said(body: bytes) -> Any:
    """What the JSON says. Bytes in the canonical form, which is what services write, name no key twice."""
    try:
        value = DECODER.decode(body)
        if canonical(value) == body:
            return value
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass  # why not is found out below, more slowly
    try:
        return json.loads(
            body.decode(), object_pairs_hook=_no_key_twice, parse_float=_no_float, parse_constant=_no_float
        )
    except NotAFact:
        raise
    except (ValueError, RecursionError):
        raise NotAFact("not_json") from None


TEXTS = ("id", "source", "type", "dataschema", "subject", "time", "actor", "correlationid", "causationid")
YEARS = range(1900, 2300)
"""In which years something may be recorded. Beyond them an instant has no day in Berlin, or a log no end."""


def _envelope(value: dict[str, Any]) -> Envelope:
    """Each attribute in its one form: what two programs read differently is not accepted by either."""
    content = value["data"]
    if not all(_is_text(value[key]) for key in TEXTS) or not isinstance(content, dict):
        raise ValueError
    event_id, recorded_at = UUID(value["id"]), datetime.fromisoformat(value["time"])
    effective_on = date.fromisoformat(value["effectiveon"])
    schema_version = _positive(int(value["dataschema"].rpartition(":")[2]))
    read = {
        "id": str(event_id),
        "time": instant_text(recorded_at),
        "effectiveon": effective_on.isoformat(),
        "dataschema": f"urn:fallbuch:schema:{value['type']}:{schema_version}",
        "datacontenttype": "application/json",
    }
    if any(value[key] != text for key, text in read.items()) or recorded_at.year not in YEARS:
        raise ValueError
    return Envelope(
        event_id=event_id,
        source=value["source"],
        stream=value["subject"],
        version=_positive(value["streamversion"]),
        fact_number=_positive(value["factnumber"]),
        type=value["type"],
        schema_version=schema_version,
        recorded_at=recorded_at.astimezone(UTC),
        effective_on=effective_on,
        meta=Meta(value["actor"], value["correlationid"], value["causationid"]),
        content=content,
    )


def _is_text(text: object) -> bool:
    """Short, and nothing in it that a database or a trace cannot take: no control character, no half of a pair."""
    return isinstance(text, str) and 0 < len(text) <= 200 and text.isprintable()


def _positive(number: object) -> int:
    if type(number) is not int or not 0 < number < 2**53:
        raise ValueError
    return number


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAFact("key_twice")
    return found


def _no_float(_: str) -> float:
    raise NotAFact("float_inside")


ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=vars)
DECODER = msgspec.json.Decoder(float_hook=_no_float)


def fields_of(event: type[Event]) -> Iterator[str]:
    """Names of all fields of a fact, nested ones too. The tidy test reads them for personal data."""
    for name, field in event.model_fields.items():
        yield name
        yield from _nested(field.annotation)


def _nested(annotation: object) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield name
            yield from _nested(field.annotation)
    for inner in getattr(annotation, "__args__", ()):
        yield from _nested(inner)
