"""A list of arrivals and a running caseload come in by the command line, and are cases afterwards."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from shared.cli.instance import Instance
from tests.bad_input.desk import Desk
from tests.cli.typed import Said, typed
from tests.conftest import instance_in
from tests.docs.pages import ROOT

SAMPLES = ROOT / "docs" / "samples"
HEAD = ("Haushalt", "Haus", "untergebracht am", "Nachname", "Vorname", "Geburtsdatum", "Träger", "betreut seit")
HOUSEHOLDS, PERSONS_OF_EACH = 90, 3


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance of its own: a whole town's caseload would weigh on everybody's figures."""
    with instance_in(tmp_path_factory.mktemp("import")) as instance:
        yield instance


def imported(stack: Instance, file: Path, *options: str) -> Said:
    return typed("import", str(file), *options, "--data", str(stack.folder), "--json")


def running_caseload(file: Path) -> None:
    """As a town has it in a spreadsheet: 270 people in 90 households, with the town's own workers since 2017."""
    book = xlsxwriter.Workbook(str(file), {"default_date_format": "dd.mm.yyyy", "remove_timezone": True})
    sheet = book.add_worksheet("Bestand")
    bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, HEAD, bold)
    for number in range(HOUSEHOLDS * PERSONS_OF_EACH):
        household = number // PERSONS_OF_EACH
        person = (f"Bestand{_letters(household)}", f"Vorname{_letters(number)}")
        sheet.write_row(1 + number, 0, (household, "take-over-house"))
        sheet.write_number(1 + number, 2, 42_800 + household, days)
        sheet.write_row(1 + number, 3, person)
        sheet.write_row(1 + number, 6, ("town",))
        sheet.write_number(1 + number, 7, 42_900 + household, days)
    sheet.autofilter(0, 0, HOUSEHOLDS * PERSONS_OF_EACH, len(HEAD) - 1)
    sheet.freeze_panes(1, 0)
    book.close()


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")


def test_a_list_is_looked_at_first_and_then_taken_in_once(stack: Instance) -> None:
    file = SAMPLES / "arrivals.csv"
    looked = imported(stack, file, "--preview").document
    assert (looked["households"], looked["persons"], looked["recorded"]) == (3, 4, False)
    taken = imported(stack, file)
    assert taken.exit_code == 0
    again = imported(stack, file).document
    assert (again["recorded"], again["already"], again["list_id"]) == (False, True, taken.document["list_id"])


def test_every_row_and_column_at_fault_is_shown_in_german(stack: Instance) -> None:
    file = SAMPLES / "arrivals-with-faults.csv"
    said = imported(stack, file)
    assert said.exit_code == 1
    assert [(fault["row"], fault["column"], fault["rule"]) for fault in said.document["faults"]] == [
        (2, "birth_date", "day"),
        (3, "birth_date", "day"),
        (3, "house", "differs"),
        (4, "household", "missing"),
    ]
    shown = typed("import", str(file), "--data", str(stack.folder))
    assert "muss ein Tag sein, den es gibt" in shown.out.replace("\n", " ")
    assert "nichts erfasst" in shown.out


def test_a_running_caseload_is_taken_over_with_its_providers_and_days(stack: Instance, tmp_path: Path) -> None:
    file = tmp_path / "bestand.xlsx"
    running_caseload(file)
    taken = imported(stack, file, "--take-over")
    assert taken.exit_code == 0, taken.out
    assert (taken.document["households"], taken.document["persons"]) == (HOUSEHOLDS, 270)
    assert taken.document["recorded"]
    assert imported(stack, file, "--take-over").document["already"]
    clerk = Desk(stack)
    case = _one_of(clerk, "take-over-house")
    shown = clerk.ask("GET", f"/cases/{case['case_id']}").json()
    assert shown["taken_over_provider"] == "town"
    assert shown["taken_over_on"] > shown["placed_on"]


def test_a_list_with_providers_is_no_list_of_arrivals(stack: Instance) -> None:
    said = imported(stack, SAMPLES / "taken-over.csv")
    assert said.exit_code == 1
    assert {fault["rule"] for fault in said.document["faults"]} == {"take_over"}


@pytest.mark.parametrize(("name", "content"), [("no-such-file.csv", None), ("large.csv", b"x" * (5 * 1024 * 1024 + 1))])
def test_a_file_that_cannot_be_sent_is_a_mistake_of_the_command(
    stack: Instance, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    said = imported(stack, tmp_path / name)
    assert said.exit_code == 2
    assert "Traceback" not in said.out + said.err


def _one_of(clerk: Desk, house: str) -> dict[str, Any]:
    """A case of the house, once the read tables know it."""
    deadline = time.monotonic() + 15
    after: dict[str, str] = {}
    while time.monotonic() < deadline:
        found = clerk.ask("GET", "/cases", params=after).json()
        for row in found["rows"]:
            if row["house"] == house:
                return dict(row)
        after = {"after": found["next"]} if found["next"] else {}
        time.sleep(0.05)
    return pytest.fail("the case is not shown")
