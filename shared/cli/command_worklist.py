"""`worklist`: what a coordinator should look at on a day, as allocation lists it."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer

from shared.cli.ask import asking
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, OnDay, output_of
from shared.cli.output import Output
from shared.cli.root import app

REASONS = {
    "unallocated": "nicht zugeteilt",
    "over_ceiling": "über der Obergrenze",
    "offer_expired": "Angebot abgelaufen",
    "offer_declined": "Angebot abgelehnt",
    "stale": "lange kein Kontakt",
    "review_overdue": "Überprüfung überfällig",
    "consent_missing": "Einwilligung fehlt",
    "advice_3_years": "drei Jahre Beratung",
    "advice_4_years": "vier Jahre Beratung",
}


def _reason(text: str) -> str:
    if text not in REASONS:
        raise typer.BadParameter(f"a reason is one of {', '.join(REASONS)}")
    return text


Reason = Annotated[
    str | None, typer.Option("--reason", parser=_reason, metavar="REASON", help="only what is listed for it")
]


@app.command()
def worklist(
    context: typer.Context, on: OnDay, reason: Reason = None, folder: Folder = None, as_json: AsJson = False
) -> None:
    """Arbeitsvorrat: was an einem Tag anzusehen ist. What to look at on a day, what waits longest first."""
    out = output_of(context)
    found = asyncio.run(_ask(find(folder), on, reason))
    out.answer(found) if out.as_json else _show(out, found)


async def _ask(instance: Instance, on: date, reason: str | None) -> dict[str, Any]:
    """All pages as one list."""
    asked = {"on": on.isoformat()} | ({"reason": reason} if reason else {})
    rows: list[dict[str, Any]] = []
    async with asking(instance) as caller:
        while True:
            page = await caller.read("allocation", "/worklist", asked)
            rows += page["rows"]
            if page["next"] is None:
                return {"on": page["on"], "rows": rows}
            asked["after"] = page["next"]


def _show(out: Output, found: Mapping[str, Any]) -> None:
    columns = ["Grund · reason", "Fall · case", "Haus · house", "Träger · provider", "seit · since", "Tage · days>"]
    rows = [
        [
            f"{REASONS.get(row['reason'], '')} · {row['reason']}",
            row["case_id"],
            row["house"],
            row["provider"] or "-",
            row["since"],
            str(row["days"]),
        ]
        for row in found["rows"]
    ]
    out.table(f"Arbeitsvorrat am {found['on']} · worklist of that day", columns, rows)
    if not rows:
        out.line("Nichts anzusehen. · Nothing to look at.")
