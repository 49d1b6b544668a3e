"""`receipts` and `ledger`: what was spent, receipt by receipt, and the books of a grant."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from shared.cli.ask import ask_grant
from shared.cli.command_settlement import days_asked
from shared.cli.exits import writing
from shared.cli.instance import find
from shared.cli.options import AsJson, AsOf, Folder, GrantId, KnownOn, day, output_of
from shared.cli.output import Output
from shared.cli.root import app
from shared.events.codes import LAST_DAY
from shared.money import euros

SIDES = ("Soll · debit>", "Haben · credit>")
OutFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", file_okay=False, help="folder for the journal's files")
]
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
    found = asyncio.run(ask_grant(find(folder), grant, "receipts", days_asked(as_of, known_on)))
    out.answer(found) if out.as_json else show_receipts(out, found)


@app.command()
def ledger(
    context: typer.Context,
    grant: GrantId,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    out_folder: OutFolder = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Kontobuch: jede Buchung, Soll und Haben. Every posting in double entry; --out writes it as CSV and Beancount."""
    out = output_of(context)
    found = asyncio.run(ask_grant(find(folder), grant, "ledger", days_asked(as_of or LAST_DAY, known_on)))
    journal = found.pop("journal")
    found["files"] = write_journal(out_folder, grant, journal) if out_folder else []
    out.answer(found) if out.as_json else show_ledger(out, found)


def write_journal(folder: Path, grant: str, journal: Mapping[str, str]) -> list[str]:
    """The journal as files: CSV with the mark by which spreadsheets know UTF-8, and text for Beancount."""
    csv_file, beancount_file = folder / f"ledger-{grant}.csv", folder / f"ledger-{grant}.beancount"
    with writing("the journal"):
        folder.mkdir(parents=True, exist_ok=True)
        csv_file.write_text(journal["csv"], encoding="utf-8-sig", newline="")
        beancount_file.write_text(journal["beancount"], encoding="utf-8")
    return [str(csv_file), str(beancount_file)]


def show_ledger(out: Output, found: Mapping[str, Any]) -> None:
    """A line for each leg, and what stands in each account."""
    out.table(
        f"Kontobuch in Euro · ledger ({found['grant']}, Stichtag · as of {found['as_of']})",
        ["Nr. · no.>", "Tag · day", "Vorgang · fact", "Zeichen · reference", "Konto · account", *SIDES],
        [
            [
                str(posting["number"]),
                posting["on"],
                posting["fact_type"],
                posting["reference"],
                leg["account"],
                *_sides(leg["cents"]),
            ]
            for posting in found["postings"]
            for leg in posting["legs"]
        ],
    )
    standing = [[account, *_sides(cents)] for account, cents in found["balances"].items()]
    out.table("Salden · balances", ["Konto · account", *SIDES], standing)
    for file in found["files"]:
        out.line(f"Geschrieben · written: {file}")


def _sides(cents: int) -> tuple[str, str]:
    return (euros(cents), "") if cents >= 0 else ("", euros(-cents))


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
