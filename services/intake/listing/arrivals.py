"""From rows to households: what belongs together, and everything that is at fault, by row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.intake.domain.importing import ArrivedHousehold
from services.intake.listing.cells import Line
from services.intake.listing.columns import COLUMNS, Column, named
from services.intake.listing.faults import FAULTS_LIMIT, Fault
from shared.errors import Unfit
from shared.field_rules import rule_of
from shared.problems import Sentence

DERIVED = ("received_on", "entrusted_on")
"""Fields that take the day of the placement where they say nothing: its fault is not theirs."""
NOBODY = UUID(int=0)
"""In place of the ids, which are given when the whole list is known."""


@dataclass
class Group:
    """The rows of one household, and what they say together."""

    rows: list[int] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    persons: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Arrivals:
    """The households of a list, each with the rows of its persons; and what is at fault. With faults, none is taken."""

    households: list[ArrivedHousehold]
    rows: list[list[int]]
    faults: list[Fault]


def arrivals(lines: Sequence[Line], take_over: bool) -> Arrivals:
    """Read the rows of a table. With `take_over` each household says which provider has it, without none may."""
    filled = [line for line in lines if not line.is_blank()]
    if not filled:
        return Arrivals([], [], [Fault(0, "", "empty", Sentence("The file is empty."))])
    columns, faults = _columns(filled[0], take_over)
    if len(filled) == 1 and not faults:
        faults = [Fault(0, "", "no_rows", Sentence("The list has a header and nobody in it."))]
    if faults:
        return Arrivals([], [], faults[:FAULTS_LIMIT])
    groups: dict[str, Group] = {}
    for line in filled[1:]:
        faults += _read(line, columns, groups)
    households, rows = [], []
    for group in groups.values():
        household = _household(group, take_over, faults)
        if household is not None:
            households.append(household)
            rows.append(group.rows)
    return Arrivals(households, rows, sorted(faults, key=lambda fault: fault.row)[:FAULTS_LIMIT])


def _columns(header: Line, take_over: bool) -> tuple[list[Column | None], list[Fault]]:
    """Which column stands where, in whatever order. None for a blank heading over nothing."""
    columns = [named(cell.text) for cell in header.cells]
    faults: list[Fault] = []
    known = ", ".join(column.names[0] for column in COLUMNS)
    for place, (cell, column) in enumerate(zip(header.cells, columns, strict=True), start=1):
        if column is None and not cell.is_blank():
            why = Sentence("there is a column that is not known here; known are: {known}", {"known": known})
            faults.append(Fault(header.number, str(place), "unknown_column", why))
    found = [column.field for column in columns if column is not None]
    for column in COLUMNS:
        needed = column.needed or (take_over and column.field == "provider")
        if found.count(column.field) > 1:
            faults.append(Fault(header.number, column.field, "column_twice", Sentence("there is this column twice")))
        if needed and column.field not in found:
            faults.append(Fault(header.number, column.field, "column_missing", Sentence("this column is missing")))
        if column.of == "taken_over" and column.field in found and not take_over:
            why = Sentence("only a list that is taken over says which provider has a household")
            faults.append(Fault(header.number, column.field, "take_over", why))
    return columns, faults


def _read(line: Line, columns: Sequence[Column | None], groups: dict[str, Group]) -> Iterator[Fault]:
    """One row, which is one person. What it says of its household must be what the rows before said."""
    values: dict[str, Any] = {}
    for place, cell in enumerate(line.cells):
        column = columns[place] if place < len(columns) else None
        if cell.is_blank():
            continue
        if column is None:
            why = Sentence("a value stands beside the columns of the list")
            yield Fault(line.number, str(place + 1), "beside", why)
            continue
        try:
            values[column.field] = column.value(cell)
        except Unfit as unfit:
            yield Fault(line.number, column.field, unfit.code, Sentence(str(unfit)))
            values[column.field] = None
    if "household" not in values:
        yield Fault(line.number, "household", "missing", Sentence("is missing"))
    if values.get("household") is None:
        return
    group = groups.setdefault(values.pop("household"), Group())
    group.rows.append(line.number)
    fields = {column.field: column.of for column in COLUMNS}
    group.persons.append({name: value for name, value in values.items() if fields[name] == "person"})
    for name, value in values.items():
        if fields[name] != "person" and group.values.setdefault(name, value) != value:
            why = Sentence("says otherwise than another row of this household")
            yield Fault(line.number, name, "differs", why)


def _household(group: Group, take_over: bool, faults: list[Fault]) -> ArrivedHousehold | None:
    """By the rules of a registration at the desk. None if it breaks one: then the faults say which."""
    first = group.rows[0]
    said = {name: value for name, value in group.values.items() if value is not None}
    taken_over = {name: said.pop(name) for name in ("provider", "entrusted_on") if name in said}
    if take_over and taken_over.get("provider", "not_stated") == "not_stated" and "provider" not in _faulty(group):
        faults.append(Fault(first, "provider", "missing", Sentence("is missing")))
        return None
    if taken_over:
        said["taken_over"] = {"entrusted_on": said.get("placed_on"), **taken_over}
    said |= {"case_id": NOBODY, "received_on": said.get("received_on") or said.get("placed_on")}
    persons = [{"person_id": NOBODY, **person} for person in group.persons]
    try:
        return ArrivedHousehold.model_validate({**said, "persons": _tuples(persons)})
    except ValidationError as error:
        told = {(fault.row, fault.column) for fault in faults}
        for each in error.errors(include_input=False, include_url=False):
            found = _fault(each, group)
            follows = found.column in DERIVED and found.column not in group.values
            if not follows and found.rule != "too_few" and (found.row, found.column) not in told:
                told.add((found.row, found.column))
                faults.append(found)
        return None


def _faulty(group: Group) -> set[str]:
    """Fields of the household whose cell could not be read: that was told already."""
    return {name for name, value in group.values.items() if value is None}


def _fault(error: Mapping[str, Any], group: Group) -> Fault:
    place = [str(part) for part in error["loc"]]
    row = group.rows[int(place[1])] if place[0] == "persons" and len(place) > 1 else group.rows[0]
    names = [part for part in place if not part.isdigit() and part not in ("persons", "taken_over")]
    rule, sentence = rule_of(error)
    fields = {column.field for column in COLUMNS}
    return Fault(row, next((name for name in names if name in fields), ""), rule, sentence)


def _tuples(persons: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """As a strict model takes them."""
    return tuple({name: _tuple(value) for name, value in each.items() if value is not None} for each in persons)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
