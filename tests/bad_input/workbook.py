"""XLSX workbooks by hand, so that they can be wrong in one place: the parts of a good one, changed and zipped."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}
<sheets><sheet name="Liste" sheetId="1"{state} r:id="rId1"/>{more}</sheets></workbook>"""
WORKBOOK_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
<Relationship Id="rId2" Target="styles.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>"""
STYLES = """<?xml version="1.0" encoding="UTF-8"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"""
SHEET = """<?xml version="1.0" encoding="UTF-8"?>{before}
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{head}
<sheetData>{rows}</sheetData>{tail}</worksheet>"""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""


def cells(table: Sequence[Sequence[str]]) -> str:
    """The rows of a table of texts; what begins with `<` is the XML of a cell, `@` standing for its place."""
    rows = []
    for number, row in enumerate(table, start=1):
        inner = "".join(
            value.replace("@", f"{letter}{number}") if value.startswith("<") else text(f"{letter}{number}", value)
            for letter, value in zip(LETTERS, row, strict=False)
        )
        rows.append(f'<row r="{number}">{inner}</row>')
    return "".join(rows)


def day(serial: float) -> str:
    """A cell formatted as a day."""
    return f'<c r="@" s="1"><v>{serial}</v></c>'


def number(value: str) -> str:
    return f'<c r="@"><v>{value}</v></c>'


def formula(what: str, cached: str = "") -> str:
    return f'<c r="@" t="str"><f>{escape(what)}</f><v>{escape(cached)}</v></c>'


def parts(
    table: Sequence[Sequence[str]] = (), *, rows: str | None = None, head: str = "", tail: str = "", before: str = "",
    state: str = "", more: str = "", properties: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """The parts of a workbook with this table."""
    sheet = SHEET.format(head=head, tail=tail, before=before, rows=cells(table) if rows is None else rows)
    workbook = WORKBOOK.format(state=state, more=more, properties=properties)
    found = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": WORKBOOK_RELATIONS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return {name: part.encode() for name, part in found.items()}


def zipped(of: Mapping[str, bytes]) -> bytes:
    """The parts as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in of.items():
            archive.writestr(name, part)
    return out.getvalue()


def workbook(table: Sequence[Sequence[str]] = (), **more: str) -> bytes:
    """A file with this table."""
    return zipped(parts(table, **more))  # type: ignore[arg-type]
