"""`quarantine list|show|retry`: records that a service did not take for facts."""

import asyncio
import json
from typing import Annotated, Any

import typer

from shared.cli.actor import OPERATOR
from shared.cli.ask import asking
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, Service, output_of
from shared.cli.root import app

group = typer.Typer(help="Quarantäne: records that were not taken for facts.", no_args_is_help=True)
app.add_typer(group, name="quarantine")

Number = Annotated[int, typer.Argument(metavar="N", min=1, help="number of the record, from `quarantine list`")]


@group.command("list")
def list_(context: typer.Context, service: Service, folder: Folder = None, as_json: AsJson = False) -> None:
    """Was in Quarantäne liegt. What lies there, with the reason; never what it says."""
    out = output_of(context)
    rows = asyncio.run(_get(find(folder), service, "/quarantine"))
    rows = rows.get("rows", []) if isinstance(rows, dict) else rows
    if out.as_json:
        out.answer({"service": service, "rows": rows})
        return
    columns = list(rows[0]) if rows else ["leer · empty"]
    out.table(f"Quarantäne · quarantine of {service}", columns, [[str(row[name]) for name in columns] for row in rows])


@group.command()
def show(
    context: typer.Context, service: Service, number: Number, folder: Folder = None, as_json: AsJson = False
) -> None:
    """Ein Eintrag. One record: where it came from and why it lies there."""
    out = output_of(context)
    found = asyncio.run(_get(find(folder), service, f"/quarantine/{number}"))
    out.answer(found) if out.as_json else out.line(json.dumps(found, indent=2, ensure_ascii=False))


@group.command()
def retry(
    context: typer.Context, service: Service, number: Number, folder: Folder = None, as_json: AsJson = False
) -> None:
    """Noch einmal versuchen. Take the record in again."""
    out = output_of(context)
    found = asyncio.run(_retry(find(folder), service, number))
    if out.as_json:
        out.answer({"service": service, "number": number} | (found if isinstance(found, dict) else {}))
    out.line(f"{service}: {number} noch einmal versucht · tried again")


async def _get(instance: Instance, service: str, path: str) -> Any:
    async with asking(instance, OPERATOR) as caller:
        return await caller.read(service, path)


async def _retry(instance: Instance, service: str, number: int) -> Any:
    async with asking(instance, OPERATOR) as caller:
        return await caller.post(service, f"/quarantine/{number}/retry", {})
