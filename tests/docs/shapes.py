"""`a, rows: [{b}], by: {<key>: {c}}`: how the contracts write what an answer holds, and whether it does."""

from collections.abc import Iterator, Mapping
from typing import Any

Shape = dict[str, Any]


def shape_of(text: str) -> Shape:
    """Names at this level with what is inside; a name in `<>` stands for every key."""
    found: Shape = {}
    for part in _split(text):
        name, _, inner = part.partition(": ")
        within = inner.strip("[]")
        found[name] = shape_of(within[1:-1]) if within.startswith("{") else {}
    return found


def missing(shape: Shape, document: Any, place: str = "") -> str | None:
    """The first field that the document does not have, None if it has all."""
    if isinstance(document, list):
        return next((gap for row in document if (gap := missing(shape, row, place))), None)
    for name, inner in shape.items():
        if not isinstance(document, Mapping):
            return f"{place}{name}"
        values = list(document.values()) if name.startswith("<") else [document.get(name)]
        if not name.startswith("<") and name not in document:
            return f"{place}{name}"
        for value in values:
            if inner and (gap := missing(inner, value, f"{place}{name}.")):
                return gap
    return None


def places(answer: object, at: str = "") -> Iterator[str]:
    """Every field with the way to it; what stands by provider is one field."""
    if isinstance(answer, list):
        for row in answer:
            yield from places(row, at)
    elif isinstance(answer, dict):
        for name, inner in answer.items():
            way = f"{at}.<>" if at.rpartition(".")[2] in ("prices", "planned", "places") else f"{at}.{name}"
            yield way
            yield from places(inner, way)


def _split(text: str) -> list[str]:
    """At commas that are in no brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "{[") - (character in "}]")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]
