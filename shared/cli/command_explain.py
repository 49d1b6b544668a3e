"""`explain`: what an amount was computed from, by which rule, down to facts and exact fractions."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from shared.cli.ask import ask_grant
from shared.cli.command_settlement import InterestFrom, RepaidOn, ThisDay, days_asked
from shared.cli.instance import find
from shared.cli.options import AsJson, Folder, KnownOn, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.ids import wire_id
from shared.money import euros

AmountId = Annotated[
    str, typer.Argument(metavar="AMOUNT", help="GRANT, or GRANT/AMOUNT as weinheim-2018/settlement/caritas")
]


@app.command()
def explain(
    context: typer.Context,
    amount: AmountId,
    as_of: ThisDay,
    known_on: KnownOn = None,
    repaid_on: RepaidOn = None,
    interest_from: InterestFrom = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Woraus ein Betrag berechnet ist; nur mit der Zuwendung: welche es gibt. What an amount was computed from."""
    out = output_of(context)
    grant, _, name = amount.partition("/")
    asked = days_asked(as_of, known_on, repaid_on, interest_from) | ({"amount": wire_name(name)} if name else {})
    found = asyncio.run(ask_grant(find(folder), grant, "explanation", asked))
    if out.as_json:
        out.answer(found)
    elif name:
        show_amount(out, found)
    else:
        show_names(out, found)


def wire_name(name: str) -> str:
    """An amount's name with the position's id as it goes over the wire."""
    words = name.split("/")
    return "/".join(["position", str(wire_id("position", words[1])), *words[2:]]) if words[0] == "position" else name


def show_names(out: Output, found: Mapping[str, Any]) -> None:
    """Every amount that can be asked for."""
    out.table(
        f"Beträge in Euro · amounts ({found['grant']}, Stichtag · as of {found['as_of']})",
        ["Betrag · amount", "Euro>"],
        [[one["amount"], euros(one["cents"])] for one in found["amounts"]],
    )


def show_amount(out: Output, found: Mapping[str, Any]) -> None:
    """The amount, what it is made of, and the facts below each."""
    for line in lines(found, "", 1):
        out.line(line)
    out.line(f"Regelfassung · rule version: {found['rule_version']}")


def lines(amount: Mapping[str, Any], indent: str, sign: int) -> Iterator[str]:
    """An amount as text: a line for it, then its formula, steps, facts and parts."""
    yield f"{indent}{'+' if sign > 0 else '-'} {amount['amount']}: {euros(amount['cents'])}"
    yield f"{indent}    {amount['formula']['de']} · {amount['formula']['en']}"
    yield f"{indent}    Quelle · source: {amount['source']}"
    if amount["exact_cents"] is not None:
        yield f"{indent}    genau · exact: {amount['exact_cents']} Cent"
    for step in amount["steps"]:
        said = ", ".join(f"{name} {value}" for name, value in step.items() if name not in ("exact_cents", "fact_ids"))
        yield f"{indent}    {said}: {step['exact_cents']} Cent"
    for fact_id in amount["fact_ids"]:
        yield f"{indent}    Tatsache · fact {fact_id}"
    for part in amount["parts"]:
        yield from lines(part, indent + "  ", part["sign"])
