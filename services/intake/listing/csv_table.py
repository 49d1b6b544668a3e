"""A CSV file as a table: whichever of the usual encodings and separators it has, and nothing guessed beyond that."""

import codecs
import csv
import io
import re

from services.intake.listing.cells import CHARACTERS_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT, Cell, Line, Unreadable

SEPARATORS = (";", ",", "\t")
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
"""An umlaut in UTF-8. In a file that as a whole is no UTF-8 it shows that two encodings are mixed."""


def read_csv(content: bytes) -> list[Line]:
    """Its rows. Raises `Unreadable`."""
    text = _decoded(content)
    if "\x00" in text:
        raise Unreadable("nul")
    csv.field_size_limit(CHARACTERS_LIMIT)
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 1
    try:
        for row in reader:
            if len(row) > COLUMNS_LIMIT:
                raise Unreadable("columns_limit", str(number))
            if len(lines) > ROWS_LIMIT:
                raise Unreadable("rows_limit")
            lines.append(Line(number, [Cell("text", cell) for cell in row]))
            number = reader.line_num + 1
    except csv.Error as error:
        code = "cell_limit" if "field larger" in str(error) else "quotes"
        raise Unreadable(code, str(reader.line_num)) from None
    return lines


def _decoded(content: bytes) -> str:
    """With a mark of its encoding as that says; else UTF-8, else what Windows writes."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if UTF8_LETTER.search(content):
            raise Unreadable("encoding_mixed") from None
        return _strictly(content, "cp1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _separator(text: str) -> str:
    """The one that the header has most of."""
    header = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    return max(SEPARATORS, key=header.count)
