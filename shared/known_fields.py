"""Which fields a command knows, in all and at one place. These names are ours: they may be said to anybody."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel


@cache
def names_of(kind: type[BaseModel]) -> frozenset[str]:
    """Names of all fields of a command, also of those within its parts."""
    schema = _schema_of(kind)
    objects = [schema, *schema.get("$defs", {}).values()]
    return frozenset(name for each in objects for name in each.get("properties", {}))


def names_at(kind: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """Names of the fields that are known at a place of its body, as `("persons", 0)`, in their order."""
    schema = _schema_of(kind)
    nodes = [schema]
    for part in place:
        below = [inner for node in nodes for inner in _below(node, part, schema)]
        nodes = below or nodes  # a branch of a union is no step
    return list(dict.fromkeys(name for node in nodes for name in node.get("properties", {})))


@cache
def _schema_of(kind: type[BaseModel]) -> Mapping[str, Any]:
    return kind.model_json_schema()


def _below(node: Mapping[str, Any], part: str | int, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What may stand under a key or a number of a node, every branch of a union by itself."""
    key = "items" if isinstance(part, int) else "additionalProperties"
    inner = node.get("properties", {}).get(part, node.get(key))
    for each in inner.get("anyOf", [inner]) if isinstance(inner, dict) else ():
        yield schema["$defs"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each
