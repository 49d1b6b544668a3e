"""`proof`: the proof of use of a grant as files, as the state and the treasurer want them."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from shared.cli.ask import asking
from shared.cli.command_settlement import ThisDay, days_asked
from shared.cli.documents.proof import proof_of_use
from shared.cli.documents.sheets import Document
from shared.cli.exits import NotAsked, writing
from shared.cli.instance import Instance, find
from shared.cli.options import AsJson, Folder, GrantId, KnownOn, output_of
from shared.cli.output import Output
from shared.cli.root import app

QUESTIONS = ("report", "settlement", "explanation", "receipts")
TRIES = 20
OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR", file_okay=False, help="folder for the files")]


@app.command()
def proof(
    context: typer.Context,
    grant: GrantId,
    as_of: ThisDay,
    out_folder: OutFolder,
    known_on: KnownOn = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Verwendungsnachweis als PDF, XLSX, ODS und CSV. The proof of use of a grant, as files."""
    out = output_of(context)
    asked = days_asked(as_of, known_on)
    document, cut = asyncio.run(ask_proof(find(folder), grant, asked))
    files = write_files(document, out_folder, name_of(document, grant, as_of))
    found = {
        "grant": grant,
        **asked,
        "known_on": asked.get("known_on"),
        "cut": cut,
        "title": document.title,
        "files": files,
    }
    out.answer(found) if out.as_json else show_files(out, found)


async def ask_proof(instance: Instance, grant: str, asked: Mapping[str, str]) -> tuple[Document, Mapping[str, int]]:
    """All figures of one cut: asked again while somebody records. Raises `NotAsked` if that does not end."""
    async with asking(instance, language="de") as caller:
        for _ in range(TRIES):
            answers = [await caller.grant(grant, question, asked) for question in QUESTIONS]
            if all(answer["cut"] == answers[0]["cut"] for answer in answers):
                return proof_of_use(*answers), answers[0]["cut"]
    raise NotAsked("Somebody records all the time: ask again in a moment.")


def name_of(document: Document, grant: str, as_of: date) -> str:
    """How the files of a proof are called."""
    return f"{document.title.lower()}-{grant}-{as_of.isoformat()}"


def write_files(document: Document, folder: Path, name: str) -> list[dict[str, object]]:
    """Name, size and hash of each file. Raises `NotWritten`."""
    from shared.cli.documents.files import files_of  # only now: no other command needs what writes PDF

    written: list[dict[str, object]] = []
    with writing("the files"):
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files_of(document, name):
            (folder / file).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            written.append({"file": str(folder / file), "bytes": len(content), "sha256": digest})
    return written


def show_files(out: Output, found: Mapping[str, Any]) -> None:
    """Where the files lie."""
    rows = [[str(each["file"]), str(each["bytes"]), each["sha256"][:16]] for each in found["files"]]
    title = f"{found['title']} {found['grant']}, Stichtag · as of {found['as_of']} · proof of use"
    out.table(title, ["Datei · file", "Bytes · bytes>", "SHA-256"], rows)
