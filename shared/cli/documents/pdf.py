"""Documents as PDF/A-2a and PDF/UA-1, set by typst: for archives (ISO 19005-2) and for screen readers (ISO 14289-1).

Values go to the template as data; it puts down texts and computes nothing.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from shared.cli.documents.sheets import Cell, Document, Table, said

TEMPLATE = Path(__file__).with_name("official.typ")
SIDES = {"text": "left", "day": "left", "cents": "right", "count": "right"}


def as_pdf(document: Document) -> bytes:
    """The same document gives the same bytes."""
    data = {
        "title": document.title,
        "head": [list(each) for each in document.head],
        "paragraphs": [list(each) for each in document.paragraphs],
        "stand": document.stand,
        "tables": [_table(table) for table in document.tables],
    }
    return typst.compile(
        TEMPLATE.read_bytes(), format="pdf", pdf_standards=["a-2a", "ua-1"], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=0,
    )  # fmt: skip


def _table(table: Table) -> dict[str, object]:
    def texts(row: Sequence[Cell]) -> list[str]:
        return [said(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]

    return {
        "title": table.title,
        "headings": [column.heading for column in table.columns],
        "sides": [SIDES[column.kind] for column in table.columns],
        "rows": [texts(row) for row in table.rows],
        "total": texts(table.total) if table.total else [],
        "note": table.note,
        "nothing": table.nothing,
    }
