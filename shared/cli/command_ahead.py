"""`forecast`: what is still to come. `diff`: what changed since a report was submitted."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import typer

from shared.cli.ask import ask_grant, asking
from shared.cli.command_settlement import ThisDay, days_asked
from shared.cli.exits import DIFFERENT
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, GrantId, KnownOn, day, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.ids import wire_id
from shared.money import euros

ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="id as in a story, or a UUID")]
Position = Annotated[str | None, typer.Option("--position", metavar="ID", help="what if: the post to which it happens")]
VacantFrom = Annotated[date | None, typer.Option("--vacant-from", parser=day, metavar="DAY", help="first vacant day")]
VacantUntil = Annotated[date | None, typer.Option("--vacant-until", parser=day, metavar="DAY", help="last vacant day")]
ShiftTo = Annotated[str | None, typer.Option("--shift-to", metavar="ID", help="the post that gets a share")]
Hundredths = Annotated[int | None, typer.Option("--fte-hundredths", min=1, max=100, help="the share that moves")]
Qualification = Annotated[
    Literal["degree", "vocational"] | None, typer.Option("--qualification", help="the class that changes")
]
On = Annotated[date | None, typer.Option("--on", parser=day, metavar="DAY", help="the day of share or class")]


@app.command()
def forecast(
    context: typer.Context,
    grant: GrantId,
    as_of: ThisDay,
    known_on: KnownOn = None,
    position: Position = None,
    vacant_from: VacantFrom = None,
    vacant_until: VacantUntil = None,
    shift_to: ShiftTo = None,
    fte_hundredths: Hundredths = None,
    qualification: Qualification = None,
    on: On = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Vorausschau, auch mit Was-wäre-wenn; erfasst nichts. What is still earned, also what-if; records nothing."""
    out = output_of(context)
    said = {
        "position_id": position and str(wire_id("position", position)),
        "vacant_from": vacant_from and vacant_from.isoformat(),
        "vacant_until": vacant_until and vacant_until.isoformat(),
        "shift_to": shift_to and str(wire_id("position", shift_to)),
        "fte_hundredths": fte_hundredths and str(fte_hundredths),
        "qualification_class": qualification,
        "on": on and on.isoformat(),
    }
    asked = days_asked(as_of, known_on) | {name: value for name, value in said.items() if value}
    found = asyncio.run(ask_grant(find(folder), grant, "forecast", asked))
    out.answer(found) if out.as_json else show_forecast(out, found)


@app.command()
def diff(context: typer.Context, report: ReportId, folder: Folder = None, as_json: AsJson = False) -> None:
    """Was sich seit einem vorgelegten Bericht geändert hat. What changed since a report; exit 1 if anything did."""
    out = output_of(context)
    found = {**asyncio.run(_ask_difference(find(folder), report)), "report_id": report}
    out.answer(found) if out.as_json else show_difference(out, found)
    if any(row["difference_cents"] for row in found["rows"]):
        raise typer.Exit(DIFFERENT)


def show_forecast(out: Output, found: Mapping[str, Any]) -> None:
    """Earned, still to come and in the end; a second table with what was asked."""
    for title, part in (("Bekannt · known", found["known"]), ("Was wäre wenn · what if", found["what_if"])):
        if part is None:
            continue
        out.table(
            f"{title}: {found['grant']}, Stichtag · as of {found['as_of']}",
            ["Träger · provider", "verdient · earned>", "noch · remaining>", "am Ende · in the end>"],
            [
                [provider, *(euros(one[field]) for field in COLUMNS)]
                for provider, one in [*sorted(part["providers"].items()), ("Summe · sum", part)]
            ],
        )
        out.line(f"Förderende · grant ends on: {part['grant_ends_on']}")
        out.line(f"Erstattung am Ende · repayment in the end: {euros(part['repayment_cents'])}")


COLUMNS = ("earned_cents", "remaining_cents", "in_the_end_cents")


def show_difference(out: Output, found: Mapping[str, Any]) -> None:
    """Each row then and now, and the facts behind what changed."""
    out.table(
        f"Seit dem Bericht · since the report {found['report_id']} (Stichtag · as of {found['as_of']})",
        ["Träger · provider", "Jahr · year", "vorgelegt · submitted>", "jetzt · now>", "Unterschied · difference>"],
        [
            [
                row["provider"],
                str(row["budget_year"]),
                *(euros(row[field]) for field in ("submitted_cents", "now_cents", "difference_cents")),
            ]
            for row in found["rows"]
        ],
    )
    for fact in found["facts"]:
        out.line(
            f"{fact['what']}, gilt ab · holds from {fact['effective_on']}, erfasst · recorded {fact['recorded_on']}"
        )


async def _ask_difference(instance: Instance, report: str) -> dict[str, Any]:
    async with asking(instance) as caller:
        found: dict[str, Any] = await caller.read("reporting", f"/reports/{wire_id('report', report)}/difference")
    return found
