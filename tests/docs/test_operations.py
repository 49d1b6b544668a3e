"""The page for operators names every setting, reason of quarantine, metric and trace, and what `status` says."""

import re

from shared.execute import ALREADY_SO, FAILED, OUTCOMES, RECORDED, REPEATED
from shared.service import EXIT_MISCONFIGURED
from shared.watchdog import BLOCKED_SECONDS, EXIT_STUCK, LOOK_SECONDS, STUCK_SECONDS, UNASSIGNED_SECONDS
from tests.docs import truth
from tests.docs.pages import ROOT, Row, table
from tests.shared.test_metrics import NAMES

PAGE = ROOT / "docs" / "operations.md"


def test_every_setting_is_there_with_its_default() -> None:
    rows = table(PAGE, "## Settings of a service")
    assert [row[:2] for row in rows] == truth.setting_rows()
    assert all(row[2] for row in rows)


def test_who_may_do_what_in_kafka_is_what_the_broker_is_told() -> None:
    assert table(PAGE, "## Who may do what in Kafka") == truth.right_rows()


def test_every_reason_of_quarantine_is_explained() -> None:
    named = {reason for row in table(PAGE, "## Quarantine") for reason in re.findall(r"`(\w+)`", row[0])}
    files = ("shared/event.py", "shared/admission.py", "shared/events/catalogue.py")
    said = {code for file in files for code in re.findall(r'NotAFact\("(\w+)"\)', (ROOT / file).read_text())}
    assert named == said


def test_the_exit_code_of_a_wrong_setting_is_the_one_of_the_code() -> None:
    assert f"exit code {EXIT_MISCONFIGURED}" in PAGE.read_text()


def test_what_status_says_is_explained_in_words_that_it_uses() -> None:
    code = (ROOT / "shared" / "health.py").read_text()
    for row in table(PAGE, "## Look"):
        for field in re.findall(r"`(\w+)`", row[0]):
            assert f'"{field}"' in code, field


def words(row: Row, place: int = 0) -> set[str]:
    """What stands in backquotes in a cell."""
    return set(re.findall(r"`([^`]+)`", row[place]))


def test_the_metrics_are_those_of_the_code() -> None:
    rows = table(PAGE, "## Metrics")
    named = {name.removesuffix("_total") for row in rows for name in words(row)}
    assert named == NAMES
    [outcomes] = [words(row, 1) for row in rows if "fallbuch_commands_total" in row[0]]
    assert outcomes - {"outcome"} == {RECORDED, REPEATED, ALREADY_SO, FAILED, *OUTCOMES.values()}


def test_every_event_of_the_traces_is_explained() -> None:
    code = "".join(path.read_text() for folder in ("shared", "services") for path in (ROOT / folder).rglob("*.py"))
    said = set(re.findall(r'(?:trace|get_logger\(\))\.(?:\w+)\(\s*(?:record\.levelno, )?"(\w+)"', code))
    documented = [word for row in table(PAGE, "## Traces") for word in words(row)]
    assert len(documented) == len(set(documented))
    assert set(documented) == said


def test_the_times_of_the_watchdog_are_those_of_the_code() -> None:
    text = " ".join(PAGE.read_text().split())
    assert f"exit code {EXIT_STUCK}" in text
    assert f"does not move for {STUCK_SECONDS:.0f} seconds" in text
    assert f"so do {UNASSIGNED_SECONDS:.0f} seconds without" in text
    assert f"has not run for {BLOCKED_SECONDS:.0f} seconds" in text
    assert LOOK_SECONDS == 3
    assert "Every three seconds" in text


def test_what_an_operator_may_see_is_what_the_code_says() -> None:
    code = "".join((ROOT / "shared" / f"{name}.py").read_text() for name in ("health", "tail", "watchdog"))
    seen = [word for row in table(PAGE, "## What you see, what it means, what to do") for word in words(row)]
    for sentence in (word for word in seen if " " in word and "·" not in word):
        parts = [part.strip() for part in re.split(r"…|log position n|fact n", sentence) if part.strip()]
        assert all(part.replace("the views", "the {reader.name}").strip(": ") in code for part in parts), sentence
