"""Tables as one ODS workbook, for offices that work with LibreOffice. Amounts are decimal numbers."""

import io
import zipfile
from datetime import date
from decimal import Decimal

from odfdo import Cell as OdsCell
from odfdo import Document as OdsDocument
from odfdo import Row
from odfdo import Table as OdsTable

from shared.cli.documents.sheets import MADE_AT, Cell, Column, Document, Table, said


def as_ods(document: Document) -> bytes:
    """The first sheet says what it is about."""
    book = OdsDocument("spreadsheet")
    book.body.clear()
    book.meta.title = document.title
    book.meta.set_language("de-DE")
    book.meta.set_creation_date(MADE_AT)
    book.body.append(_front(document))
    for table in document.tables:
        book.body.append(_sheet(table))
    file = io.BytesIO()
    book.save(file)
    return _undated(file)


def _undated(file: io.BytesIO) -> bytes:
    """The same archive without the time at which it was packed: the same figures give the same file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(packed, "w") as after:
        for part in before.infolist():
            fixed = zipfile.ZipInfo(part.filename, MADE_AT.timetuple()[:6])
            after.writestr(fixed, before.read(part), part.compress_type)
    return packed.getvalue()


def _front(document: Document) -> OdsTable:
    sheet = OdsTable("Deckblatt")
    for line in [(document.title, ""), *document.front]:
        sheet.append_row(_row([OdsCell(text) for text in line]))
    return sheet


def _sheet(table: Table) -> OdsTable:
    sheet = OdsTable(table.name)
    sheet.append_row(_row([OdsCell(column.heading) for column in table.columns]))
    for row in table.lines:
        sheet.append_row(_row([_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)]))
    return sheet


def _row(cells: list[OdsCell]) -> Row:
    row = Row()
    for cell in cells:
        row.append_cell(cell)
    return row


def _cell(cell: Cell, column: Column) -> OdsCell:
    match cell:
        case None:
            return OdsCell("")
        case str():
            return OdsCell(cell)
        case date():
            return OdsCell(cell, text=said(cell, column.kind), cell_type="date")
        case _ if column.kind == "cents":
            return OdsCell(Decimal(cell) / 100, text=said(cell, column.kind), cell_type="float")
        case _:
            return OdsCell(cell)
