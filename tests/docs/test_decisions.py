"""Decisions have one shape and are listed."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, name_of

FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("0*.md"))
PARTS = ["Context", "Decision", "Consequences", "What would make us reconsider"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_decision_has_the_same_parts_and_is_short(page: Path) -> None:
    text = page.read_text()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert len(text.splitlines()) <= 45


def test_all_decisions_are_numbered_on_and_listed() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))
    index = (FOLDER / "README.md").read_text()
    for page in PAGES:
        title = page.read_text().splitlines()[0].removeprefix(f"# {page.name[:4]} ")
        assert f"[{page.name[:4]}]({page.name}) | {title} |" in index
