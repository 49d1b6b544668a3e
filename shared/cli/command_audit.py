"""`audit replay`: is Kafka's record complete, and does it give the figures that reporting gives?"""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from shared.cli.exits import DIFFERENT, Misused
from shared.cli.instance import find
from shared.cli.options import AsJson, AsOf, Folder, KnownOn, SomeGrant, Submitted, output_of
from shared.cli.output import Output
from shared.cli.replay import Asked, replay
from shared.cli.root import app
from shared.ids import service_of

group = typer.Typer(help="Prüfung: what an auditor can check.", no_args_is_help=True)
app.add_typer(group, name="audit")

WORDS = {True: "bytegleich · same to the byte", False: "VERSCHIEDEN · DIFFERENT", None: "nicht gefragt · not asked"}

FAULTS = {
    "hole at": ("Es fehlt Fakt", "missing is fact"),
    "fork at": ("Die Reihe gabelt sich bei Fakt", "the sequence forks at fact"),
    "root differs at": ("Die bezeugte Wurzel passt nicht zu Fakt", "the stated root does not fit fact"),
}

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="keep the facts there, a line each")]


@group.callback()
def audit() -> None:
    """Keeps `replay` a command of its own, also while it is the only one."""


@group.command("replay")
def replay_(
    context: typer.Context,
    grant: SomeGrant = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    submitted: Submitted = None,
    out_file: Out = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Nachrechnen allein aus Kafka. Replay from Kafka alone; exit 1 if anything is missing or other."""
    out = output_of(context)
    if grant and not as_of and not submitted:
        raise Misused("Which day? Give --as-of YYYY-MM-DD, or --submitted REPORT.")
    if (as_of or known_on) and (submitted or not grant):
        raise Misused("--as-of and --known-on belong to --report GRANT; a submitted report has its own days.")
    if out_file:
        check_new(out_file)
    found, good = asyncio.run(replay(find(folder), Asked(grant, as_of, known_on, submitted), out_file))
    if out.as_json:
        out.answer(found)
    else:
        show_verdict(out, found, computed=bool(grant or submitted))
    if not good:
        raise typer.Exit(DIFFERENT)


def check_new(path: Path) -> None:
    """Raises `Misused` unless a new file can be made there. A link is not followed, wherever it leads."""
    if os.path.lexists(path):
        raise Misused(f"{path} is there already; it was left as it is.")
    if not path.parent.is_dir():
        raise Misused(f"There is no folder {path.parent} to put {path.name} in.")
    if not os.access(path.parent, os.W_OK):
        raise Misused(f"Nothing can be written into {path.parent}.")


def show_verdict(out: Output, found: dict[str, Any], computed: bool = True) -> None:
    """The auditor's word for people. `computed`: whether a report was to be computed, too."""
    out.table(
        "Prüfung aus Kafka allein · replay from Kafka alone",
        ["Quelle · source", "Fakten · facts>", "Wurzel · root", "erklärt · stated"],
        [
            [
                source,
                str(one["facts"]),
                (one["root"] or "-")[:12],
                (one["stated_root"] or "-")[:12],
            ]
            for source, one in sorted(found["sources"].items())
        ],
    )
    out.line(f"Urteil · verdict: {found['verdict']}")
    if found["first_bad"]:
        out.line(f"Zuerst · first: {_fault(found['first_bad'])}")
    if found["report_sha256"]:
        out.line(f"Bericht · report: {found['report_sha256']}")
        out.line(f"Vergleich mit reporting · compared with reporting: {WORDS[found['same_as_reporting']]}")
    elif computed:
        out.line(f"Bericht nicht nachgerechnet · report not computed: {_why_not(found)}")


def _fault(first: Mapping[str, Any]) -> str:
    """The first finding as a sentence, German first."""
    place = f"{first['from_number']}"
    if first["to_number"] != first["from_number"]:
        place += f"-{first['to_number']}"
    german, english = FAULTS.get(first["kind"], (first["kind"], first["kind"]))
    source = service_of(first["source"])
    return f"{german} {place} von {source} · {english} {place} of {source}"


def _why_not(found: Mapping[str, Any]) -> str:
    """Nothing is computed from a record that is not whole."""
    if found["first_bad"]:
        return "die Aufzeichnung ist nicht vollständig · the record is not complete"
    waited = found["tail_seconds"]
    return f"die jüngsten Fakten sind seit {waited} s unbezeugt · the youngest facts were not stated for {waited} s"
