"""`python -m bench`: everything in turn, in less than ten minutes. `--rows append,relay --rounds 1` for a part."""

import argparse
import asyncio
import functools
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeVar

import structlog
import uvloop

from bench import history, picture, table
from bench.rounds import Result, Row, run_rounds
from bench.rows import (
    MakeRows,
    MakeTownRows,
    appending,
    batching,
    commanding,
    growing,
    hearing,
    households,
    listing,
    projecting,
    proposing,
    relaying,
    resting,
    verifying,
    visible,
)
from bench.servers import start_servers
from bench.town import start_town
from shared.process import look_for_garbage_seldom
from shared.trace import trace_as_json

ROWS: dict[str, MakeRows] = {
    "append": appending.make,
    "batches": batching.make,
    "relay": relaying.make,
    "hear": hearing.make,
    "project": projecting.make,
    "verify": verifying.make,
    "propose": proposing.make,
    "grow": growing.make,
    "list": listing.make,
}
TOWN_ROWS: dict[str, MakeTownRows] = {
    "memory": resting.make,
    "visible": visible.make,
    "http": commanding.make,
    "households": households.make,
}
LEAST_ROUNDS = 5
Place = TypeVar("Place")


def main() -> int:
    """Exit code 1 if anything was wrong: a fast wrong run is a failure. A bar that is missed is shown, not punished."""
    asked = arguments().parse_args()
    trace_as_json()
    look_for_garbage_seldom()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    began_at = time.monotonic()
    results = asyncio.run(run(asked.rows or [*ROWS, *TOWN_ROWS], asked))
    written = history.document(results, asked.rounds, time.monotonic() - began_at)
    print("\n" + "\n".join(table.lines(results)))
    if not asked.rows and asked.rounds >= LEAST_ROUNDS:
        table.put_into_readme(results, history.keep(written))
        picture.draw(results)
    wrong = [f"{result.row.key}: {what}" for result in results for what in result.wrong()]
    print(f"\n{len(results)} rows in {time.monotonic() - began_at:.0f} s, {len(wrong)} wrong", *wrong, sep="\n")
    return 1 if wrong else 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--rows", type=lambda text: text.split(","), help=f"only these of {', '.join((*ROWS, *TOWN_ROWS))}"
    )
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help="how many; only 5 or more are kept")
    parser.add_argument("--households", type=int, default=households.HOUSEHOLDS, help="how many come in over HTTP")
    parser.add_argument("--large", type=int, default=growing.LARGE, help="how many facts the large log holds")
    return parser


async def run(names: Sequence[str], asked: argparse.Namespace) -> list[Result]:
    """On servers that are thrown away. uvloop, on which services run and which is measured, cannot start servers."""
    alone = ROWS | {"grow": functools.partial(growing.make, large=asked.large)}
    town_rows = TOWN_ROWS | {"households": functools.partial(households.make, households=asked.households)}
    first = [make for name, make in alone.items() if name in names]
    second = [make for name, make in town_rows.items() if name in names]
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="fallbuch-bench-") as folder:
        if first:
            async with start_servers(Path(folder) / "servers") as servers:
                results += await asyncio.to_thread(lambda: uvloop.run(measure(servers, first, asked.rounds)))
        if second:
            async with start_town(Path(folder) / "town") as town:
                results += await asyncio.to_thread(lambda: uvloop.run(measure(town, second, asked.rounds)))
    return results


async def measure(
    place: Place, makers: Sequence[Callable[[Place], AbstractAsyncContextManager[list[Row]]]], rounds: int
) -> list[Result]:
    """One group of rows after the other."""
    results = []
    for make in makers:
        async with make(place) as rows:
            results += [await run_rounds(row, rounds, lambda text: print(text, flush=True)) for row in rows]
    return results


if __name__ == "__main__":
    sys.exit(main())
