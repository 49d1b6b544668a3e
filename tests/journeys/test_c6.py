"""C6: the worklist says what to look at on a day: unallocated, stale, review overdue by one day, consent missing."""

from pathlib import Path

import pytest

from services.allocation.domain.worklist import REASONS
from shared.cli.command_worklist import REASONS as REASONS_IN_GERMAN
from shared.cli.instance import Instance
from shared.ids import wire_id
from tests.cli.typed import typed
from tests.journeys.allocation_desk import Asking
from tests.journeys.test_stories import played

STORY = Path(__file__).parent / "worklist.yaml"


@pytest.fixture(scope="module")
def town(stack: Instance) -> Instance:
    assert played(stack, STORY).document["first_difference"] is None
    return stack


def reasons(town: Instance, case: str, on: str) -> dict[str, int]:
    """Why a case is on the list of that day, and for how many days."""
    found: dict[str, int] = {}
    after: dict[str, str] = {}
    while True:
        page = Asking(town).document("/worklist", on=on, **after)
        rows = [row for row in page["rows"] if row["case_id"] == str(wire_id("case", case))]
        found |= {row["reason"]: row["days"] for row in rows}
        if page["next"] is None:
            return found
        after = {"after": page["next"]}


@pytest.mark.parametrize(
    ("case", "on", "expected"),
    [
        ("work-2", "2023-04-30", {}),
        ("work-2", "2023-05-01", {"unallocated": 0}),
        ("work-2", "2023-06-30", {"unallocated": 60}),
        ("work-1", "2023-05-01", {"unallocated": 0}),
        ("work-1", "2023-05-31", {"consent_missing": 29}),
        ("work-1", "2023-06-01", {}),
        ("work-1", "2023-06-02", {"review_overdue": 1}),
        ("work-1", "2023-07-31", {"review_overdue": 60, "stale": 90}),
        ("work-1", "2026-02-01", {"review_overdue": 976, "stale": 1006, "advice_3_years": -90}),
        ("work-annex", "2023-06-02", {"unallocated": 31}),
    ],
)
def test_c6_what_is_to_be_done_on_a_day_is_listed(town: Instance, case: str, on: str, expected: dict[str, int]) -> None:
    assert reasons(town, case, on) == expected


def test_c6_the_list_is_read_on_the_command_line(town: Instance) -> None:
    words = ("worklist", "--on", "2023-06-02", "--reason", "review_overdue", "--data", str(town.folder))
    rows = typed(*words, "--json").document["rows"]
    assert [row["days"] for row in rows if row["case_id"] == str(wire_id("case", "work-1"))] == [1]
    assert {row["reason"] for row in rows} == {"review_overdue"}
    assert "Überprüfung überfällig" in typed(*words).out


def test_c6_the_command_line_has_a_word_for_each_reason() -> None:
    assert list(REASONS_IN_GERMAN) == list(REASONS)


def test_c6_a_rule_that_was_set_ahead_takes_effect_by_itself_and_once(town: Instance) -> None:
    rows = typed("history", "catchment-town", "--data", str(town.folder), "--json").document["rows"]
    began = [row for row in rows if (row["what"], row["effective_on"]) == ("CatchmentTookEffect", "2023-06-01")]
    assert [row["actor"] for row in began] == ["system"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"on": "2023-02-30"},
        {"on": "today"},
        {"on": "1899-01-01"},
        {"on": "2023-06-01", "reason": "everything"},
        {"on": "2023-06-01", "after": "the-first"},
        {"on": "2023-06-01", "page": "2"},
        {"on": "2023-06-01", "after": "\x00"},
    ],
    ids=repr,
)
def test_c6_what_cannot_be_asked_is_said_and_breaks_nothing(town: Instance, query: dict[str, str]) -> None:
    assert Asking(town).get("/worklist", **query).status_code == 422


def test_c6_the_list_is_the_coordinators(town: Instance) -> None:
    for role, provider in (("clerk", None), ("caseworker", "town"), ("operator", None)):
        assert Asking(town, role, provider=provider).get("/worklist", on="2023-06-01").status_code == 403
