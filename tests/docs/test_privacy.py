"""Every field of every fact is either listed as saying something about people, or as saying nothing about them."""

import re

from tests.docs import truth
from tests.docs.pages import ROOT, table

PAGE = ROOT / "docs" / "privacy.md"
HEADING = "## Fields in facts that say something about people"


def listed() -> dict[str, set[str]]:
    return {row[0].strip("`"): set(row[4].split(", ")) for row in table(PAGE, HEADING)}


def harmless() -> set[str]:
    return set(re.findall(r"`(\w+)`", PAGE.read_text().split("## Other fields")[1].split("\n#")[0]))


def test_each_field_of_a_fact_is_listed_once() -> None:
    assert not set(listed()) & harmless()
    assert set(listed()) | harmless() == set(truth.personal_codes())


def test_each_listed_field_names_the_facts_it_stands_in() -> None:
    codes = truth.personal_codes()
    for field, facts in listed().items():
        assert facts == codes[field], field


def test_each_listed_field_says_whom_it_concerns_and_what_for() -> None:
    assert all(all(row) for row in table(PAGE, HEADING))
