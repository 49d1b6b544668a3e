"""What the pages for users tell is what happens: their stories are played, the programmer's program is run."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from shared.cli.actor import Actor
from shared.cli.instance import Instance
from tests.docs.pages import ROOT, blocks, name_of
from tests.docs.played import STORIES, play_page
from tests.infra.wait import until

DOCS = ROOT / "docs"


@pytest.mark.parametrize("page", STORIES)
def test_the_story_of_a_page_comes_out_as_told(stack: Instance, page: str) -> None:
    said = play_page(stack, page)
    assert said.document["first_difference"] is None
    assert said.exit_code == 0


def test_the_volunteer_of_the_page_sees_what_it_says(stack: Instance) -> None:
    assert play_page(stack, "volunteer").exit_code == 0
    headers = {"Authorization": f"Bearer {stack.token(Actor('volunteer', 'caritas', 'nadia-2026'))}"}
    with httpx.Client(trust_env=False, headers=headers) as client:
        address = f"{stack.urls['provider-caritas']}/my-matches"
        asyncio.run(until(lambda: bool(client.get(address).json()["rows"][0]["given_name"])))
        (row,) = client.get(address).json()["rows"]
    assert (row["given_name"], row["task_kind"], row["until_on"]) == ("Layla", "conversation", "2026-08-31")


def test_the_program_of_the_page_runs_as_it_stands_there(stack: Instance, tmp_path: Path) -> None:
    (program,) = blocks(DOCS / "programmer.md", "python")
    assert stack.folder is not None
    (tmp_path / ".fallbuch").symlink_to(stack.folder)
    (tmp_path / "program.py").write_text(program)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "program.py"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.strip()) == 36


@pytest.mark.parametrize("page", ["coordinator", "caseworker", "volunteer", "programmer", "operations", "audit"])
def test_each_kind_of_user_finds_a_page_from_the_readme(page: str) -> None:
    assert f"(docs/{page}.md)" in (ROOT / "README.md").read_text(), name_of(DOCS / f"{page}.md")
