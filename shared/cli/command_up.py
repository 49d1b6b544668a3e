"""`up`: starts PostgreSQL, Kafka and all services on a folder, and stays until it is told to stop."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from shared.cli.instance import DEFAULT_FOLDER
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.cli.show import Show
from shared.cli.starting import started
from shared.cli.stoppable import Stopped, run_stoppable

Clock = Annotated[
    Literal["system", "story"], typer.Option("--clock", help="story: the day is what a story says; never for real work")
]


@app.command()
def up(context: typer.Context, clock: Clock = "system", folder: Folder = None, as_json: AsJson = False) -> None:
    """Alles starten und laufen lassen. Start everything and stay; Ctrl-C stops it."""
    out = output_of(context)
    with suppress(Stopped):
        run_stoppable(_up(folder or DEFAULT_FOLDER, clock, out))
    out.say("Alles ist beendet · everything has stopped.")


async def _up(folder: Path, clock: Literal["system", "story"], out: Output) -> None:
    show = Show(out)
    with show:
        stack = started(folder, clock, show)
        running = await stack.__aenter__()
    try:
        _tell(out, folder, running.instance)
        await asyncio.Event().wait()
    finally:
        await stack.__aexit__(None, None, None)


def _tell(out: Output, folder: Path, instance: dict[str, Any]) -> None:
    """Every address, and what to do next."""
    addresses = {
        name: {"url": one["url"], "docs": f"{one['url']}/docs", "health": f"{one['url']}/health"}
        for name, one in instance["services"].items()
    }
    if out.as_json:
        out.answer({"data": str(folder), "kafka": instance["kafka"], "services": addresses})
        return
    rows = [[name, one["docs"], one["health"]] for name, one in addresses.items()]
    out.table(
        "Alles läuft · everything runs", ["Dienst · service", "Schnittstelle · API page", "Zustand · health"], rows
    )
    out.line(f"Kafka: {instance['kafka']}")
    option = "" if folder == DEFAULT_FOLDER else f" --data {folder}"
    out.line(f"Weiter in einem zweiten Fenster · next, in a second window: fallbuch status{option}")
    out.line("Ende mit Strg-C · Ctrl-C stops everything.")
