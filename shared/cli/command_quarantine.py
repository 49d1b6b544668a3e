"""`quarantine list|show|retry`: records that a service did not take for facts."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from shared.cli.actor import OPERATOR
from shared.cli.ask import asking
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, Service, output_of
from shared.cli.root import app

group = typer.Typer(help="Quarantäne: records that were not taken for facts.", no_args_is_help=True)
app.add_typer(group, name="quarantine")

HEADS = {
    "number": "Nummer · number>",
    "topic": "Topic · topic",
    "offset": "Offset · offset>",
    "reason": "Grund · reason",
    "seen_at": "gesehen · seen at",
    "retried_at": "erneut versucht · retried at",
    "record_bytes": "Bytes · bytes>",
    "truncated": "gekürzt · only its beginning is kept",
}
WORDS = {None: "-", True: "ja · yes", False: "nein · no"}

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
    columns = list(HEADS.values()) if rows else ["leer · empty"]
    out.table(f"Quarantäne · quarantine of {service}", columns, [_cells(row) for row in rows])


@group.command()
def show(
    context: typer.Context, service: Service, number: Number, folder: Folder = None, as_json: AsJson = False
) -> None:
    """Ein Eintrag. One record: where it came from and why it lies there."""
    out = output_of(context)
    found = asyncio.run(_get(find(folder), service, f"/quarantine/{number}"))
    if out.as_json:
        out.answer(found)
    for head, cell in zip(HEADS.values(), _cells(found), strict=True):
        out.line(f"{head.removesuffix('>')}: {cell}")


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


def _cells(row: Mapping[str, Any]) -> list[str]:
    """One record as people read it, in the order of `HEADS`."""
    found = {name: row.get(name) for name in HEADS}
    found["retried_at"] = found["retried_at"] or "noch nicht · not yet"
    return [WORDS[value] if value is None or isinstance(value, bool) else str(value) for value in found.values()]


async def _get(instance: Instance, service: str, path: str) -> Any:
    async with asking(instance, OPERATOR) as caller:
        return await caller.read(service, path)


async def _retry(instance: Instance, service: str, number: int) -> Any:
    async with asking(instance, OPERATOR) as caller:
        return await caller.post(service, f"/quarantine/{number}/retry", {})
