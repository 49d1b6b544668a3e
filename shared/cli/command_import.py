"""`import FILE`: takes in a list of arrivals, CSV or XLSX, as a whole, or shows what is at fault in it."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from shared.cli.actor import Actor
from shared.cli.ask import detail_of
from shared.cli.exits import DIFFERENT, Different, Misused, NotAsked
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.output import Output
from shared.cli.root import app

BYTES_LIMIT = 5 * 1024 * 1024
PATIENCE_SECONDS = 100.0
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLERK = Actor("clerk", None, "import")

File = Annotated[Path, typer.Argument(metavar="FILE", help="Liste als CSV oder XLSX")]
Preview = Annotated[bool, typer.Option("--preview", help="Vorschau: show all faults, record nothing")]
TakeOver = Annotated[bool, typer.Option("--take-over", help="Bestand: each household is with a provider already")]


@app.command("import")
def import_(
    context: typer.Context,
    file: File,
    preview: Preview = False,
    take_over: TakeOver = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Zugangsliste einlesen. A list of arrivals is taken in as a whole, or refused with every row at fault."""
    out = output_of(context)
    content = _content(file)
    instance = find(folder)
    looked = asyncio.run(_send(instance, content, preview=True, take_over=take_over))
    if not preview and not looked["faults"]:
        looked = asyncio.run(_send(instance, content, preview=False, take_over=take_over))
    if out.as_json:
        out.answer(looked)
    else:
        _show(out, looked, preview)
    if looked["faults"]:
        raise typer.Exit(DIFFERENT)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > BYTES_LIMIT:
            raise Misused("A list of arrivals has at most 5 MiB.")
        return file.read_bytes()
    except OSError as error:
        raise Misused(f"The file cannot be read: {error.strerror}.") from None


async def _send(instance: Instance, content: bytes, preview: bool, take_over: bool) -> Any:
    """The service's answer. Raises `Different` for a refusal, `NotAsked` if nobody answers."""
    headers = {
        "Authorization": f"Bearer {instance.token(CLERK)}",
        "Content-Type": XLSX if content.startswith(b"PK") else "text/csv",
        "Accept-Language": "de",
    }
    params = {"preview": json.dumps(preview), "take_over": json.dumps(take_over)}
    try:
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
            url = f"{instance.urls['intake']}/imports"
            answer = await client.post(url, params=params, content=content, headers=headers)
    except httpx.HTTPError:
        raise NotAsked("intake does not answer. `fallbuch status` tells what runs.") from None
    if answer.is_success:
        return answer.json()
    sentence = f"intake: {detail_of(answer)}"
    raise NotAsked(sentence) if answer.status_code >= 500 else Different(sentence)


def _show(out: Output, looked: Any, preview: bool) -> None:
    for title, rows in (("Fehler · faults", looked["faults"]), ("Hinweise · may be known", looked["warnings"])):
        if rows:
            cells = [[str(row["row"]), row["column"], row["detail"]] for row in rows]
            out.table(title, ["Zeile · row>", "Spalte · column", "was · what"], cells)
    counted = f"{looked['households']} Haushalte · households, {looked['persons']} Personen · persons"
    if looked["faults"]:
        out.line("Abgelehnt, nichts erfasst · refused, nothing recorded")
    elif looked["already"]:
        out.line(f"Schon übernommen · taken in before: {counted}")
    elif preview:
        out.line(f"Vorschau, nichts erfasst · preview, nothing recorded: {counted}")
    else:
        out.line(f"Übernommen · taken in: {counted}")
