"""The options and arguments that several commands share, checked before anybody is asked."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shared.cli.output import Output
from shared.events.codes import FIRST_DAY, ISO_DAY, LAST_DAY
from shared.ids import PROVIDER, wire_id


def day(text: str) -> date:
    """A day as it is typed. Raises `BadParameter` for what is none."""
    if not ISO_DAY.fullmatch(text):
        raise typer.BadParameter("a day is written YYYY-MM-DD, as 2019-01-31")
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("the calendar has no such day") from None
    if not FIRST_DAY <= asked <= LAST_DAY:
        raise typer.BadParameter(f"a day lies from {FIRST_DAY.year} through {LAST_DAY.year}")
    return asked


def _slug(text: str) -> str:
    try:
        wire_id("any", text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return text


def provider_id(text: str) -> str:
    """Raises `BadParameter` for a text that no provider can be called."""
    if not PROVIDER.fullmatch(text):
        raise typer.BadParameter("a provider is written in small letters and digits, as drk")
    return text


Folder = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", file_okay=False, help="folder of the instance on this machine, .fallbuch at first"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
"""Seen by `root.run` before anything is parsed: also a mistake in the arguments is answered as JSON."""
GrantId = Annotated[str, typer.Argument(parser=_slug, metavar="GRANT", help="id as in a story, or a UUID")]
SomeGrant = Annotated[
    str | None, typer.Option("--report", parser=_slug, metavar="GRANT", help="compute this grant's report, too")
]
AsOf = Annotated[
    date | None, typer.Option("--as-of", parser=day, metavar="DAY", help="Stichtag: what holds on this day")
]
Submitted = Annotated[
    str | None,
    typer.Option("--submitted", parser=_slug, metavar="REPORT", help="vorgelegter Bericht: day and cut of that report"),
]
KnownOn = Annotated[
    date | None,
    typer.Option("--known-on", parser=day, metavar="DAY", help="Kenntnisstand: what was recorded by this day's end"),
]
OnDay = Annotated[date, typer.Option("--on", parser=day, metavar="DAY", help="the day that is asked about")]
Year = Annotated[int, typer.Option("--year", min=FIRST_DAY.year, max=LAST_DAY.year, help="Haushaltsjahr")]
Provider = Annotated[str | None, typer.Option("--provider", parser=provider_id, metavar="ID", help="as caritas")]
ProviderId = Annotated[str, typer.Argument(parser=provider_id, metavar="ID", help="small letters and digits, as awo")]
Service = Annotated[str, typer.Argument(metavar="SERVICE", help="as intake, or provider-drk")]


def output_of(context: typer.Context) -> Output:
    """Where this run's words go."""
    out = context.find_object(Output)
    assert out is not None
    return out
