"""A mistake in a story is named with its line and its field."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from shared.cli.exits import Misused
from shared.cli.story import SCHEMA_FILE, Check, ClockStep, CommandStep, Refused, Status, schema
from shared.cli.story_file import read_story

ROOT = Path(__file__).parents[2]
STORIES = sorted([*ROOT.glob("tests/journeys/*.yaml"), *ROOT.glob("infra/demo/*.yaml")])


def written(folder: Path, text: str) -> Path:
    path = folder / "story.yaml"
    path.write_text(text)
    return path


def test_a_story_is_read_with_its_lines(tmp_path: Path) -> None:
    script = read_story(
        written(
            tmp_path,
            "title: T\nsteps:\n  - clock: 2019-02-20\n  - as: caseworker@drk:maria\n    do: RecordContact\n"
            "    with: {contact_id: k1, on: '2019-02-20'}\n    times: 10\n    expect: {status: 404}\n"
            "then:\n  - run: status\n",
        )
    )
    clock, contact, check = script.parts
    assert clock.what == ClockStep(clock=date(2019, 2, 20))
    assert isinstance(contact.what, CommandStep)
    assert (contact.what.times, contact.what.expect, contact.where) == (10, Status(status=404), "story.yaml, line 4")
    assert check.what == Check(run="status")


@pytest.mark.parametrize("text", ["", "# soon\n"])
def test_an_empty_file_is_called_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misused, match=r"^story.yaml is empty: a story has a title and steps.$"):
        read_story(written(tmp_path, text))


def test_days_may_be_quoted(tmp_path: Path) -> None:
    assert read_story(written(tmp_path, "title: T\nsteps:\n  - clock: '2019-02-20'\n")).parts[0].what == ClockStep(
        clock=date(2019, 2, 20)
    )


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("steps: []\n", 1, "title"),
        ("title: T\nsteps:\n  - foo: 1\n", 3, "is a step with"),
        ("title: T\nsteps:\n  - clock: 2019-13-01\n", 3, ""),
        ("title: T\nsteps:\n  - clock: today\n", 3, "clock"),
        ("title: T\nsteps:\n  - as: clark\n    do: RegisterCase\n", 3, "as"),
        ("title: T\nsteps:\n  - as: clerk\n    do: RegisterCase\n    times: 0\n", 5, "times"),
        ("title: T\nsteps:\n  - as: clerk\n    do: RegisterCase\n    expect: {status: many}\n", 5, "expect.status"),
        ("title: T\nsteps:\n  - as: clerk\n    do: RegisterCase\n    expect: maybe\n", 5, "expect"),
        ("title: T\nsteps:\n  - as: clerk\n    do: RegisterCase\n    wiht: {}\n", 5, "wiht"),
        ("title: T\nsteps:\n  - as: clerk\n    do: RegisterCase\n    with:\n      case_id: A B\n", 6, "with.case_id"),
        ("title: T\nsteps:\n  - as: clerk\n    do: RegisterCase\n    do: MoveHousehold\n", 5, ""),
        ("title: T\nsteps:\n  - stop: allocation\n", 3, "stop"),
        ("title: T\nsteps:\n  - include: nowhere.yaml\n", 3, "include"),
        ("title: T\nsteps:\n  - include: story.yaml\n", 3, "include"),
        ("title: T\nsteps: []\nthen:\n  - run: status\n    gives: 3\n", 5, "gives"),
        ("title: T\nsteps: [\n", 3, ""),
    ],
)
def test_a_mistake_names_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    with pytest.raises(Misused) as mistake:
        read_story(written(tmp_path, text))
    assert f"line {line}" in str(mistake.value)
    assert field in str(mistake.value)


def test_an_id_that_is_none_may_be_sent_to_see_it_refused(tmp_path: Path) -> None:
    text = "title: T\nsteps:\n  - {as: clerk, do: RegisterCase, with: {case_id: A B}, expect: refused}\n"
    (part,) = read_story(written(tmp_path, text)).parts
    assert isinstance(part.what, CommandStep)
    assert part.what.expect == "refused"


def test_an_included_story_stands_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("title: O\nsteps:\n  - clock: 2019-01-01\nthen:\n  - run: status\n")
    script = read_story(written(tmp_path, "title: T\nsteps:\n  - include: other.yaml\n  - clock: 2019-01-02\n"))
    assert [part.path for part in script.parts] == [(1, 1), (1, 0, 1), (2,)]
    assert [part.where for part in script.parts] == ["other.yaml, line 3", "other.yaml, line 5", "story.yaml, line 4"]


def test_a_file_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    bomb = "title: T\nsteps: []\nthen:\n  - run: status\n    gives:\n      a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for name, before in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f"      {name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    with pytest.raises(Misused, match="unfolds"):
        read_story(written(tmp_path, bomb))


def test_a_refusal_may_name_part_of_its_sentence(tmp_path: Path) -> None:
    text = "title: T\nsteps:\n  - {as: clerk, do: RegisterCase, expect: {refused: ceiling}}\n"
    (part,) = read_story(written(tmp_path, text)).parts
    assert isinstance(part.what, CommandStep)
    assert part.what.expect == Refused(refused="ceiling")


def test_the_schema_file_is_what_the_code_says() -> None:
    assert json.loads(SCHEMA_FILE.read_text()) == schema(), "run `python -m shared.cli.story`"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.name)
def test_every_story_is_valid_by_code_and_by_schema(path: Path) -> None:
    assert read_story(path).parts
    plain = json.loads(json.dumps(YAML(typ="safe").load(path.read_text()), default=str))
    jsonschema.validate(plain, schema())


def test_a_field_that_stands_twice_is_named_without_its_values(tmp_path: Path) -> None:
    story = tmp_path / "twice.yaml"
    story.write_text("title: x\nsteps:\n  - as: clerk\n    do: RegisterCase\n    with: {a: Topsecret, a: Hidden}\n")
    with pytest.raises(Misused) as said:
        read_story(story)
    assert "line 5" in str(said.value)
    assert "secret" not in str(said.value)
    assert "Hidden" not in str(said.value)
