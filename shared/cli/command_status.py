"""`status`: where every service stands, in its own words; once, or again and again."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

import httpx
import typer

from shared.cli.caught_up import Health, Look, look
from shared.cli.exits import DIFFERENT, NotAsked
from shared.cli.instance import find
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.cli.screen import Screen
from shared.cli.status_table import COLUMNS, TITLE, notes, rows
from shared.cli.stoppable import Stopped, run_stoppable

PATIENCE_SECONDS = 5.0
WATCH_SECONDS = 2.0

Watch = Annotated[bool, typer.Option("--watch", help="immer wieder, bis Strg-C: again every two seconds")]


@app.command()
def status(context: typer.Context, watch: Watch = False, folder: Folder = None, as_json: AsJson = False) -> None:
    """Zustand aller Dienste. Where every service stands: facts, lag, what waits."""
    out = output_of(context)
    instance = find(folder)
    if watch:
        with suppress(Stopped):
            run_stoppable(_watch(out, instance.urls))
        return
    now = asyncio.run(_once(instance.urls))
    if not any(now.values()):
        raise NotAsked("No service answers. `fallbuch up` starts them.")
    _show(out, now)
    if not all(health and health.ready for health in now.values()):
        raise typer.Exit(DIFFERENT)


async def _once(urls: Mapping[str, str]) -> Look:
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        return await look(client, urls)


async def _watch(out: Output, urls: Mapping[str, str]) -> None:
    """Until it is cancelled. Who does not answer is shown as such."""
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        with Screen(out) as screen:
            while True:
                now = await look(client, urls)
                if out.as_json:
                    out.answer(document(now), indent=None)
                else:
                    screen.show(TITLE, COLUMNS, rows(now, time.time()), notes(now))
                await asyncio.sleep(WATCH_SECONDS)


def _show(out: Output, now: Look) -> None:
    if out.as_json:
        out.answer(document(now))
        return
    out.table(TITLE, COLUMNS, rows(now, time.time()))
    for note in notes(now):
        out.line(note)


def document(now: Look) -> dict[str, Any]:
    """As the contracts have it."""
    return {"services": {name: _entry(health) for name, health in now.items()}}


def _entry(health: Health | None) -> dict[str, Any]:
    if health is None:
        return {"ready": False, "why": ["does not answer"]}
    return health.model_dump(mode="json")
