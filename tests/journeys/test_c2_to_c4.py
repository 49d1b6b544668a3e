"""C2: the rule proposes and says by which version. C3: the load on any day. C4: an override has a reason."""

from pathlib import Path

import pytest

from shared.cli.instance import Instance
from shared.ids import wire_id
from tests.cli.typed import typed
from tests.journeys.allocation_desk import Asking
from tests.journeys.test_stories import played

HERE = Path(__file__).parent
SPLIT = {"case_id", "person_id", "persons"}


@pytest.fixture(scope="module")
def town(stack: Instance) -> Instance:
    """The stack with 130 people, a household above the ceiling, and the override that took it."""
    assert played(stack, HERE / "s4.yaml").document["first_difference"] is None
    return stack


@pytest.mark.parametrize(
    ("case", "house", "provider"), [("s-1", "am-sandloch", "drk"), ("k-1", "klausingstrasse", "diakonie")]
)
def test_c2_the_decision_shows_rule_and_version(town: Instance, case: str, house: str, provider: str) -> None:
    shown = Asking(town).document(f"/assignments/{wire_id('case', case)}")
    assert (shown["house"], shown["proposed_provider"], shown["provider"]) == (house, provider, provider)
    assert shown["rule_version"] == "s4-1"
    facts = typed("history", f"assignment-{case}", "--data", str(town.folder), "--json").document["rows"]
    assert [row["what"] for row in facts][:2] == ["AssignmentProposed", "CaseAssigned"]


@pytest.mark.parametrize(("on", "persons"), [("2018-11-04", 0), ("2018-12-31", 52)])
def test_c3_the_load_on_a_chosen_day(town: Instance, on: str, persons: int) -> None:
    rows = {row["provider"]: row for row in Asking(town).document("/caseload", on=on)["rows"]}
    assert rows["diakonie"]["persons"] == persons
    assert rows["diakonie"]["persons_per_fte"] == ("104.00" if persons else "0.00")
    assert rows["diakonie"]["band"] == ("red" if persons else "green")


def test_c4_override_needs_a_reason(town: Instance) -> None:
    wish = {"case_id": "k-1", "provider": "caritas", "reason_code": "language", "reason": "They speak Tigrinya there."}
    path = f"/assignments/{wire_id('case', 'k-1')}/override"
    for lacking in ("reason", "reason_code"):
        body = {name: value for name, value in wish.items() if name != lacking}
        answer = Asking(town).send("POST", path, "OverrideAssignment", body)
        assert answer.status_code == 422
        assert [fault["field"] for fault in answer.json()["errors"]] == [lacking]
    assert Asking(town).send("POST", path, "OverrideAssignment", {**wish, "reason": " "}).status_code == 422


def test_c4_above_the_ceiling_only_an_override_assigns(town: Instance) -> None:
    rows = typed("history", "assignment-late", "--data", str(town.folder), "--json").document["rows"]
    names = [row["what"] for row in rows]
    assert (names[0], names[-1]) == ("AssignmentProposed", "AssignmentOverridden")
    assert "CaseAssigned" not in names


def test_c4_no_command_takes_a_part_of_a_household(town: Instance) -> None:
    """A household is never split between providers: what assigns names a case, and nothing smaller."""
    document = Asking(town).document("/openapi.json")
    assigning = [path for path in document["paths"] if path.startswith("/assignments/") and len(path.split("/")) > 3]
    assert assigning
    for path in assigning:
        for operation in document["paths"][path].values():
            body = operation.get("requestBody")
            fields = set(body["content"]["application/json"]["schema"]["properties"]) if body else set()
            assert fields & SPLIT <= {"case_id"}, path
