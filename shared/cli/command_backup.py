"""`backup DIR` and `restore DIR`: all databases of an embedded instance, with PostgreSQL's own tools."""

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from infra.embedded.backup import NotGood, back_up, put_back
from infra.folder import DataFolder, InUse
from shared.cli.command_audit import check_new
from shared.cli.exits import Different, Misused, NotAsked
from shared.cli.instance import DEFAULT_FOLDER, find
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.root import app

Into = Annotated[Path, typer.Argument(metavar="DIR", help="a new folder for the backup")]
From = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a backup")]

AFTERWARDS = """\
Nicht dabei sind die Geheimnisse: die Dateien …master-key getrennt aufbewahren.
Secrets are no part of it: keep the …master-key files somewhere else."""
NEXT = """\
Weiter · next: fallbuch up, dann · then fallbuch status. Wer hinter seinem Topic liegt, nimmt nichts an, bis
fallbuch relay look und relay take-back · who is behind his topic takes nothing until then."""


@app.command()
def backup(context: typer.Context, into: Into, folder: Folder = None, as_json: AsJson = False) -> None:
    """Sicherung aller Datenbanken. A verified copy of all databases, while everything runs."""
    out = output_of(context)
    instance = find(folder)
    if instance.folder is None:
        raise Misused("A backup is made on the machine where the stack runs.")
    check_new(into)
    try:
        back_up(_superuser(instance.folder), into)
    except NotGood as error:
        raise Different(f"There is no backup: {error}") from None
    if out.as_json:
        out.answer({"backup": str(into), "bytes": _size(into)})
    else:
        out.line(f"Gesichert und geprüft · backed up and verified: {into}, {_size(into) // 1_000_000} MB")
        out.line(AFTERWARDS)


@app.command()
def restore(context: typer.Context, backup: From, folder: Folder = None, as_json: AsJson = False) -> None:
    """Sicherung zurückspielen. Put a backup in the place of all databases; nothing may run meanwhile."""
    out = output_of(context)
    data = DataFolder((folder or DEFAULT_FOLDER).resolve())
    kept = asyncio.run(_put_back(backup, data))
    if out.as_json:
        out.answer({"restored": str(backup), "kept": str(kept) if kept else None})
    else:
        out.line(f"Zurückgespielt · restored: {backup}" + (f"; vorher · before: {kept}" if kept else ""))
        out.line(NEXT)


async def _put_back(backup: Path, data: DataFolder) -> Path | None:
    data.make()
    try:
        lock = await data.lock()
    except InUse as error:
        raise NotAsked(f"{error} Stop it first.") from None
    try:
        (data.root / "postgres").mkdir(mode=0o700, exist_ok=True)
        return await asyncio.to_thread(put_back, backup.resolve(), data.root / "postgres" / "cluster")
    except NotGood as error:
        raise Different(f"Nothing was changed: {error}") from None
    finally:
        os.close(lock)


def _superuser(folder: Path) -> str:
    server: dict[str, Any] = json.loads((folder / "instance.json").read_text(encoding="utf-8"))["postgres"]
    password = DataFolder(folder).secret("postgres.password")
    return f"postgresql://postgres:{password}@{server['host']}:{server['port']}/postgres"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
