"""An XLSX workbook as a table. Before a library reads it, it is looked at as what it is: a ZIP archive of XML parts.

What could hide something or mean two things is refused, with its place: formulas, merged cells, hidden rows, a second
sheet, links to elsewhere. The library gets a new archive with the checked parts alone.
"""

import io
import re
import zipfile
import zlib
from datetime import date, datetime
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineWorkbook

from services.intake.listing.cells import CHARACTERS_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT, Cell, Line, Unreadable

UNPACKED_LIMIT, RATIO_LIMIT, ENTRIES_LIMIT = 50 * 1024 * 1024, 100, 20
SMALL_ENTRY = 64 * 1024
"""Up to here XML without content may be packed as tightly as it likes."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET = re.compile(r"xl/worksheets/[A-Za-z0-9_]+\.xml")
NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/sharedStrings\.xml|xl/styles\.xml|xl/worksheets/[A-Za-z0-9_]+\.xml"
)
FORBIDDEN = (("vbaProject", "macros"), ("externalLinks/", "external_links"), ("embeddings/", "embedded"))


def read_xlsx(content: bytes) -> list[Line]:
    """Its rows. Raises `Unreadable`."""
    parts = _unpacked(content)
    if WORKBOOK.encode() not in parts.get("[Content_Types].xml", b""):
        raise Unreadable("not_xlsx")
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            _look(name, part)
    try:
        workbook = CalamineWorkbook.from_filelike(_packed_again(parts))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OverflowError, IndexError):
        raise Unreadable("not_xlsx") from None
    return [Line(number, [_cell(value) for value in row]) for number, row in enumerate(rows, start=1)]


def _unpacked(content: bytes) -> dict[str, bytes]:
    """All parts by name, unpacked under limits, whatever the archive says of their sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES_LIMIT:
                raise Unreadable("entries_limit")
            parts: dict[str, bytes] = {}
            left = UNPACKED_LIMIT
            for entry in entries:
                _check_entry(entry, parts)
                with archive.open(entry) as packed:
                    part = packed.read(left + 1)
                left -= len(part)
                if left < 0 or len(part) > max(SMALL_ENTRY, RATIO_LIMIT * entry.compress_size):
                    raise Unreadable("unpacked_limit")
                parts[entry.filename] = part
            return parts
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise Unreadable("not_xlsx") from None


def _check_entry(entry: zipfile.ZipInfo, known: dict[str, bytes]) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise Unreadable("encrypted")
    if name.startswith("/") or ".." in name or "\\" in name or name in known:
        raise Unreadable("not_xlsx")
    for part, code in FORBIDDEN:
        if part in name:
            raise Unreadable(code)
    if name.endswith((".zip", ".xlsx", ".xlsm")):
        raise Unreadable("embedded")


def _packed_again(parts: dict[str, bytes]) -> io.BytesIO:
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            if NEEDED.fullmatch(name):
                archive.writestr(name, part)
    clean.seek(0)
    return clean


def _look(name: str, part: bytes) -> None:
    """Read the XML of one part without believing it anything. Raises `Unreadable` for what must not be in it."""
    look: ContentHandler = ContentHandler()
    if SHEET.fullmatch(name):
        look = SheetLook()
    elif name == "xl/workbook.xml":
        look = WorkbookLook()
    try:
        defusedxml.sax.parseString(part, look, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable("entities") from None
    except (ValueError, LookupError, OSError) as error:
        raise Unreadable("not_xlsx") from error
    except Exception as error:  # the parser's own, whose class is no common one
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("not_xlsx") from None


class WorkbookLook(ContentHandler):
    """One sheet, and it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets = 0

    def startElement(self, name: str, attributes: AttributesImpl) -> None:
        if name.rpartition(":")[2] == "sheet":
            self.sheets += 1
            if attributes.get("state", "visible") != "visible":
                raise Unreadable("hidden")
            if self.sheets > 1:
                raise Unreadable("sheets")


class SheetLook(ContentHandler):
    """Cells within the limits that say what they show."""

    def startElement(self, name: str, attributes: AttributesImpl) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._row(attributes)
            case "c":
                _within_limits(attributes.get("r", ""))
                self._at = attributes.get("r", "")
                if attributes.get("t") == "e":
                    raise Unreadable("error_value", self._at)
            case "f":
                raise Unreadable("formula", getattr(self, "_at", ""))
            case "mergeCell":
                raise Unreadable("merged", attributes.get("ref", "").partition(":")[0])
            case "col" if attributes.get("hidden") in ("1", "true"):
                raise Unreadable("hidden")
            case "dimension":
                _within_limits(attributes.get("ref", "").rpartition(":")[2])

    def _row(self, attributes: AttributesImpl) -> None:
        number = attributes.get("r", "")
        if not number.isdecimal() or int(number) > ROWS_LIMIT + 1:
            raise Unreadable("rows_limit")
        if attributes.get("hidden") in ("1", "true"):
            raise Unreadable("hidden", number)


def _within_limits(place: str) -> None:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", place)
    if found is None:
        raise Unreadable("not_xlsx")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > COLUMNS_LIMIT:
        raise Unreadable("columns_limit", place)
    if int(found[2]) > ROWS_LIMIT + 1:
        raise Unreadable("rows_limit")


def _cell(value: object) -> Cell:
    """A whole number is written as one; what is a number and not whole is no answer to anything here."""
    match value:
        case str():
            if len(value) > CHARACTERS_LIMIT:
                raise Unreadable("cell_limit")
            return Cell("text", value)
        case datetime():
            whole_day = value.time().isoformat() == "00:00:00"
            return Cell("day", value.date().isoformat()) if whole_day else Cell("other", value.isoformat())
        case date():
            return Cell("day", value.isoformat())
        case bool():
            return Cell("other", str(value))
        case int() | float():
            whole = float(value).is_integer() and abs(value) < 1e15
            return Cell("number", str(int(value)) if whole else repr(value))
        case _:
            return Cell("other", str(value))
