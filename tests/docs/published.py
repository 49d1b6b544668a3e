"""What other people's programs read: a JSON Schema for each fact and version, and the AsyncAPI document of a provider.

`python -m tests.docs.published` writes them anew, with the two tables of docs/provider.md. A test holds them current.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from shared.event import Event
from shared.events.catalogue import EVENTS
from tests.docs.pages import ROOT
from tests.examples import EXAMPLES
from tests.given import owner_of

CONTRACTS = ROOT / "tests" / "contracts"
SCHEMAS = ROOT / "docs" / "schemas"
ASYNCAPI = ROOT / "docs" / "asyncapi.json"
PAGE = ROOT / "docs" / "provider.md"
DRAFT = "https://json-schema.org/draft/2020-12/schema"

TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
NUMBER = {"type": "integer", "minimum": 1}
ENVELOPE: dict[str, Any] = {
    "$schema": DRAFT,
    "$id": "urn:fallbuch:schema:envelope:1",
    "title": "Envelope",
    "description": "A fact as it is stored, hashed and sent: one CloudEvent 1.0, in the canonical bytes of RFC 8785.",
    "type": "object",
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": TEXT | {"pattern": "^urn:fallbuch:[^:]+:[^:]+$"},
        "type": TEXT,
        "dataschema": TEXT | {"pattern": "^urn:fallbuch:schema:[A-Za-z]+:[1-9][0-9]*$"},
        "datacontenttype": {"const": "application/json"},
        "subject": TEXT | {"description": "the stream, and the key of the Kafka record"},
        "time": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"},
        "effectiveon": {"type": "string", "format": "date"},
        "streamversion": NUMBER | {"description": "1, 2, 3 … within the stream"},
        "factnumber": NUMBER | {"description": "1, 2, 3 … within the source"},
        "actor": TEXT,
        "correlationid": TEXT,
        "causationid": TEXT,
        "data": {"type": "object"},
    },
}
ENVELOPE["required"] = sorted(ENVELOPE["properties"])


def versions() -> Iterator[tuple[str, int]]:
    """Every fact and version that was ever published, as its example in tests/contracts has it."""
    for file in sorted(CONTRACTS.glob("*.json")):
        name, version = file.name.removesuffix(".json").split(".v")
        yield name, int(version)


def example(name: str, version: int) -> dict[str, Any]:
    """The published bytes, read."""
    found: dict[str, Any] = json.loads((CONTRACTS / f"{name}.v{version}.json").read_text())
    return found


def schema(name: str, version: int) -> dict[str, Any]:
    """What `data` holds. An older version lacks the fields that were added since."""
    kind = EVENTS[name]
    found: dict[str, Any] = _without_titles(kind.model_json_schema())
    if version < kind.schema_version:
        known = example(name, version)["data"]
        found["properties"] = {field: each for field, each in found["properties"].items() if field in known}
    head = {"$schema": DRAFT, "$id": f"urn:fallbuch:schema:{name}:{version}", "title": name}
    return head | found


def _without_titles(value: Any) -> Any:
    """Without the fields' names in other words."""
    if isinstance(value, dict):
        return {key: _without_titles(inner) for key, inner in value.items() if not (key == "title" and _is_text(inner))}
    return [_without_titles(inner) for inner in value] if isinstance(value, list) else value


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def told() -> dict[str, type[Event]]:
    """The facts that a provider is told."""
    return {name: kind for name, kind in EVENTS.items() if EXAMPLES[name].stream().startswith("told-")}


def own() -> dict[str, type[Event]]:
    """The facts that a provider records."""
    return {name: kind for name, kind in EVENTS.items() if owner_of(EXAMPLES[name].stream()) == "provider-drk"}


def asyncapi() -> dict[str, Any]:
    """The two topics of a provider, and the one on which everybody states roots."""
    title = "Fallbuch: the topics of a provider"
    text = "Generated from the classes of the facts. The rules of hearing and telling stand in docs/provider.md."
    provider = {"description": "id of the provider, as drk"}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": title, "version": "1", "description": text, "license": {"name": "EUPL-1.2"}},
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            "told": _channel("provider.{provider}.in.v1", "What the provider is told.", told(), provider),
            "facts": _channel("provider.{provider}.facts.v1", "What the provider records.", own(), provider),
            "roots": {
                "address": "audit.checkpoints.v1",
                "description": "Each source states the root over all its facts so far; the key is the origin.",
                "messages": {"Root": {"$ref": "#/components/messages/Root"}},
            },
        },
        "operations": {
            "hear": {"action": "receive", "channel": {"$ref": "#/channels/told"}},
            "record": {"action": "send", "channel": {"$ref": "#/channels/facts"}},
            "stateRoot": {"action": "send", "channel": {"$ref": "#/channels/roots"}},
        },
        "components": {"messages": {**{name: _message(name) for name in (told() | own())}, "Root": _root()}},
    }


def _channel(address: str, text: str, facts: Mapping[str, object], provider: dict[str, str]) -> dict[str, Any]:
    return {
        "address": address,
        "description": f"{text} One partition, kept for ever, never compacted.",
        "parameters": {"provider": provider},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in facts},
    }


def _message(name: str) -> dict[str, Any]:
    kind = EVENTS[name]
    version = kind.schema_version
    is_this = {
        "type": {"const": name},
        "dataschema": {"const": f"urn:fallbuch:schema:{name}:{version}"},
        "data": {"$ref": f"./schemas/{name}.v{version}.json"},
    }
    return {
        "name": name,
        "title": name,
        "summary": first_sentence(kind),
        "description": " ".join((kind.__doc__ or "").split()),
        "contentType": "application/cloudevents+json",
        "payload": {"allOf": [{"$ref": "./schemas/envelope.json"}, {"type": "object", "properties": is_this}]},
        "bindings": {"kafka": {"key": {"type": "string", "description": "the stream, as in `subject`"}}},
        "examples": [{"name": name, "payload": example(name, version)}],
    }


def _root() -> dict[str, Any]:
    note = "urn:fallbuch:weinheim:provider-drk\n7\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n"
    return {
        "name": "Root",
        "title": "Root",
        "summary": "C2SP checkpoint text: origin, number of facts, root of the RFC 6962 tree in base64, a line each.",
        "contentType": "text/plain",
        "payload": {"type": "string", "pattern": "^urn:fallbuch:[^\n]+\n[1-9][0-9]*\n[A-Za-z0-9+/]{43}=\n$"},
        "bindings": {"kafka": {"key": {"type": "string", "description": "the origin"}}},
        "examples": [{"name": "Root", "payload": note}],
    }


def first_sentence(kind: type[Event]) -> str:
    """What the fact states, in short."""
    return re.split(r"(?<=[.:]) (?=[A-Z`])", " ".join((kind.__doc__ or "").split()))[0]


def rows(facts: Mapping[str, type[Event]]) -> str:
    """A table: the fact, what it states, its schema, its example, and the field that is its effective day."""
    lines = ["| Fact | States | Holds from | Schema | Example |", "|---|---|---|---|---|"]
    for name, kind in facts.items():
        file = f"{name}.v{kind.schema_version}.json"
        day = f"`{kind.effective_field}`" if kind.effective_field else "the day it is recorded"
        links = f"[schema](schemas/{file}) | [example](../tests/contracts/{file})"
        lines.append(f"| `{name}` | {first_sentence(kind)} | {day} | {links} |")
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with its two tables as they must be."""
    for mark, facts in (("told", told()), ("own", own())):
        begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
        before, after = text.partition(begin)[0], text.partition(end)[2]
        text = f"{before}{begin}\n{rows(facts)}\n{end}{after}"
    return text


def documents() -> dict[str, str]:
    """Every generated file, by its path in the project."""
    files = {f"docs/schemas/{name}.v{version}.json": schema(name, version) for name, version in versions()}
    files |= {"docs/schemas/envelope.json": ENVELOPE, "docs/asyncapi.json": asyncapi()}
    written = {path: json.dumps(document, indent=1, ensure_ascii=False) + "\n" for path, document in files.items()}
    return written | {"docs/provider.md": page(PAGE.read_text())}


def main() -> None:
    """Write what must be there, take away what must not."""
    SCHEMAS.mkdir(exist_ok=True)
    wanted = documents()
    for file in SCHEMAS.glob("*.json"):
        if f"docs/schemas/{file.name}" not in wanted:
            file.unlink()
    for path, text in wanted.items():
        (ROOT / path).write_text(text)


if __name__ == "__main__":
    main()
