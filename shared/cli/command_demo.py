"""`demo`: the whole Weinheim story on a fresh stack, and what comes out of it."""

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import typer

from infra.progress import Progress, Report
from shared.cli.command_audit import show_verdict
from shared.cli.command_proof import ask_proof, name_of, write_files
from shared.cli.command_report import ask_caseload, ask_report
from shared.cli.exits import Different
from shared.cli.figures import show_caseload, show_report
from shared.cli.instance import embedded
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.output import Output
from shared.cli.replay import Asked, replay
from shared.cli.root import app
from shared.cli.show import Show
from shared.cli.stage import play_on
from shared.cli.starting import started
from shared.cli.stoppable import run_stoppable
from shared.cli.story_file import Script, read_story

STORY = Path(__file__).parents[2] / "infra" / "demo" / "weinheim.yaml"
GRANT = "weinheim-2018"
DOCUMENTS = "documents"
AS_OF = date(2020, 12, 31)
BEFORE_THE_CORRECTION = date(2019, 1, 31)
FULL_HOUSES = date(2018, 12, 31)

Figures = dict[str, Any]

NEXT = """\
Wie es weitergeht · what to try next
  fallbuch up --clock story                                    alles starten und laufen lassen · start everything
  fallbuch play infra/demo/weinheim.yaml --data .fallbuch      die Geschichte dort spielen · play this story there
  fallbuch report weinheim-2018 --as-of 2018-12-31             mit und ohne --known-on 2019-01-31 · with and without
  fallbuch history position-drk-1                              wer hat wann was getan · who did what, when
  docs/stories.md                                              ein Datum ändern, andere Zahlen sehen · change a date"""


@app.command()
def demo(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    """Die Weinheimer Geschichte vorführen. Play the Weinheim story on a fresh stack, or on the one of a folder."""
    out = output_of(context)
    out.say("Fallbuch: Weinheim, 2018 bis 2020. Echtes PostgreSQL, echtes Kafka, acht Dienste · real servers.")
    figures = run_stoppable(_demo(read_story(STORY), folder, out))
    if out.as_json:
        out.answer(figures)
    else:
        _tell(out, figures)


async def _demo(script: Script, folder: Path | None, out: Output) -> Figures:
    with Show(out) as show:
        if folder is not None:
            return await _told_on(folder, script, show, folder / DOCUMENTS)
        with tempfile.TemporaryDirectory(prefix="fallbuch-demo-") as fresh:
            async with started(Path(fresh), "story", show):
                return await _told_on(Path(fresh), script, show, Path(".fallbuch") / DOCUMENTS)


async def _told_on(folder: Path, script: Script, report: Report, documents: Path) -> Figures:
    """Raises `NotAsked` if nothing runs there."""
    played = await play_on(folder, script, report)
    if played.first_difference:
        raise Different(f"The story went otherwise: {played.first_difference}")
    report(Progress("audit", "der Prüfer rechnet aus Kafka nach · the auditor replays from Kafka"))
    return {"played": played.document()} | await _figures(folder, documents)


async def _figures(folder: Path, documents: Path) -> Figures:
    instance = embedded(folder)
    then = {"as_of": AS_OF.isoformat(), "known_on": BEFORE_THE_CORRECTION.isoformat()}
    known_then, known_now, caseload, (verdict, good) = await asyncio.gather(
        ask_report(instance, GRANT, then),
        ask_report(instance, GRANT, {"as_of": AS_OF.isoformat()}),
        ask_caseload(instance, FULL_HOUSES),
        replay(instance, Asked(GRANT, AS_OF), None),
    )
    if not good:
        raise Different(f"The auditor does not find it complete: {verdict['verdict']}")
    answers = {"report_known_then": known_then, "report": known_now, "caseload": caseload, "audit": verdict}
    document, _ = await ask_proof(instance, GRANT, {"as_of": AS_OF.isoformat()})
    return answers | {
        "documents": await asyncio.to_thread(write_files, document, documents, name_of(document, GRANT, AS_OF))
    }


def _tell(out: Output, figures: Figures) -> None:
    show_report(out, figures["report_known_then"])
    out.line()
    out.line("Am 20.02.2019 wurde bekannt: die Stelle des DRK war erst ab 01.11.2018 besetzt. Seither gilt:")
    out.line("On 20 Feb 2019 it became known that DRK's post was filled only on 1 Nov 2018. Since then:")
    show_report(out, figures["report"])
    out.line()
    show_caseload(out, figures["caseload"])
    show_verdict(out, figures["audit"])
    out.line()
    out.line("Der Verwendungsnachweis als PDF, XLSX, ODS und CSV · the proof of use as files:")
    for each in figures["documents"]:
        out.line(f"  {each['file']}")
    out.line()
    out.line(NEXT)
