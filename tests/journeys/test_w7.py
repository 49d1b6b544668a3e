"""W7: a volunteer match needs consent, ends by itself, and shows the volunteer first name and task alone."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.cli.actor import Actor
from shared.cli.instance import Instance
from tests.cli.typed import Said, typed
from tests.infra.wait import until

STORY = Path(__file__).with_name("volunteer.yaml")
NADIA = Actor("volunteer", "caritas", "w7-nadia")
WORKER = Actor("caseworker", "caritas")


def played(stack: Instance, file: Path) -> Said:
    return typed("play", str(file), "--data", str(stack.folder), "--json")


def asked(stack: Instance, path: str, actor: Actor) -> httpx.Response:
    with httpx.Client(trust_env=False, headers={"Authorization": f"Bearer {stack.token(actor)}"}) as client:
        return client.get(f"{stack.urls['provider-caritas']}{path}")


def matches(stack: Instance, actor: Actor = NADIA) -> list[dict[str, Any]]:
    answer = asked(stack, "/my-matches", actor)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


@pytest.fixture(scope="module")
def while_matched(stack: Instance, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the volunteer sees before the clock moves on; then the story is played to its end."""
    text = STORY.read_text()
    first = tmp_path_factory.mktemp("w7") / "volunteer.yaml"
    first.write_text(text[: text.index("\n  # Yonas takes his consent back")] + "\n")
    assert played(stack, first).document["first_difference"] is None
    asyncio.run(until(lambda: all(row["given_name"] for row in matches(stack))))
    seen = matches(stack)
    assert played(stack, STORY).document["first_difference"] is None
    return seen


def test_w7_a_volunteer_sees_first_name_and_task_only(while_matched: list[dict[str, Any]]) -> None:
    assert {(row["given_name"], row["task_kind"], row["until_on"]) for row in while_matched} == {
        ("Sara", "conversation", "2025-06-30"),
        ("Yonas", "homework", "2025-12-31"),
    }
    assert all(set(row) == {"match_id", "given_name", "task_kind", "until_on"} for row in while_matched)


def test_w7_a_match_ends_by_itself_and_then_nothing_of_it_is_seen(
    stack: Instance, while_matched: list[dict[str, Any]]
) -> None:
    assert matches(stack) == []
    (volunteer,) = (row for row in asked(stack, "/volunteers", WORKER).json()["rows"] if row["given_name"] == "Nadia")
    assert sorted(match["cause"] for match in volunteer["matches"]) == ["consent_withdrawn", "last_day_over"]


def test_w7_a_volunteer_sees_nothing_else_and_nobody_elses(
    stack: Instance, while_matched: list[dict[str, Any]]
) -> None:
    assert matches(stack, Actor("volunteer", "caritas", "w7-other")) == []
    for path in ("/cases", "/volunteers", "/staff"):
        assert asked(stack, path, NADIA).status_code == 403
    assert asked(stack, "/my-matches", Actor("volunteer", "drk", "w7-nadia")).status_code == 404
    assert asked(stack, "/my-matches", WORKER).status_code == 403


def test_w7_the_whole_story_twice_changes_nothing(stack: Instance, while_matched: list[dict[str, Any]]) -> None:
    services = typed("status", "--data", str(stack.folder), "--json").document["services"]
    assert played(stack, STORY).document["first_difference"] is None
    again = typed("status", "--data", str(stack.folder), "--json").document["services"]
    assert {name: each["facts"] for name, each in again.items()} == {
        name: each["facts"] for name, each in services.items()
    }


def test_w7_no_name_of_anybody_is_in_what_the_auditor_reads(
    stack: Instance, while_matched: list[dict[str, Any]]
) -> None:
    for stream in ("volunteer-caritas-w7-nadia", "case-w7"):
        said = typed("history", stream, "--data", str(stack.folder), "--json").out
        assert not any(name in said for name in ("Nadia", "Weber", "Sara", "Yonas", "Tesfay"))
