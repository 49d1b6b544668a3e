"""Items 85 to 90: workbooks that hide something, say two things, or harm whoever reads them."""

import pytest

from tests.bad_input.desk import CANARY, Desk
from tests.bad_input.lists import CSV, HEAD, XLSX, csv, refuses, row, takes
from tests.bad_input.workbook import LETTERS, cells, formula, parts, workbook, zipped


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"tail": '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'}, ("2.A", "merged")),
        ({"head": '<cols><col min="1" max="1" hidden="1"/></cols>'}, ("", "hidden")),
        ({"state": ' state="hidden"'}, ("", "hidden")),
        ({"state": ' state="veryHidden"'}, ("", "hidden")),
        ({"more": '<sheet name="Zwei" sheetId="2" r:id="rId9"/>'}, ("", "sheets")),
    ],
)
def test_85_what_hides_or_says_two_things(desk: Desk, more: dict[str, str], told: tuple[str, str]) -> None:
    assert refuses(desk, workbook([HEAD, row(), row()], **more), XLSX) == [told]


def test_85_a_hidden_row_and_what_harms_nobody(desk: Desk) -> None:
    hidden = cells([HEAD, row()]).replace('<row r="2">', '<row r="2" hidden="1">')
    assert refuses(desk, workbook(rows=hidden), XLSX) == [("2", "hidden")]
    with_filter = parts([HEAD, row()], tail='<autoFilter ref="A1:F2"/>')
    takes(desk, zipped(with_filter | {"xl/comments1.xml": b"<comments/>"}), XLSX)


@pytest.mark.parametrize("what", ["1+1", "HYPERLINK(1)", "[1]Tabelle!A1"])
def test_86_a_formula_has_a_value_that_may_be_stale(desk: Desk, what: str) -> None:
    content = workbook([HEAD, row(formula(what, CANARY), "", "")])
    assert refuses(desk, content, XLSX) == [("2.D", "formula")]


def test_86_an_error_and_links_to_elsewhere(desk: Desk) -> None:
    error = '<c r="@" t="e"><v>#REF!</v></c>'
    assert refuses(desk, workbook([HEAD, row(error, "", "")]), XLSX) == [("2.D", "error_value")]
    linked = parts([HEAD, row()]) | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    assert refuses(desk, zipped(linked), XLSX) == [("", "external_links")]


def test_87_macros_passwords_and_other_kinds_under_a_false_name(desk: Desk) -> None:
    good = parts([HEAD, row()])
    assert refuses(desk, zipped(good | {"xl/vbaProject.bin": b"x"}), XLSX) == [("", "macros")]
    with_macros = good["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert refuses(desk, zipped(good | {"[Content_Types].xml": with_macros}), XLSX) == [("", "not_xlsx")]
    assert refuses(desk, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, XLSX) == [("", "encrypted")]
    assert refuses(desk, zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), XLSX) == [
        ("", "not_xlsx")
    ]
    assert refuses(desk, b"<html><table><tr><td>Haushalt</td></tr></table>", XLSX) == [("", "other_kind")]
    assert refuses(desk, workbook([HEAD, row()]), CSV) == [("", "other_kind")]
    (first, *_) = refuses(desk, b"<html><table><tr><td>Haushalt</td></tr></table>")
    assert first == ("1.1", "unknown_column")
    locked = bytearray(workbook([HEAD, row()]))
    locked[6] |= 1
    for at in range(len(locked)):
        if locked[at : at + 4] == b"PK\x01\x02":
            locked[at + 8] |= 1
    assert refuses(desk, bytes(locked), XLSX) == [("", "encrypted")]


def test_88_bombs(desk: Desk) -> None:
    good = parts([HEAD, row()])
    zeros = {"xl/worksheets/sheet1.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}
    assert refuses(desk, zipped(good | zeros), XLSX) == [("", "unpacked_limit")]
    assert refuses(desk, zipped(good | {f"xl/x{n}.xml": b"<a/>" for n in range(30)}), XLSX) == [("", "entries_limit")]
    assert refuses(desk, zipped(good | {"xl/media/inner.zip": zipped({"a": b"b"})}), XLSX) == [("", "embedded")]
    for path in ("../../etc/passwd", "/etc/passwd", "xl\\..\\x.xml"):
        assert refuses(desk, zipped(good | {path: b"x"}), XLSX) == [("", "not_xlsx")]


def test_88_a_table_that_says_it_is_huge(desk: Desk) -> None:
    huge = workbook([HEAD, row()], head='<dimension ref="A1:F1000000"/>')
    assert refuses(desk, huge, XLSX) == [("", "rows_limit")]
    far = cells([HEAD, row()]) + '<row r="1000000"/>'
    assert refuses(desk, workbook(rows=far), XLSX) == [("", "rows_limit")]
    corner = cells([HEAD, row()]) + '<row r="3"><c r="XFD3"><v>1</v></c></row>'
    assert refuses(desk, workbook(rows=corner), XLSX) == [("3.XFD", "columns_limit")]
    long = b"\n".join([csv().strip(), *[b"1;x;2018-10-15;;;"] * 50_001])
    assert refuses(desk, long) == [("", "rows_limit")]


BOMB = "<!DOCTYPE a [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9)) + "]>"


@pytest.mark.parametrize(
    "before",
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd">', '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/">]>', BOMB],
)
def test_89_xml_that_defines_things_of_its_own(desk: Desk, before: str) -> None:
    assert refuses(desk, workbook([HEAD, row()], before=before), XLSX) == [("", "entities")]
    shared = parts([HEAD, row()]) | {"xl/sharedStrings.xml": f'<?xml version="1.0"?>{before}<sst/>'.encode()}
    assert refuses(desk, zipped(shared), XLSX) == [("", "entities")]


def test_89_texts_that_are_not_there(desk: Desk) -> None:
    missing = [HEAD, row('<c r="@" t="s"><v>7</v></c>', "", "")]
    assert refuses(desk, workbook(missing), XLSX) == [("", "not_xlsx")]
    broken = parts([HEAD, row()])
    broken["xl/worksheets/sheet1.xml"] = broken["xl/worksheets/sheet1.xml"][:-20]
    assert refuses(desk, zipped(broken), XLSX) == [("", "not_xlsx")]


def test_90_a_hundred_thousand_columns(desk: Desk) -> None:
    assert refuses(desk, b";".join([b"a"] * 100_000) + b"\n") == [("1", "columns_limit")]
    places = [f"{a}{b}{c}1" for a in LETTERS[:3] for b in LETTERS for c in LETTERS]
    wide = "<row r='1'>" + "".join(f"<c r='{each}'/>" for each in places) + "</row>"
    assert refuses(desk, workbook(rows=wide), XLSX) == [("1.AAA", "columns_limit")]
