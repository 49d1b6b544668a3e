"""What a document says, whatever kind of file it becomes: a title, a head of facts, and tables of typed cells.

Money is integer cents until a writer puts it down; no writer computes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

Kind = Literal["text", "cents", "day", "count"]
Cell = str | int | date | None
MADE_AT = datetime(1980, 1, 1, tzinfo=UTC)
"""What a workbook says of its making: the same figures give the same file."""


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` is German; cells of a column are all of one kind."""

    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """`name`: short, unique, fit for a sheet or a file. `total`: the last row. `nothing`: what is said without rows."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    note: str = ""
    nothing: str = "Keine Einträge."

    @property
    def lines(self) -> list[Sequence[Cell]]:
        """All rows, and the total if there is one."""
        return [*self.rows, *([self.total] if self.total else [])]


@dataclass(frozen=True, slots=True)
class Document:
    """`head`: what it is about, as label and value. `paragraphs`: text parts, each with its heading."""

    title: str
    head: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    paragraphs: Sequence[tuple[str, str]] = ()
    stand: str = ""
    """By which facts it was computed, at the foot of each page."""

    @property
    def front(self) -> list[tuple[str, str]]:
        """What stands on the first sheet of a workbook, below the title."""
        return [*self.head, *self.paragraphs, ("Stand", self.stand)]


def said(cell: Cell, kind: Kind) -> str:
    """As a German reader writes it."""
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d.%m.%Y}"
        case int() if kind == "cents":
            return decimal(cell, ".")
        case _:
            return str(cell)


def decimal(cents: int, thousands: str = "") -> str:
    """Euros with comma and two decimals."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,},{rest:02d}".replace(",", thousands, f"{whole:,}".count(","))


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula (bad input 93)."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
