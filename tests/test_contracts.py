"""What was ever published stays readable, to the byte. One file for each fact and schema version."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
import rfc8785
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from shared.event import Event, Fact, Meta, NotAFact, canonical, encode, read_envelope
from shared.events.catalogue import EVENTS, decode
from tests.examples import EXAMPLES
from tests.given import owner_of

CONTRACTS = Path(__file__).parent / "contracts"
FILES = sorted(CONTRACTS.glob("*.json"))
WHAT_TO_DO = """{name} is written differently than when it was published. Facts are kept for ever, so what is stored
must not change: add a field with a default and raise `schema_version` (a second contract file is written), or add a
new event. Nothing is renamed or removed."""


def fact_with(event: Event) -> Fact:
    """The event as a fact of a quiet morning in Weinheim."""
    name = type(event).__name__
    recorded_at = datetime(2018, 11, 5, 8, 0, 0, 250_000, tzinfo=UTC)
    return Fact(
        event_id=uuid5(NAMESPACE_URL, f"fallbuch:contract:{name}"),
        source=f"urn:fallbuch:weinheim:{owner_of(event.stream())}",
        stream=event.stream(),
        version=1,
        fact_number=7,
        recorded_at=recorded_at,
        effective_on=event.holds_from() or recorded_at.date(),
        meta=Meta("6b1f4f0e-6c0e-4d7a-9b60-0d5b2c1f7a11", "1d0f9e1c-40f0-4a3c-8c58-0f0e6f9a2b22", "RegisterCase"),
        event=event,
    )


BODIES = {name: encode(fact_with(event)) for name, event in EXAMPLES.items()}


def test_every_fact_has_an_example() -> None:
    assert sorted(EXAMPLES) == sorted(EVENTS), (
        "add one example to tests/examples.py, a provider's to tests/examples_provider.py"
    )


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_fact_is_written_as_it_was_published(name: str) -> None:
    file = CONTRACTS / f"{name}.v{EXAMPLES[name].schema_version}.json"
    if not file.exists():
        file.write_bytes(BODIES[name])
        pytest.skip(f"{file.name} was written: commit it")
    assert file.read_bytes() == BODIES[name], WHAT_TO_DO.format(name=name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_was_ever_published_can_still_be_read(file: Path) -> None:
    fact = decode(file.read_bytes())
    assert type(fact.event).__name__ == file.name.partition(".")[0]


def test_no_contract_file_is_without_its_fact() -> None:
    assert {file.name.partition(".")[0] for file in FILES} <= set(EVENTS), "a published fact is never removed"


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_fact_comes_back_from_its_bytes(name: str) -> None:
    fact = fact_with(EXAMPLES[name])
    assert decode(BODIES[name]) == fact
    assert BODIES[name] == rfc8785.dumps(json.loads(BODIES[name]))


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_fact_is_a_cloud_event_for_others_too(name: str) -> None:
    event = JSONFormat().read(CloudEvent, BODIES[name])
    attributes = event.get_attributes()
    assert (event.get_type(), event.get_specversion()) == (name, "1.0")
    assert (attributes["streamversion"], attributes["factnumber"]) == (1, 7)
    assert event.get_data() == EXAMPLES[name].model_dump(mode="json")


KEYS = st.text(st.characters(codec="ascii"), max_size=8)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


@given(VALUES)
def test_our_canonical_json_is_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@given(drawn=st.data())
def test_an_event_is_written_as_pydantic_and_rfc_8785_would(name: str, drawn: st.DataObject) -> None:
    """Whatever its fields say."""
    event = _other(EXAMPLES[name], drawn)
    assert canonical(event) == rfc8785.dumps(event.model_dump(mode="json", warnings=False))


def _other(value: Any, drawn: st.DataObject) -> Any:
    """A value of the same shape."""
    match value:
        case BaseModel():
            return type(value).model_construct(**{name: _other(inner, drawn) for name, inner in value})
        case tuple():
            return tuple(_other(inner, drawn) for inner in value)
        case dict():
            return {name: _other(inner, drawn) for name, inner in value.items()}
    return drawn.draw(next((leaf for kind, leaf in LEAVES.items() if type(value) is kind), st.just(value)))


LEAVES: dict[type, st.SearchStrategy[object]] = {
    str: st.text(max_size=20), int: st.integers(-(2**53) + 1, 2**53 - 1), bool: st.booleans(),
    date: st.dates(), UUID: st.uuids(),
}  # fmt: skip


BAD: list[object] = [None, "", 0, -1, 1.5, True, [], {}, "\ud800", "a\x00b", 2**53, "x" * 300]
ENVELOPE = sorted(set(json.loads(BODIES["CaseRegistered"])) - {"datacontenttype"})


@pytest.mark.parametrize("field", ENVELOPE)
@pytest.mark.parametrize("value", BAD, ids=lambda value: f"{value!a:.20}")
def test_a_damaged_envelope_is_said_to_be_none(field: str, value: object) -> None:
    """Each field damaged in each way: whatever is wrong, hearing learns a reason code and nothing else."""
    damaged = json.loads(BODIES["CaseRegistered"]) | {field: value}
    if field == "data" and value == {}:
        read_envelope(json.dumps(damaged).encode())  # what is in it is looked at later
        with pytest.raises(NotAFact, match="content_does_not_fit"):
            decode(json.dumps(damaged).encode())
        return
    with pytest.raises(NotAFact, match=r"^(envelope_incomplete|float_inside|not_a_cloud_event)$"):
        read_envelope(json.dumps(damaged).encode())


@pytest.mark.parametrize("field", ENVELOPE)
def test_an_envelope_with_a_field_missing_is_none(field: str) -> None:
    damaged = json.loads(BODIES["CaseRegistered"])
    del damaged[field]
    with pytest.raises(NotAFact):
        read_envelope(json.dumps(damaged).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"no json",
        b"\xff\xfe",
        b"[" * 100_000,
        BODIES["CaseRegistered"].decode().encode("utf-16"),
        b"\xef\xbb\xbf" + BODIES["CaseRegistered"],
        BODIES["CaseRegistered"].replace(b'"actor":', b'"actor":"x","actor":'),
        BODIES["CaseRegistered"].replace(b"2018-11-05T08:00:00.250Z", b"9999-12-31T23:59:59.000-14:00"),
        BODIES["CaseRegistered"].replace(b'"factnumber":7', b'"factnumber":NaN'),
        BODIES["CaseRegistered"].replace(b'"factnumber":7', b'"factnumber":7e0'),
        BODIES["CaseRegistered"].replace(b'"house":"sandloch"', b'"house":"\\ud800"'),
        BODIES["CaseRegistered"].replace(b'"house":"sandloch"', b'"house":"' + b"\\u0000" + b'"'),
        BODIES["CaseRegistered"].replace(b'"persons":[', b'"persons":' + b"[" * 900 + b"]" * 899 + b",["),
    ],
    ids=lambda body: f"{body[:12]!r}…{len(body)}",
)
def test_bytes_that_are_no_fact_are_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotAFact):
        decode(body)
