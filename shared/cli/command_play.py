"""`play FILE`: plays a story on the stack of a folder, or on a fresh one."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from infra.progress import Report
from shared.cli.exits import DIFFERENT, NotAsked
from shared.cli.instance import embedded
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.player import Played
from shared.cli.root import app
from shared.cli.show import Show
from shared.cli.stage import play_on
from shared.cli.starting import started
from shared.cli.stoppable import run_stoppable
from shared.cli.story_file import Script, read_story

File = Annotated[Path, typer.Argument(metavar="FILE", help="the story, as docs/stories.md explains")]


@app.command()
def play(context: typer.Context, file: File, folder: Folder = None, as_json: AsJson = False) -> None:
    """Eine Geschichte spielen. Play a story, and compare what comes out with what it says."""
    out = output_of(context)
    script = read_story(file)
    with Show(out) as show:
        played = run_stoppable(_play(script, folder, show))
    if out.as_json:
        out.answer(played.document())
    elif played.first_difference:
        out.line(f"VERSCHIEDEN · DIFFERENT: {played.first_difference}")
    else:
        out.line(f"{played.title}: alles wie erzählt · all as told ({played.passed}/{played.steps})")
    if played.first_difference:
        raise typer.Exit(DIFFERENT)


async def _play(script: Script, folder: Path | None, report: Report) -> Played:
    async with _a_stack(folder, report) as running:
        return await play_on(running, script, report)


@asynccontextmanager
async def _a_stack(folder: Path | None, report: Report) -> AsyncIterator[Path]:
    """The folder of a running stack: the one that was named if something runs there, else a fresh one."""
    if folder is not None and _runs(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="fallbuch-play-") as fresh:
        async with started(Path(fresh), "story", report):
            yield Path(fresh)


def _runs(folder: Path) -> bool:
    try:
        embedded(folder)
    except NotAsked:
        return False
    return True
