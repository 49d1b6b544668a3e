"""Whether an answer holds what a story says it gives, and if not, where they part first.

Given fields must be there with their values; other fields may be there too. A given row must be held by some row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from shared.cli.wire import kind_of
from shared.ids import wire_id


@dataclass(frozen=True, slots=True)
class Gap:
    """The first place where the answer is another. `agreed`: how many fields did before it."""

    place: str
    expected: str
    found: str
    agreed: int = 0

    def __str__(self) -> str:
        return f"{self.place or 'the answer'}: expected {self.expected}, found {self.found}"


def first_gap(given: Any, found: Any, place: str = "") -> Gap | None:
    """Where `found` does not hold `given`; none if it does."""
    match given:
        case Mapping():
            return _gap_in_fields(given, found, place)
        case list():
            return _gap_in_rows(given, found, place)
        case _:
            return None if _same(given, found, place.rpartition(".")[2]) else Gap(place, _short(given), _short(found))


def _gap_in_fields(given: Mapping[str, Any], found: Any, place: str) -> Gap | None:
    if not isinstance(found, Mapping):
        return Gap(place, _short(given), _short(found))
    for agreed, (name, value) in enumerate(given.items()):
        inside = f"{place}.{name}" if place else name
        if name not in found:
            return Gap(inside, _short(value), "no such field", agreed)
        gap = first_gap(value, found[name], inside)
        if gap:
            return Gap(gap.place, gap.expected, gap.found, agreed + gap.agreed)
    return None


def _gap_in_rows(given: list[Any], found: Any, place: str) -> Gap | None:
    """The first given row that no row holds, told against the row that comes closest."""
    if not isinstance(found, list):
        return Gap(place, _short(given), _short(found))
    for row in given:
        gaps = [first_gap(row, other, place) for other in found]
        if None in gaps:
            continue
        closest = max((gap for gap in gaps if gap), key=lambda gap: gap.agreed, default=None)
        if closest and closest.agreed:
            return Gap(f"{closest.place} of the row {_short(row)}", closest.expected, closest.found)
        return Gap(place, f"a row {_short(row)}", f"none among {len(found)}")
    return None


def _same(given: Any, found: Any, field: str) -> bool:
    """Equal, however it was written: days quoted or not, ratios as text or number, ids as slugs or UUIDs."""
    if isinstance(given, date):
        given = given.isoformat()
    if isinstance(given, bool) or isinstance(found, bool):
        return given is found
    if isinstance(given, int | float) and isinstance(found, str | int | float):
        return _number(given) == _number(found)
    if given == found:
        return True
    kind = kind_of(field)
    return bool(kind) and isinstance(given, str) and isinstance(found, str) and _wire(kind, given) == found


def _number(value: str | float) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _wire(kind: str | None, text: str) -> str | None:
    try:
        return str(wire_id(kind or "", text))
    except ValueError:
        return None


def _short(value: Any) -> str:
    """A value as a story would write it, cut where it is long."""
    match value:
        case Mapping():
            text = "{" + ", ".join(f"{name}: {_short(inner)}" for name, inner in value.items()) + "}"
        case list():
            text = "[" + ", ".join(_short(inner) for inner in value) + "]"
        case None | bool():
            text = {None: "null", True: "true", False: "false"}[value]
        case _:
            text = str(value)
    return text if len(text) <= 300 else text[:297] + "..."
