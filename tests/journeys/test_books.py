"""The books of a grant, over HTTP and the command line: receipts, budgets, the ledger."""

from pathlib import Path

import pytest

from shared.cli.instance import Instance
from tests.cli.typed import Said, typed
from tests.reporting.test_ledger import bean_check

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def books(stack: Instance) -> Instance:
    """The stack, with the stories of the receipts and of the budgets played on it."""
    for name in ("a7", "budgets"):
        said = typed("play", str(HERE / f"{name}.yaml"), "--data", str(stack.folder), "--json")
        assert said.document["first_difference"] is None
    return stack


def asked(stack: Instance, *words: str) -> Said:
    return typed(*words, "--data", str(stack.folder))


def test_a7_the_receipt_list_adds_up_for_each_provider(books: Instance) -> None:
    found = asked(books, "receipts", "books-2024", "--as-of", "2024-12-31", "--json").document
    for provider, sums in found["providers"].items():
        own = [position for position in found["positions"] if position["provider"] == provider]
        rows = [row["cents"] for position in own for row in position["receipts"]]
        assert sum(rows) == sum(position["spent_cents"] for position in own) == sums["spent_cents"]
    assert "Zwei Hefte" not in str(found)


def test_a7_people_read_it_as_a_table(books: Instance) -> None:
    shown = asked(books, "receipts", "books-2024", "--as-of", "2024-12-31").out
    assert "Belegliste in Euro" in shown
    assert "9.369,90" in shown


def test_the_ledger_sums_to_zero_and_its_files_are_taken_by_other_programs(books: Instance, tmp_path: Path) -> None:
    found = asked(books, "ledger", "budgets-2024", "--out", str(tmp_path / "books"), "--json").document
    assert found["sum_cents"] == 0
    assert found["balances"]["Advance:awo"] == 6_700_000
    assert found["balances"]["Budget:ib:personnel:2024"] == -2_500_000
    csv_file, beancount_file = map(Path, found["files"])
    assert csv_file.read_bytes().startswith(b"\xef\xbb\xbfNummer;Tag;")
    assert bean_check(beancount_file.parent, beancount_file.read_text(encoding="utf-8")) == (0, "")
    assert "Kontobuch in Euro" in asked(books, "ledger", "books-2024", "--as-of", "2024-12-31").out
