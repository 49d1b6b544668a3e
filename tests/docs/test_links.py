"""No link leads nowhere, and a link that is named after something in the code leads to the file that has it."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import BLOCK, ROOT, anchors, links, name_of, pages

NAMED = re.compile(r"\[`(\w+)`\]\(([^)\s]+)\)")
PLACES = re.compile(r"(?<![\w.])(/(?:work|home|root|tmp|usr|mnt|srv|opt)\b|\blocalhost\b|\b\d{1,3}(?:\.\d{1,3}){3}\b)")
HARMLESS = {"127.0.0.1"}


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        target, _, anchor = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.is_relative_to(ROOT), link
        assert file.exists(), link
        assert not anchor or anchor in anchors(file), link


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_name_from_the_code_stands_in_the_file_that_it_links_to(page: Path) -> None:
    for name, target in NAMED.findall(BLOCK.sub("", page.read_text())):
        code = (page.parent / target).read_text()
        made = rf"(?:^|\s)(?:def|class|type) {name}\b|^{name}\b.*=|^\s*case {name}\b"
        assert re.search(made, code, re.MULTILINE), f"{name} is not defined in {target}"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_names_a_place_on_somebodys_machine(page: Path) -> None:
    found = {place if isinstance(place, str) else place[0] for place in PLACES.findall(page.read_text())}
    assert found <= HARMLESS


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if "://" not in link]
    assert {name_of(page) for page in pages()} <= {name_of(page) for page in reached} | {"CHANGELOG.md"}
