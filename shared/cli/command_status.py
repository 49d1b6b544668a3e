"""`status`: where every service stands, in its own words."""

import asyncio
from typing import Any

import httpx
import typer

from shared.cli.caught_up import Health, Look, look
from shared.cli.exits import DIFFERENT, NotAsked
from shared.cli.instance import find
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.output import Output
from shared.cli.root import app

PATIENCE_SECONDS = 5.0


@app.command()
def status(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    """Zustand aller Dienste. Where every service stands: facts, lag, what waits."""
    out = output_of(context)
    instance = find(folder)
    now = asyncio.run(_look(instance.urls))
    if not any(now.values()):
        raise NotAsked("No service answers. `fallbuch up` starts them.")
    if out.as_json:
        out.answer({"services": {name: document(health) for name, health in now.items()}})
    else:
        _show(out, now)
    if not all(health and health.ready for health in now.values()):
        raise typer.Exit(DIFFERENT)


async def _look(urls: Any) -> Look:
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        return await look(client, urls)


def document(health: Health | None) -> dict[str, Any]:
    """One service's entry."""
    if health is None:
        return {"ready": False, "why": ["does not answer"]}
    return health.model_dump(mode="json")


def _show(out: Output, now: Look) -> None:
    rows = []
    for name, health in now.items():
        if health is None:
            rows.append([name, "antwortet nicht · does not answer", "", "", "", "", ""])
            continue
        state = "bereit · ready" if health.ready else f"nicht bereit · not ready: {', '.join(health.why)}"
        counts = (health.log_position, health.facts, sum(health.lag.values()), health.outbox, health.quarantine)
        rows.append([name, state, *map(str, counts)])
    columns = ["Dienst · service", "Zustand · state", "Log · log position>", "eigene Fakten · own facts>"]
    columns += ["ungehört · lag>", "ungesagt · outbox>", "Quarantäne · quarantine>"]
    out.table("Zustand · status", columns, rows)
    for name, health in now.items():
        if health and health.waiting_for:
            out.line(f"{name} wartet auf · waits for: {health.waiting_for}")
