"""What `/openapi.json` says in words: each operation and each field in German and English, each body with an example.

The words stand in `shared/wording`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shared.wording.answers import ANSWERS
from shared.wording.answers.words import SHOWN
from shared.wording.examples import Schema, example
from shared.wording.fields import FIELDS
from shared.wording.operations import OPERATIONS

YEAR: Schema = {"type": ["integer", "string", "null"]}
"""Of a birth, which may be the code `not_stated`."""


def in_two_languages(document: dict[str, Any]) -> None:
    """Put words and examples into an OpenAPI document, wherever it does not say them itself."""
    schemas = document["components"]["schemas"]
    for operation in operations(document):
        name = operation["operationId"]
        operation["summary"] = f"{OPERATIONS.get(name, name)} · {spoken(name)}"
        operation.setdefault("description", "")
        for parameter in operation.get("parameters", []):
            parameter.setdefault("description", said(parameter["name"]))
        for media in operation.get("requestBody", {}).get("content", {}).values():
            operation["description"] = operation["description"] or media["schema"].get("description", "")
            _name_fields(media["schema"])
            if "properties" in media["schema"]:
                media.setdefault("example", example(media["schema"], schemas))
        if name in ANSWERS:
            schema = shown_by(ANSWERS[name])
            _name_fields(schema)
            operation["responses"]["200"]["content"]["application/json"] = {"schema": schema, "example": ANSWERS[name]}
    for schema in schemas.values():
        _name_fields(schema)


def operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of the document."""
    for path in document["paths"].values():
        yield from path.values()


def shown_by(answer: object) -> Schema:
    """The form of an answer, as an example shows it. Anything may be null where there is nothing to say."""
    match answer:
        case dict():
            if "<provider>" in answer:
                return {"type": ["object", "null"], "additionalProperties": shown_by(answer["<provider>"])}
            fields = {name: dict(YEAR) if name == "birth_year" else shown_by(each) for name, each in answer.items()}
            return {"type": ["object", "null"], "properties": fields}
        case list():
            return {"type": ["array", "null"], "items": shown_by(answer[0])}
        case bool():
            return {"type": ["boolean", "null"]}
        case int():
            return {"type": ["integer", "null"]}
        case _:
            return {"type": ["string", "null"]}


def said(field: str) -> str:
    """What a field means, English and German. Empty where nobody wrote it down."""
    words = FIELDS.get(field) or SHOWN.get(field)
    return "{} {}".format(*reversed(words)) if words else ""


def spoken(name: str) -> str:
    """`RegisterCase` as words."""
    words = re.findall(r"[A-Z][a-z0-9]*", name)
    return " ".join([words[0], *(word.lower() for word in words[1:])])


def _name_fields(schema: Schema) -> None:
    for name, field in schema.get("properties", {}).items():
        if words := said(name):
            field.setdefault("description", words)
        _name_fields(field)
        _name_fields(field.get("items", {}))
