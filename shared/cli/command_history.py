"""`history STREAM`: who did what, when, and why, as the auditor sees it, or as the workers of a provider do."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any

import typer
from babel.dates import format_date, format_datetime

from shared.cli.actor import AUDITOR, Actor
from shared.cli.ask import asking
from shared.cli.exits import Misused
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, output_of, provider_id
from shared.cli.root import app
from shared.clock import BERLIN
from shared.history.sentence import LOCALES
from shared.ids import wire_id
from shared.problems import Language

ID_KINDS = {
    "assignment": "case",
    "care": "case",
    "short": "short_contact",
    "budget": "grant",
    "volunteer": "staff",
}
"""Streams that are named after something of another kind."""
AS_WRITTEN = ("house", "catchment", "told", "reads")
"""Streams whose name holds no slug."""
OF_A_PROVIDER = ("care", "short", "plan", "referral", "staff", "volunteer")

Row = Mapping[str, Any]

Stream = Annotated[str, typer.Argument(metavar="STREAM", help="as case-k1, care-drk-k1, grant-weinheim-2018, told-drk")]
Lang = Annotated[Language, typer.Option("--lang", help="Sprache der Sätze: language of the sentences")]
SeenBy = Annotated[
    str | None,
    typer.Option("--provider", parser=provider_id, metavar="ID", help="a case as this provider's workers see it"),
]


@app.command()
def history(
    context: typer.Context,
    stream: Stream,
    lang: Lang = "de",
    provider: SeenBy = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Verlauf: wer hat wann was getan. Every fact of a stream; for a case, those of all services."""
    out = output_of(context)
    on_the_wire = wire_stream(stream)
    if provider is not None and not on_the_wire.startswith("case-"):
        raise Misused("--provider shows a case as its workers see it: the stream is written case-<id>.")
    found = {**asyncio.run(_ask(find(folder), on_the_wire, provider, lang)), "stream": stream}
    if out.as_json:
        out.answer(found)
        return
    numbers = {row["event_id"]: f"{row['service']} {row['fact_number']}" for row in found["rows"]}
    out.table(
        f"Verlauf · history of {stream}",
        [
            "Zeit · time",
            "gilt ab · effective",
            "Nummer · number",
            "wer · who",
            "was · what",
            "warum · why",
            "Berichtigung · correction",
            "Fakt · fact",
        ],
        [list(_cells(row, numbers, lang)) for row in found["rows"]],
    )


def _cells(row: Row, numbers: Mapping[str, str], lang: Language) -> Iterable[str]:
    """One fact as people read it. A correction shows on both rows."""
    recorded_at = datetime.fromisoformat(row["time"])
    yield format_datetime(recorded_at, "medium", tzinfo=BERLIN, locale=LOCALES[lang])
    yield format_date(date.fromisoformat(row["effective_on"]), "medium", locale=LOCALES[lang])
    yield numbers[row["event_id"]]
    yield row["who"]
    yield row["sentence"]
    yield row["because"]
    marks = {"corrects": "berichtigt · corrects", "corrected_by": "berichtigt durch · corrected by"}
    yield ", ".join(f"{words} {numbers.get(row[name], row[name])}" for name, words in marks.items() if row[name])
    yield row["what"]


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


async def _ask(instance: Instance, stream: str, provider: str | None, lang: str) -> dict[str, Any]:
    actor = Actor("caseworker", provider) if provider else AUDITOR
    service, path = "audit", f"/history/{stream}"
    if provider:
        service, path = f"provider-{provider}", f"/cases/{stream.removeprefix('case-')}/history"
    async with asking(instance, actor, lang) as caller:
        found: dict[str, Any] = await caller.read(service, path)
    return found
