"""Every command that a page tells somebody to type is run: here on the running stack, or by what is named here."""

import shlex
from pathlib import Path

import pytest

from shared.cli.instance import Instance
from shared.cli.story_file import read_story
from tests.cli.typed import Said, typed
from tests.docs.pages import ROOT, commands, name_of, pages, table
from tests.docs.played import STORIES, play_page
from tests.docs.shapes import Shape, missing, shape_of

GRANT = ROOT / "tests" / "journeys" / "grant.yaml"
DEMO = "infra/demo/weinheim.yaml"
ELSEWHERE = {
    "make setup": "Makefile, as a part of `make lint`",
    "make lint": "Makefile, as a part of `make test`",
    "make test": ".ci/run",
    "make demo": "Makefile, as `fallbuch demo`, which tests/docs/test_demo.py runs",
    "fallbuch backup build/backup": "tests/journeys/test_backup.py",
    "fallbuch restore build/backup": "tests/journeys/test_backup.py",
    "make secrets": "tests/containers/conftest.py",
    "docker compose up --wait": "tests/containers/conftest.py",
    "docker compose --profile demo run --rm demo": "tests/containers/test_compose.py",
    "fallbuch up": "tests/conftest.py, fixture stack",
    "fallbuch up --clock story": "tests/conftest.py, fixture stack",
    "fallbuch provider add awo": "tests/journeys/test_joining.py",
    "fallbuch provider add awo --own-software": "tests/journeys/test_joining.py",
    f"fallbuch play {DEMO} --data .fallbuch": "tests/docs/test_demo.py, which plays the same story",
}
"""Who runs what is not run here. The file before the first comma holds it."""
RUN_AS = {
    "setup": "lint: setup",
    "lint": "test: lint",
    "demo": "fallbuch demo",
    "play": "STORY",
    "provider": '"provider", "add"',
    "backup": '"backup"',
    "restore": '"restore"',
}

TYPED = sorted({line.removeprefix(".venv/bin/") for page in pages() for line in commands(page)})
HERE = [line for line in TYPED if line not in ELSEWHERE]


@pytest.fixture(scope="module")
def weinheim(stack: Instance) -> Instance:
    """The stack with the grant, the posts and the houses that the pages ask about, and the cases of their stories."""
    assert typed("play", str(GRANT), "--data", str(stack.folder)).exit_code == 0
    for page in STORIES:
        assert play_page(stack, page).document["first_difference"] is None
    return stack


def run(stack: Instance, line: str) -> Said:
    words = shlex.split(line)
    assert words[0] == "fallbuch", f"nobody runs `{line}`: name who does in ELSEWHERE"
    return typed(*words[1:], "--data", str(stack.folder), "--json")


@pytest.mark.parametrize("line", HERE)
def test_what_a_page_tells_to_type_works_and_answers_what_the_contracts_say(weinheim: Instance, line: str) -> None:
    said = run(weinheim, line)
    assert said.exit_code == 0, said.out
    gap = missing(promised(line), said.document)
    assert gap is None, f"`{line}` does not answer {gap}"


def test_what_is_run_elsewhere_is_run_there() -> None:
    assert set(ELSEWHERE) <= set(TYPED), "nobody is told to type this any more"
    for line, where in ELSEWHERE.items():
        text = (ROOT / where.partition(",")[0]).read_text()
        ran = f'"{line.split()[1]}"' if where.endswith("stack") else RUN_AS.get(line.split()[1], line)
        assert ran in text, f"{where} does not run `{line}`"


def test_the_story_that_is_shown_can_be_read() -> None:
    assert read_story(ROOT / DEMO).parts


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_command_line_in_running_text_exists(page: Path) -> None:
    known = {row.split(" | ")[0].strip("`").split(" ")[0] for row in lines()}
    for words in page.read_text().split("`fallbuch ")[1:]:
        assert words.split("`")[0].split()[0] in known | {"COMMAND"}, words[:40]


def lines() -> list[str]:
    """Command lines as the contracts have them."""
    text = (ROOT / "docs" / "contracts.md").read_text()
    below = text.split("| Command | JSON holds at least |")[1].split("\n\n")[0]
    return [line.strip("| ") for line in below.splitlines()[2:]]


def promised(line: str) -> Shape:
    """What the contracts say that the answer to this line holds."""
    words = line.removeprefix("fallbuch ").split()
    for row in lines():
        command, shape = row.split("` | `")
        typed_first = command.strip("`").partition(" [")[0].split()
        named = [word for word in typed_first if word.islower() and not word.startswith("-")]
        if words[: len(named)] == named:
            return shape_of(shape.strip("`"))
    return pytest.fail(f"the contracts have no `{line}`")


def test_status_shows_what_the_operator_is_told(weinheim: Instance) -> None:
    services = run(weinheim, "fallbuch status").document["services"]
    fields = {field.strip("`, ") for row in table(ROOT / "docs" / "operations.md", "## Look") for field in [row[0]]}
    for field in (part.strip("` ") for cell in fields for part in cell.split(",")):
        assert all(field in service for service in services.values()), field
