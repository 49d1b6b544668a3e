"""All facts by the name of their type, and how stored bytes become a fact again."""

from collections.abc import Mapping
from functools import lru_cache
from typing import get_args

from shared.errors import Said
from shared.event import Envelope, Event, Fact, NotAFact, canonical, read_envelope
from shared.events.allocation import AllocationEvent
from shared.events.intake import IntakeEvent
from shared.events.provider import ProviderEvent
from shared.events.reporting import ReportingEvent

EVENTS: dict[str, type[Event]] = {
    event.__name__: event
    for union in (IntakeEvent, AllocationEvent, ReportingEvent, ProviderEvent)
    for event in get_args(union)
}

CATEGORY_OWNERS: dict[str, str] = {
    "case": "intake",
    "person": "intake",
    "list": "intake",
    "assignment": "allocation",
    "house": "allocation",
    "catchment": "allocation",
    "thresholds": "allocation",
    "told": "allocation",
    "weights": "allocation",
    "profile": "allocation",
    "wish": "allocation",
    "conflict": "allocation",
    "prices": "allocation",
    "care": "provider",
    "short": "provider",
    "plan": "provider",
    "referral": "provider",
    "staff": "provider",
    "volunteer": "provider",
    "contract": "reporting",
    "grant": "reporting",
    "position": "reporting",
    "budget": "reporting",
    "report": "reporting",
    "sample": "audit",
    "note": "audit",
}
"""Who owns which category of streams. `reads-<service>` every service owns for itself."""


FACTS_KEPT, KEPT_BYTES_LIMIT = 4_096, 4_096
"""So many facts of at most so many bytes are not read again by the next reader: who hears, the views, the reactions."""


class NotYetKnown(Said):
    """The fact is valid, and newer than this code: an unknown type, or a newer schema. Its reader waits."""


def decode(body: bytes) -> Fact:
    """The fact in stored bytes. Raises `NotAFact` for damaged ones, `NotYetKnown` for newer ones."""
    return _kept(body) if len(body) <= KEPT_BYTES_LIMIT else fact_of(read_envelope(body))


@lru_cache(maxsize=FACTS_KEPT)
def _kept(body: bytes) -> Fact:
    return fact_of(read_envelope(body))


def fact_of(envelope: Envelope) -> Fact:
    """The typed fact of an envelope. Raises `NotYetKnown`, or `NotAFact` if the content does not fit its type."""
    kind = EVENTS.get(envelope.type)
    if kind is None or envelope.schema_version > kind.schema_version:
        raise NotYetKnown("{type} version {version}", type=envelope.type, version=envelope.schema_version)
    try:
        written = canonical(envelope.content)
        event = kind.model_validate_json(written)
    except (ValueError, RecursionError):  # of pydantic, or of a text that is no Unicode
        raise NotAFact("content_does_not_fit") from None
    if not _says(envelope, event, written):
        raise NotAFact("content_does_not_fit")
    return Fact(
        event_id=envelope.event_id,
        source=envelope.source,
        stream=envelope.stream,
        version=envelope.version,
        fact_number=envelope.fact_number,
        recorded_at=envelope.recorded_at,
        effective_on=envelope.effective_on,
        meta=envelope.meta,
        event=event,
    )


def _says(envelope: Envelope, event: Event, written: bytes) -> bool:
    """Whether the event is what was written, in its one form, and the envelope is that of this event."""
    if event.stream() != envelope.stream or (event.holds_from() or envelope.effective_on) != envelope.effective_on:
        return False
    if canonical(event) == written:
        return True
    return envelope.schema_version < event.schema_version and _within(envelope.content, event.model_dump(mode="json"))


def _within(written: object, read: object) -> bool:
    """The same, but for fields that a later schema added, with their defaults."""
    if written == read:
        return True
    if isinstance(written, Mapping) and isinstance(read, Mapping):
        return all(name in read and _within(value, read[name]) for name, value in written.items())
    if isinstance(written, list) and isinstance(read, list):
        return len(written) == len(read) and all(map(_within, written, read))
    return False


def category_of(stream: str) -> str:
    """The first word of a stream, `case` of `case-…`."""
    return stream.partition("-")[0]
