"""The page for operators names every setting, every reason of quarantine, and what `status` says."""

import re

from shared.service import EXIT_MISCONFIGURED
from tests.docs import truth
from tests.docs.pages import ROOT, table

PAGE = ROOT / "docs" / "operations.md"


def test_every_setting_is_there_with_its_default() -> None:
    rows = table(PAGE, "## Settings of a service")
    assert [row[:2] for row in rows] == truth.setting_rows()
    assert all(row[2] for row in rows)


def test_every_reason_of_quarantine_is_explained() -> None:
    named = {reason for row in table(PAGE, "## Quarantine") for reason in re.findall(r"`(\w+)`", row[0])}
    files = ("shared/event.py", "shared/take.py", "shared/events/catalogue.py")
    said = {code for file in files for code in re.findall(r'NotAFact\("(\w+)"\)', (ROOT / file).read_text())}
    assert named == said


def test_the_exit_code_of_a_wrong_setting_is_the_one_of_the_code() -> None:
    assert f"exit code {EXIT_MISCONFIGURED}" in PAGE.read_text()


def test_what_status_says_is_explained_in_words_that_it_uses() -> None:
    code = (ROOT / "shared" / "health.py").read_text()
    for row in table(PAGE, "## Look"):
        for field in re.findall(r"`(\w+)`", row[0]):
            assert f'"{field}"' in code, field
