"""Decisions have one shape, are listed, and what they say of canonical JSON is so."""

import re
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from shared.event import canonical
from tests.docs.pages import ROOT, name_of

FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("0*.md"))
PARTS = ["Context", "Decision", "Consequences", "What would make us reconsider"]

ASCII_KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII_KEYS, inner))


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


@given(VALUES)
def test_our_json_is_canonical_as_the_library_has_it(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]
