"""Documents say the same in every kind of file, to the cent, and nothing in them is a formula."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from shared.cli.documents.csv_files import as_csv
from shared.cli.documents.files import files_of
from shared.cli.documents.ods import as_ods
from shared.cli.documents.pdf import as_pdf
from shared.cli.documents.proof import COST_TYPES, proof_of_use
from shared.cli.documents.sheets import Column, Document, Table, decimal, inert
from shared.cli.documents.xlsx import as_xlsx
from shared.events.money import CostType, SpentFor
from shared.history.words import WORDS

DRK = "0ae8f36b-0000-5000-8000-000000000001"
SETTLED: dict[str, Any] = {
    "grant": "weinheim-2018", "as_of": "2020-10-31", "known_on": None, "grant_ends_on": "2020-10-14",
    "due_on": "2021-01-14", "cap_cents": 29_400_000, "entitlement_cents": 12_507_527, "rule_version": "entitlement-1",
    "cut": {"urn:fallbuch:weinheim:reporting": 13}, "received_cents": 14_700_000, "passed_on_cents": 6_391_305,
    "repayment_cents": 252_473, "repaid_cents": 0, "town_carries_cents": 0,
    "interest_cents": None, "interest_days": None,
    "providers": {
        "drk": {"entitlement_cents": 12_507_527, "actual_cost_cents": 250_000, "passed_on_cents": 6_391_305,
                "returned_cents": 0, "settlement_cents": 6_116_222},
    },
}  # fmt: skip
REPORT = {"totals": {"drk": {"entitlement_cents": 12_507_527, "cap_share_cents": 12_782_609}}}
PART = {"starts_on": "2018-11-01", "ends_on": "2018-12-31", "fte_hundredths": 100, "qualification_class": "degree"}
YEAR = {"position_id": DRK, "provider": "drk", "budget_year": 2018, "entitlement_cents": 1_066_667, "parts": [PART]}
RECEIPT = {
    "receipt_ref": "=B-1", "paid_on": "2018-12-03", "payee": "drk", "purpose": "course",
    "cost_type": "training", "period": {"starts_on": "2018-11-01", "ends_on": "2018-11-30"},
    "kept_in": "ordner-3", "cents": 250_000, "eligible": True,
}  # fmt: skip
MATERIAL = RECEIPT | {
    "receipt_ref": "B-2", "purpose": "not_stated", "cost_type": "material", "cents": 12_345, "eligible": False,
}  # fmt: skip
RECEIPTS = {
    "positions": [
        {
            "position_id": DRK, "provider": "drk", "spent_cents": 262_345, "eligible_cents": 250_000,
            "receipts": [RECEIPT, MATERIAL],
        }
    ]
}  # fmt: skip


@pytest.fixture
def proof() -> Document:
    return proof_of_use(REPORT, SETTLED, {"explained": [YEAR]}, RECEIPTS)


def rows_of(workbook: bytes, sheet: str, tmp_path: Path, ending: str) -> list[list[Any]]:
    file = tmp_path / f"file.{ending}"
    file.write_bytes(workbook)
    rows: list[list[Any]] = CalamineWorkbook.from_path(str(file)).get_sheet_by_name(sheet).to_python()
    return rows


def table_of(document: Document, name: str) -> Table:
    (table,) = (table for table in document.tables if table.name == name)
    return table


def test_a_day_within_the_grant_period_gives_an_interim_proof(proof: Document) -> None:
    interim = proof_of_use(REPORT, SETTLED | {"as_of": "2019-12-31"}, {"explained": [YEAR]}, RECEIPTS)
    assert (proof.title, interim.title) == ("Verwendungsnachweis", "Zwischennachweis")


def test_every_file_has_the_amounts_of_the_figures(proof: Document, tmp_path: Path) -> None:
    expected = [12_782_609, 12_507_527, 250_000, 6_391_305, 6_116_222]
    for made, ending in ((as_xlsx(proof), "xlsx"), (as_ods(proof), "ods")):
        row = rows_of(made, "Nachweis", tmp_path, ending)[1]
        assert [round(cell * 100) for cell in row[1:]] == expected
    plain = list(csv.reader(io.StringIO(as_csv(proof.tables[0], "plain").decode())))
    assert [int(cell) for cell in plain[1][1:]] == expected
    excel = list(csv.reader(io.StringIO(as_csv(proof.tables[0], "excel").decode("utf-8-sig")), delimiter=";"))
    assert [int(cell.replace(",", "")) for cell in excel[1][1:]] == expected
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(proof))).pages)
    for amount in ("127.826,09", "125.075,27", "2.500,00", "63.913,05", "61.162,22", "10.666,67"):
        assert amount in text


def test_f1_each_post_has_what_it_earned_over_all_years_and_what_was_spent_for_it(proof: Document) -> None:
    second = YEAR | {"budget_year": 2019, "entitlement_cents": 6_400_000}
    other = YEAR | {"provider": "caritas", "position_id": "e2c0c51a-0000", "entitlement_cents": 5_120_000}
    years = {"explained": [YEAR, second, other]}
    table = table_of(proof_of_use(REPORT, SETTLED, years, RECEIPTS), "Stellennachweis")
    assert table.rows == [
        ["caritas", "e2c0c51a", 5_120_000, 0, 0],
        ["drk", "0ae8f36b", 7_466_667, 262_345, 250_000],
    ]
    assert table.total == ["Summe", None, 12_586_667, 262_345, 250_000]


def test_f1_a_post_that_earned_nothing_still_shows_what_was_spent_for_it() -> None:
    table = table_of(proof_of_use(REPORT, SETTLED, {"explained": []}, RECEIPTS), "Stellennachweis")
    assert table.rows == [["drk", "0ae8f36b", 0, 262_345, 250_000]]


def test_a7_a_receipt_says_for_which_days_it_is_and_what_for_in_german(proof: Document) -> None:
    table = table_of(proof, "Belegliste")
    of_a_month = [date(2018, 11, 1), date(2018, 11, 30), "ordner-3"]
    start, post = [date(2018, 12, 3), "drk"], ["drk", "0ae8f36b", *of_a_month]
    assert table.rows == [
        ["=B-1", *start, "Fortbildung", "Fortbildung", *post, 250_000, 250_000],
        ["B-2", *start, "keine Angabe", "Sachkosten", *post, 12_345, 0],
    ]
    assert table.total == ["Summe", *[None] * 9, 262_345, 250_000]


def test_every_code_that_a_receipt_may_have_is_said_in_german() -> None:
    assert set(get_args(CostType)) == set(COST_TYPES)
    assert set(get_args(SpentFor)) <= set(WORDS)


def test_a_table_with_many_columns_stands_across(proof: Document) -> None:
    pages = PdfReader(io.BytesIO(as_pdf(proof))).pages
    across = [page.mediabox.width > page.mediabox.height for page in pages]
    assert ["Belegliste" in page.extract_text() for page in pages] == across
    assert any(across)


def test_the_pdf_is_made_for_archives_and_for_screen_readers(proof: Document) -> None:
    """By its tags and its metadata; typst refuses to write what would break the standards."""
    reader = PdfReader(io.BytesIO(as_pdf(proof)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"].lower().startswith("de")
    assert "/StructTreeRoot" in root
    assert next(each.title for each in reader.outline if not isinstance(each, list)).endswith("Nachweis je Träger")
    about = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    kinds = {node["/S"] for node in walk(root["/StructTreeRoot"])}
    assert {"/Table", "/TR", "/TH", "/TD", "/H1"} <= kinds


def walk(node: Any) -> Any:
    for each in [node["/K"]] if not isinstance(node.get("/K"), list) else node["/K"]:
        child = each.get_object()
        if hasattr(child, "keys") and "/S" in child:
            yield child
            if "/K" in child:
                yield from walk(child)


def test_the_same_figures_give_the_same_bytes(proof: Document) -> None:
    assert dict(files_of(proof, "p")) == dict(files_of(proof, "p"))


def test_no_workbook_says_when_it_was_made(proof: Document) -> None:
    """Two that are made in one second would be the same anyway."""
    for made in (as_xlsx(proof), as_ods(proof)):
        with zipfile.ZipFile(io.BytesIO(made)) as book:
            assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    with zipfile.ZipFile(io.BytesIO(as_ods(proof))) as book:
        assert book.infolist()[0].filename == "mimetype"
        assert b"de-DE" in book.read("meta.xml")


def test_a_text_that_looks_like_a_formula_is_a_text(proof: Document, tmp_path: Path) -> None:
    for made, ending in ((as_xlsx(proof), "xlsx"), (as_ods(proof), "ods")):
        assert rows_of(made, "Belegliste", tmp_path, ending)[1][0] == "=B-1"
    assert b"<f>" not in as_xlsx(proof)
    assert as_csv(table_of(proof, "Belegliste"), "plain").splitlines()[1].startswith(b"'=B-1,")


def test_without_receipts_the_list_says_so(proof: Document) -> None:
    empty = proof_of_use(REPORT, SETTLED, {"explained": [YEAR]}, {"positions": []})
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(empty))).pages)
    assert "Es sind noch keine Belege erfasst." in text
    assert "Die Textteile der Träger liegen noch nicht vor: drk." in text


@pytest.mark.parametrize(
    ("cents", "written"),
    [(0, "0,00"), (5, "0,05"), (-5, "-0,05"), (-123_456_789, "-1.234.567,89"), (10**14, "1.000.000.000.000,00")],
)
def test_amounts_are_written_as_germans_do(cents: int, written: str) -> None:
    assert decimal(cents, ".") == written
    assert decimal(cents) == written.replace(".", "")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@x", "\tx"])
def test_nothing_begins_like_a_formula(text: str) -> None:
    table = Table("T", "T", [Column("a"), Column("b", "day")], [[text, date(2020, 1, 1)]])
    assert inert(text) == f"'{text}"
    assert as_csv(table, "excel").decode("utf-8-sig").splitlines()[1] == f"'{text};01.01.2020"
