"""`settlement`: who owes whom, state, town and providers."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer

from shared.cli.ask import ask_grant
from shared.cli.exits import Misused
from shared.cli.instance import find
from shared.cli.options import AsJson, Folder, GrantId, KnownOn, day, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.money import euros

ThisDay = Annotated[date, typer.Option("--as-of", parser=day, metavar="DAY", help="Stichtag: what holds on this day")]
RepaidOn = Annotated[
    date | None, typer.Option("--repaid-on", parser=day, metavar="DAY", help="the day on which the town repays")
]
InterestFrom = Annotated[
    date | None,
    typer.Option("--interest-from", parser=day, metavar="DAY", help="the day on which the repayment was owed"),
]


@app.command()
def settlement(
    context: typer.Context,
    grant: GrantId,
    as_of: ThisDay,
    known_on: KnownOn = None,
    repaid_on: RepaidOn = None,
    interest_from: InterestFrom = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Abrechnung zwischen Land, Stadt und Trägern. Who owes whom: state, town and providers."""
    out = output_of(context)
    asked = days_asked(as_of, known_on, repaid_on, interest_from)
    found = asyncio.run(ask_grant(find(folder), grant, "settlement", asked))
    out.answer(found) if out.as_json else show_settlement(out, found)


def days_asked(
    as_of: date, known_on: date | None, repaid_on: date | None = None, interest_from: date | None = None
) -> dict[str, str]:
    """The days of a question. Raises `Misused` for one of the two that interest needs."""
    if (repaid_on is None) != (interest_from is None):
        raise Misused("Interest needs two days: --repaid-on DAY and --interest-from DAY.")
    days = {"as_of": as_of, "known_on": known_on, "repaid_on": repaid_on, "interest_from": interest_from}
    return {name: each.isoformat() for name, each in days.items() if each is not None}


def show_settlement(out: Output, found: Mapping[str, Any]) -> None:
    """A line for each provider, then town and state, then days."""
    known = f", Kenntnisstand · known on {found['known_on']}" if found["known_on"] else ""
    out.table(
        f"Abrechnung in Euro · settlement ({found['grant']}, Stichtag · as of {found['as_of']}{known})",
        [
            "Träger · provider",
            "Anspruch · entitlement>",
            "weitergeleitet · passed on>",
            "Ausgaben · actual cost>",
            "Überschuss · surplus>",
            "Träger erhält · provider receives>",
        ],
        [
            [provider, *(euros(one[field]) for field in COLUMNS)]
            for provider, one in [*sorted(found["providers"].items()), ("Summe · sum", _sums(found["providers"]))]
        ],
    )
    _town_and_state(out, found)
    _interest(out, found)
    out.line(f"Regelfassung · rule version: {found['rule_version']}")


COLUMNS = ("entitlement_cents", "passed_on_cents", "actual_cost_cents", "surplus_cents", "settlement_cents")


def _sums(providers: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    return {field: sum(one[field] for one in providers.values()) for field in COLUMNS}


def _town_and_state(out: Output, found: Mapping[str, Any]) -> None:
    out.line(f"Höchstbetrag · cap: {euros(found['cap_cents'])}")
    out.line(f"Erstattung an das Land · repayment to the state: {euros(found['repayment_cents'])}")
    if found["repayment_waived_cents"]:
        out.line(f"davon erlassen · waived of it: {euros(found['repayment_waived_cents'])}")
        out.line(f"noch zu erstatten · left to repay: {euros(found['repayment_open_cents'])}")
    if found["ended"]:
        how = {
            "revoked": "widerrufen ab · revoked from",
            "withdrawn": "zurückgenommen mit Wirkung vom · withdrawn from",
        }
        ended = found["ended"]
        out.line(f"Bewilligung {how[ended['what']]} {ended['effective_on']} ({ended['notice_ref']})")
    out.line(f"vom Land eingegangen · received: {euros(found['received_cents'])}")
    out.line(f"Stadt erhält vom Land · town receives from the state: {euros(found['state_settlement_cents'])}")
    out.line(f"Stadt trägt selbst · town carries itself: {euros(found['town_carries_cents'])}")
    out.line(f"Förderende · grant ends on: {found['grant_ends_on']}")
    out.line(f"Verwendungsnachweis fällig · proof due on: {found['due_on']}")


def _interest(out: Output, found: Mapping[str, Any]) -> None:
    if found["interest_days"] is None:
        return
    days = f"{found['interest_days']} Tage · days"
    if found["interest_cents"] is not None:
        out.line(f"Zinsen · interest: {euros(found['interest_cents'])} ({days})")
        if found["interest_waived_cents"]:
            left = euros(found["interest_open_cents"])
            out.line(f"Verzicht · waived: {euros(found['interest_waived_cents'])}, offen · left: {left}")
        return
    missing = ", ".join(found["interest_unknown_half_years"])
    out.line(
        f"Zinsen unbekannt · interest not known ({days}): Der Basiszinssatz fehlt für die Halbjahre ab "
        f"· no base rate for the half-years from {missing}."
    )
