"""The books of a grant, over HTTP and the command line: receipts and budgets."""

from pathlib import Path

import pytest

from shared.cli.instance import Instance
from tests.cli.typed import Said, typed

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
