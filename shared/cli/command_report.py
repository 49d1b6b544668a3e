"""`report`, `caseload`, `indicators`: figures, as reporting and allocation compute them."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

import typer

from shared.cli.ask import asking
from shared.cli.exits import Different, Misused
from shared.cli.figures import show_caseload, show_indicators, show_report
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, AsOf, Folder, GrantId, KnownOn, OnDay, Submitted, Year, output_of
from shared.cli.root import app
from shared.ids import wire_id


@app.command()
def report(
    context: typer.Context,
    grant: GrantId,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    submitted: Submitted = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Zuwendung: Anspruch je Träger und Haushaltsjahr. What each provider is entitled to, by budget year."""
    out = output_of(context)
    asked = question(as_of, known_on, submitted)
    found = asyncio.run(ask_report(find(folder), grant, asked))
    out.answer(found) if out.as_json else show_report(out, found)


@app.command()
def caseload(context: typer.Context, on: OnDay, folder: Folder = None, as_json: AsJson = False) -> None:
    """Fallbelastung: Personen je Vollzeitstelle an einem Tag. Persons per FTE on a day."""
    out = output_of(context)
    found = asyncio.run(ask_caseload(find(folder), on))
    out.answer(found) if out.as_json else show_caseload(out, found)


@app.command()
def indicators(
    context: typer.Context,
    grant: GrantId,
    year: Year,
    known_on: KnownOn = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Kennzahlen eines Jahres, jede Person einmal gezählt. A year's figures, each person counted once."""
    out = output_of(context)
    found = asyncio.run(_ask_indicators(find(folder), grant, year, known_on))
    out.answer(found) if out.as_json else show_indicators(out, found, year)


def question(as_of: date | None, known_on: date | None, submitted: str | None) -> dict[str, str]:
    """What is asked about a grant. Raises `Misused` unless it is a day, or a submitted report."""
    if submitted is not None:
        if as_of or known_on:
            raise Misused("A submitted report has its own days: leave out --as-of and --known-on.")
        return {"submitted": str(wire_id("report", submitted))}
    if as_of is None:
        raise Misused("Which day? Give --as-of YYYY-MM-DD.")
    return {"as_of": as_of.isoformat()} | ({"known_on": known_on.isoformat()} if known_on else {})


async def ask_report(instance: Instance, grant: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """The report as reporting computes it, with the grant named as it was asked for."""
    grant_id = str(wire_id("grant", grant))
    async with asking(instance) as caller:
        if "submitted" in asked:
            found = await caller.read("reporting", f"/reports/{asked['submitted']}")
        else:
            found = await caller.read("reporting", f"/grants/{grant_id}/report", asked)
    if found["grant"] != grant_id:
        raise Different(f"That report is one on another grant than {grant}.")
    return {**found, "grant": grant}


async def ask_caseload(instance: Instance, on: date) -> dict[str, Any]:
    """The caseload as allocation computes it."""
    async with asking(instance) as caller:
        found: dict[str, Any] = await caller.read("allocation", "/caseload", {"on": on.isoformat()})
    return found


async def _ask_indicators(instance: Instance, grant: str, year: int, known_on: date | None) -> dict[str, Any]:
    asked = {"year": str(year)} | ({"known_on": known_on.isoformat()} if known_on else {})
    async with asking(instance) as caller:
        found: dict[str, Any] = await caller.read("reporting", f"/grants/{wire_id('grant', grant)}/indicators", asked)
    return found
