"""`relay resend|look|take-back`: what a service told, and what its topics say beyond its log."""

import asyncio
from typing import Annotated, Any

import typer

from shared.cli.actor import OPERATOR
from shared.cli.ask import asking
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, Service, output_of
from shared.cli.root import app

group = typer.Typer(help="Was ein Dienst den anderen sagt: what a service tells the others.", no_args_is_help=True)
app.add_typer(group, name="relay")

From = Annotated[int, typer.Option("--from", metavar="N", min=1, help="first fact number to send again")]


@group.command()
def resend(
    context: typer.Context, service: Service, first: From, folder: Folder = None, as_json: AsJson = False
) -> None:
    """Fakten ab Nummer N noch einmal senden. Who has them already ignores them."""
    out = output_of(context)
    found = asyncio.run(_resend(find(folder), service, first))
    if out.as_json:
        out.answer({"service": service, "from": first} | (found if isinstance(found, dict) else {}))
    out.line(f"{service} sendet alles ab {first} noch einmal · sends everything from {first} on again")


async def _resend(instance: Instance, service: str, first: int) -> Any:
    async with asking(instance, OPERATOR) as caller:
        return await caller.post(service, "/relay/resend", {"from_number": first})


HEADS = {
    "topic": "Topic · topic",
    "offset": "Offset · offset>",
    "number": "Nummer · number>",
    "type": "Art · type",
    "id": "Kennung · id",
    "time": "sagt, es war · says it was",
    "stored_at": "kam zu Kafka · came to Kafka",
}


@group.command()
def look(context: typer.Context, service: Service, folder: Folder = None, as_json: AsJson = False) -> None:
    """Was die Topics sagen und das Log nicht. What its topics say and its log does not; never what it holds."""
    out = output_of(context)
    found = asyncio.run(_look(find(folder), service))
    if out.as_json:
        out.answer({"service": service} | found)
        return
    rows = [["-" if row[name] is None else str(row[name]) for name in HEADS] for row in found["rows"]]
    title = f"Nicht im Log · not in the log of {service} ({found['facts']} eigene Fakten · own facts)"
    out.table(title, list(HEADS.values()) if rows else ["nichts · nothing"], rows)


@group.command("take-back")
def take_back(context: typer.Context, service: Service, folder: Folder = None, as_json: AsJson = False) -> None:
    """Nach einer Wiederherstellung: fehlende Fakten zurückholen. After a restore: take the missing facts back in."""
    out = output_of(context)
    found = asyncio.run(_take_back(find(folder), service))
    if out.as_json:
        out.answer({"service": service} | (found if isinstance(found, dict) else {}))
    out.line(f"{service}: {found['taken_back']} Fakten zurückgeholt · facts taken back")


async def _look(instance: Instance, service: str) -> dict[str, Any]:
    async with asking(instance, OPERATOR) as caller:
        found: dict[str, Any] = await caller.read(service, "/relay/not-in-log")
        return found


async def _take_back(instance: Instance, service: str) -> Any:
    async with asking(instance, OPERATOR) as caller:
        return await caller.post(service, "/relay/take-back", {})
