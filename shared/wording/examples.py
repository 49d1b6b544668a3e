"""An example for each body, put together from its schema: always one that is understood, whatever a rule says of it."""

from collections.abc import Mapping
from typing import Any

from shared.ids import wire_id

Schema = dict[str, Any]
DAY, LATER = "2026-03-02", "2026-08-31"
WORDS = {
    "house": "example-house", "language": "ar", "nationality": "SY", "office": "jobcenter",
    "note": "Möchte in die Pflege.", "given_name": "Amal", "family_name": "Haddad",
    "reason": "Dort spricht jemand Tigrinya.", "payee": "drk",
    "rule_version": "example-1", "name": "Haus am Markt", "notice_ref": "WH-2018-1", "payment_ref": "WH-Z-1",
    "receipt_ref": "B-0001", "kept_in": "ordner-3", "dwelling": "2. OG links", "file_reference": "AZ 50.1",
    "contact_details": "06201 000000", "birth_date": "1988-05-04", "as_of": DAY, "known_on": DAY, "period": DAY,
}  # fmt: skip
"""Texts as somebody would write them."""
NUMBERS = {
    "cents": 250_000, "cap_cents": 29_400_000, "fte_hundredths": 100, "degree": 6_400_000, "vocational": 5_100_000,
    "shares": 100, "green_up_to": 60, "amber_up_to": 80, "ceiling": 100, "stale_after_days": 90,
}  # fmt: skip
KINDS = {"to": "case"}
"""Whose ids these are, where the field's name does not say it."""


def example(schema: Schema, schemas: Mapping[str, Schema], field: str = "") -> Any:
    """A value that the schema understands; for a field that is known by name, one as in the stories."""
    schema = _resolved(schema, schemas)
    for given in ("example", "const", "default"):
        if schema.get(given) not in (None, "not_stated", [], {}):
            return schema[given]
    if "enum" in schema:
        return next((code for code in schema["enum"] if code != "not_stated"), schema["enum"][0])
    if "anyOf" in schema:
        some = [each for each in schema["anyOf"] if each.get("type") != "null" and each.get("const") != "not_stated"]
        return example({**some[0], **{k: v for k, v in schema.items() if k == "title"}}, schemas, field)
    match schema.get("type"):
        case "object" if "properties" in schema:
            return {name: example(each, schemas, name) for name, each in schema["properties"].items()}
        case "object":
            (within,) = schema.get("patternProperties", {"": schema.get("additionalProperties")}).values()
            return {_key(field): example(within, schemas, field)}
        case "array":
            return [example(schema["items"], schemas, field.removesuffix("s"))]
        case "integer":
            return _number(schema, field)
        case "boolean":
            return True
        case _:
            return _text(schema, field)


def _resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """With what it refers to, and without the wrapper around one reference."""
    if len(schema.get("allOf", [])) == 1:
        schema = {**schema["allOf"][0], **{key: value for key, value in schema.items() if key != "allOf"}}
    if "$ref" in schema:
        there = schemas[schema["$ref"].rpartition("/")[2]]
        return {**there, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def _number(schema: Schema, field: str) -> int:
    wished = NUMBERS.get(field, 1)
    if "year" in field:
        wished = 1988 if "birth" in field else 2026
    return int(max(schema.get("minimum", schema.get("exclusiveMinimum", wished - 1) + 1), wished))


def _text(schema: Schema, field: str) -> str:
    if field in WORDS:
        return WORDS[field]
    if schema.get("format") == "uuid":
        return str(wire_id(KINDS.get(field, field.removesuffix("_id").removesuffix("_ref")), "example"))
    if schema.get("format") == "date" or field.endswith("_on"):
        return LATER if field in ("ends_on", "until_on", "review_on", "due_on") or "until" in field else DAY
    return "drk"


def _key(field: str) -> str:
    return {"houses": WORDS["house"], "to": str(wire_id("staff", "example"))}.get(field, "drk")
