"""Tables as one XLSX workbook, a sheet each. Amounts are numbers with two decimals, as a spreadsheet adds them up."""

import io
from datetime import date
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shared.cli.documents.sheets import MADE_AT, Cell, Document, Table

WIDTHS = {"text": 24, "cents": 16, "day": 12, "count": 10}
FORMATS = {"text": "@", "cents": "#,##0.00", "day": "dd.mm.yyyy", "count": "0"}


def as_xlsx(document: Document) -> bytes:
    """The first sheet says what it is about."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": document.title, "created": MADE_AT})
        bold = book.add_format({"bold": True})
        first = book.add_worksheet("Deckblatt")
        first.set_column(0, 1, 40)
        first.write_string(0, 0, document.title, bold)
        for row, (label, value) in enumerate(document.front, start=2):
            first.write_string(row, 0, label)
            first.write_string(row, 1, value)
        for table in document.tables:
            _sheet(book, table, bold)
    return file.getvalue()


def _sheet(book: xlsxwriter.Workbook, table: Table, bold: Format) -> None:
    sheet = book.add_worksheet(table.name)
    formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
    strong = {kind: book.add_format({"num_format": text, "bold": True, "top": 1}) for kind, text in FORMATS.items()}
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, WIDTHS[column.kind])
        sheet.write_string(0, number, column.heading, bold)
    rows = [(row, formats) for row in table.rows] + ([(table.total, strong)] if table.total else [])
    for line, (row, looks) in enumerate(rows, start=1):
        for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _put(sheet, line, number, cell, looks[column.kind], money=column.kind == "cents")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _put(sheet: Worksheet, line: int, number: int, cell: Cell, look: Format, *, money: bool) -> None:
    match cell:
        case None:
            sheet.write_blank(line, number, None, look)
        case str():
            sheet.write_string(line, number, cell, look)
        case date():
            sheet.write_datetime(line, number, cell, look)
        case _:
            sheet.write_number(line, number, Decimal(cell) / 100 if money else cell, look)
