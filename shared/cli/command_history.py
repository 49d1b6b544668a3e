"""`history STREAM`: who did what, when, and why, as the auditor sees it."""

import asyncio
from typing import Annotated, Any

import typer

from shared.cli.ask import asking
from shared.cli.exits import Misused
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.root import app
from shared.ids import wire_id

ID_KINDS = {"assignment": "case", "care": "case", "short": "short_contact"}
"""Streams that are named after something of another kind."""
AS_WRITTEN = ("house", "catchment", "told", "reads", "budget")
"""Streams whose name holds no slug."""
OF_A_PROVIDER = ("care", "short", "plan", "referral", "staff", "volunteer")

Stream = Annotated[str, typer.Argument(metavar="STREAM", help="as grant-weinheim-2018, case-k1, care-drk-k1, told-drk")]


@app.command()
def history(context: typer.Context, stream: Stream, folder: Folder = None, as_json: AsJson = False) -> None:
    """Verlauf: wer hat wann was getan. Every fact of a stream, in order."""
    out = output_of(context)
    on_the_wire = wire_stream(stream)
    found = {**asyncio.run(_ask(find(folder), on_the_wire)), "stream": stream}
    if out.as_json:
        out.answer(found)
        return
    out.table(
        f"Verlauf · history of {stream}",
        ["Zeit · time", "gilt ab · effective", "wer · who", "was · what", "warum · why", "berichtigt · corrected by"],
        [
            [
                str(row[name] if row.get(name) is not None else "")
                for name in ("time", "effective_on", "actor", "what", "why", "corrected_by")
            ]
            for row in found["rows"]
        ],
    )


def wire_stream(stream: str) -> str:
    """The stream's name on the wire. Raises `Misused` if it cannot be one."""
    category, _, rest = stream.partition("-")
    before = ""
    if category in OF_A_PROVIDER:
        provider, _, rest = rest.partition("-")
        before = f"{provider}-"
    if not rest:
        raise Misused(f"`{stream}` is no stream: it is written <category>-<id>, as case-k1 or care-drk-k1.")
    if category in AS_WRITTEN:
        return stream
    try:
        return f"{category}-{before}{wire_id(ID_KINDS.get(category, category), rest)}"
    except ValueError as error:
        raise Misused(f"`{stream}` is no stream: {error}.") from None


async def _ask(instance: Instance, stream: str) -> dict[str, Any]:
    async with asking(instance) as caller:
        found: dict[str, Any] = await caller.read("audit", f"/history/{stream}")
    return found
