"""Tables as CSV: RFC 4180 in UTF-8 for programs, and the dialect that a German Excel opens with a double click."""

import csv
import io
from datetime import date
from typing import Literal

from shared.cli.documents.sheets import Cell, Kind, Table, decimal, inert, said

Dialect = Literal["plain", "excel"]


def as_csv(table: Table, dialect: Dialect) -> bytes:
    """`plain`: comma, ISO days, whole cents. `excel`: semicolon, decimal comma, with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if dialect == "plain" else ";", lineterminator="\r\n")
    writer.writerow([_heading(column.heading, column.kind, dialect) for column in table.columns])
    for row in table.lines:
        writer.writerow([_put(cell, column.kind, dialect) for cell, column in zip(row, table.columns, strict=True)])
    return text.getvalue().encode("utf-8" if dialect == "plain" else "utf-8-sig")


def _heading(heading: str, kind: Kind, dialect: Dialect) -> str:
    unit = {"plain": " (Cent)", "excel": " (Euro)"}[dialect] if kind == "cents" else ""
    return heading + unit


def _put(cell: Cell, kind: Kind, dialect: Dialect) -> str:
    match cell:
        case None:
            return ""
        case str():
            return inert(cell)
        case date():
            return cell.isoformat() if dialect == "plain" else said(cell, kind)
        case _:
            return decimal(cell) if kind == "cents" and dialect == "excel" else str(cell)
