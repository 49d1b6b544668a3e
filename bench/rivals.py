"""Rows 1-3 against other event stores: programs below `bench/peers`, each in an environment of its own.

All append the same fact while a reader follows; Fallbuch is one of them here. What cannot be had is left out, with a
word.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.measure import Run
from bench.rounds import Bar, Variant
from bench.servers import Servers

PREPARE_SECONDS, RUN_SECONDS = 300, 60


@dataclass(frozen=True)
class Rival:
    """`must`, `aim` and `facts` by the number of callers. The ratio says how many times as fast we are to be."""

    module: str
    name: str
    must: Mapping[int, float] = field(default_factory=dict)
    aim: Mapping[int, float] = field(default_factory=dict)
    facts: Mapping[int, int] = field(default_factory=lambda: {8: 500, 32: 1_000})


OURS = Rival("fallbuch", "Fallbuch among them", facts={8: 2_000, 32: 6_000})
RIVALS = (
    Rival("eventsourcing_default", "eventsourcing", {8: 6, 32: 20}, {8: 10, 32: 30}),
    Rival("eventsourcing_functions", "eventsourcing with functions", {8: 2, 32: 5}, {8: 3, 32: 7}),
    Rival("eventsource_py", "eventsource-py", {8: 4, 32: 15}, {8: 7, 32: 20}),
    Rival("emmett", "emmett", {8: 3, 32: 8}, {8: 4.5, 32: 12}),
    Rival("message_db", "message-db", {8: 1.6, 32: 5}, {8: 2.5, 32: 8}),
)


async def prepare() -> list[Rival]:
    """Those that can be had here."""
    return [rival for rival in (OURS, *RIVALS) if await _is_there(rival)]


async def _is_there(rival: Rival) -> bool:
    try:
        said = await _program(rival, PREPARE_SECONDS, "prepare")
    except (RuntimeError, TimeoutError) as error:
        said = {"skipped": str(error)}
    if "skipped" in said:
        print(f"{rival.name} is left out: {said['skipped']}", flush=True)
    return "skipped" not in said


def variants(servers: Servers, there: list[Rival], callers: int) -> dict[str, Variant]:
    return {rival.name: _variant(servers, rival, callers) for rival in there}


def bars(there: list[Rival], callers: int) -> list[Bar]:
    """Our rate divided by theirs, and what a reader missed of each."""
    others = [rival for rival in there if rival is not OURS]
    ratios = [
        Bar(f"against {each.name}", OURS.name, each.name, must=each.must.get(callers), aim=each.aim.get(callers))
        for each in others
    ]
    ours = Bar("facts that a reader missed, among the others", OURS.name, None, "missed", 0, at_most=True, worst=True)
    text = "facts that a reader of {} missed"
    missed = [Bar(text.format(each.name), each.name, None, "missed", at_most=True, worst=True) for each in others]
    return [*ratios, ours, *missed]


def _variant(servers: Servers, rival: Rival, callers: int) -> Variant:
    async def run() -> Run:
        facts = str(rival.facts[callers])
        load = ("--url", servers.superuser_url, "--callers", str(callers), "--facts", facts)
        said = await _program(rival, RUN_SECONDS, "run", *load, "--json")
        facts_appended, seconds = float(said["facts"]), float(said["seconds"])
        return Run(
            {
                "facts": facts_appended,
                "seconds": seconds,
                "facts_per_second": facts_appended / seconds,
                "client_cpu_us_per_fact": float(said["cpu_seconds"]) * 1e6 / facts_appended,
                "missed": float(said["missed"]),
            }
        )

    return run


async def _program(rival: Rival, seconds: float, *arguments: str) -> dict[str, Any]:
    """The line that it printed. Raises `RuntimeError` with its last words if it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"bench.peers.{rival.module}", *arguments),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, errors = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise RuntimeError(errors.decode().strip()[-300:])
    said: dict[str, Any] = json.loads(out.splitlines()[-1])
    return said
