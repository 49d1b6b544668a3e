"""`receipts`: what was spent, receipt by receipt."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import typer

from shared.cli.ask import asking
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, GrantId, KnownOn, day, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.ids import wire_id
from shared.money import euros

ThisDay = Annotated[
    date, typer.Option("--as-of", parser=day, metavar="DAY", help="Stichtag: what was paid through this day")
]


@app.command()
def receipts(
    context: typer.Context,
    grant: GrantId,
    as_of: ThisDay,
    known_on: KnownOn = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Belegliste: jede Ausgabe je Stelle, mit Summen. Every receipt by position, with sums."""
    out = output_of(context)
    asked = {"as_of": as_of.isoformat()} | ({"known_on": known_on.isoformat()} if known_on else {})
    found = asyncio.run(_ask(find(folder), grant, "receipts", asked))
    out.answer(found) if out.as_json else show_receipts(out, found)


def show_receipts(out: Output, found: Mapping[str, Any]) -> None:
    """A line for each receipt, one for the sum of each provider."""
    out.table(
        f"Belegliste in Euro · receipts ({found['grant']}, Stichtag · as of {found['as_of']})",
        [
            "Träger · provider",
            "Beleg · receipt",
            "gezahlt am · paid on",
            "Empfänger · payee",
            "Zweck · purpose",
            "Kostenart · cost type",
            "für · for",
            "liegt in · kept in",
            "Betrag · amount>",
            "förderfähig · eligible>",
        ],
        [*_receipt_rows(found), *_sum_rows(found)],
    )


def _receipt_rows(found: Mapping[str, Any]) -> Iterator[list[str]]:
    for position in found["positions"]:
        for row in position["receipts"]:
            yield [
                position["provider"],
                row["receipt_ref"],
                row["paid_on"],
                row["payee"],
                row["purpose"],
                row["cost_type"],
                f"{row['period']['starts_on']} - {row['period']['ends_on']}",
                row["kept_in"],
                euros(row["cents"]),
                euros(row["cents"] if row["eligible"] else 0),
            ]


def _sum_rows(found: Mapping[str, Any]) -> Iterator[list[str]]:
    sums = [*sorted(found["providers"].items()), ("Summe · sum", found)]
    for name, one in sums:
        yield [name, *[""] * 7, euros(one["spent_cents"]), euros(one["eligible_cents"])]


async def _ask(instance: Instance, grant: str, what: str, asked: Mapping[str, str]) -> dict[str, Any]:
    async with asking(instance) as caller:
        found: dict[str, Any] = await caller.read("reporting", f"/grants/{wire_id('grant', grant)}/{what}", asked)
    return {**found, "grant": grant}
