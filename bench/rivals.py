"""Other event stores, each a program of its own below `bench/peers` that runs in an environment of its own.

`python -m bench.peers.<name> prepare --url URL` installs it and makes its tables; `run --url URL --callers N --facts M
--json` appends M facts and prints facts, seconds, cpu_seconds, missed and version. What cannot be had is left out.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

import asyncpg

from bench.measure import Run
from bench.rounds import Bar, Variant
from bench.servers import Servers

PREPARE_SECONDS, RUN_SECONDS = 120, 60


@dataclass(frozen=True)
class Rival:
    """`facts`, `must` and `aim` by the number of callers; the ratio is how many times as fast we are to be."""

    module: str
    name: str
    must: Mapping[int, float]
    aim: Mapping[int, float]
    facts: Mapping[int, int] = field(default_factory=lambda: {8: 1_000, 32: 1_000})

    @property
    def database(self) -> str:
        return f"rival_{self.module}"

    def bars(self, ours: str, callers: int) -> list[Bar]:
        must, aim = self.must.get(callers), self.aim.get(callers)
        missed = Bar(f"facts that a reader of {self.name} missed", self.name, of="missed", at_most=True, worst=True)
        return [Bar(f"against {self.name}", ours, self.name, must=must, aim=aim), missed]


RIVALS = (
    Rival("eventsourcing_default", "eventsourcing", {8: 6, 32: 20}, {8: 10, 32: 30}),
    Rival("eventsourcing_functions", "eventsourcing with functions", {8: 2, 32: 5}, {8: 3, 32: 7}),
    Rival("eventsource_py", "eventsource-py", {8: 4, 32: 15}, {8: 7, 32: 20}),
    Rival("emmett", "emmett", {8: 3, 32: 8}, {8: 4.5, 32: 12}),
    Rival("message_db", "message-db", {8: 1.6, 32: 5}, {8: 2.5, 32: 8}),
)


async def prepare(servers: Servers) -> list[Rival]:
    """Those that can be had here, each with a database of its own."""
    if find_spec("bench.peers") is None:
        return []
    return [rival for rival in RIVALS if find_spec(f"bench.peers.{rival.module}") and await _is_ready(servers, rival)]


async def _is_ready(servers: Servers, rival: Rival) -> bool:
    server = await asyncpg.connect(servers.superuser_url)
    try:
        await server.execute(f'DROP DATABASE IF EXISTS "{rival.database}"')
        await server.execute(f'CREATE DATABASE "{rival.database}"')
    finally:
        await server.close()
    try:
        said = json.loads((await _program(servers, rival, PREPARE_SECONDS, "prepare")).splitlines()[-1])
        why = said.get("skipped")
    except (RuntimeError, TimeoutError) as error:
        why = error
    if why:
        print(f"{rival.name} is left out: {why}", flush=True)
    return not why


def run(servers: Servers, rival: Rival, callers: int) -> Variant:
    """One run of its program."""

    async def variant() -> Run:
        asked = ("run", "--callers", str(callers), "--facts", str(rival.facts[callers]), "--json")
        said = json.loads((await _program(servers, rival, RUN_SECONDS, *asked)).splitlines()[-1])
        facts, seconds = float(said["facts"]), float(said["seconds"])
        figures = {"facts": facts, "seconds": seconds, "facts_per_second": facts / seconds}
        figures["cpu_us_per_fact"] = float(said["cpu_seconds"] or 0) * 1e6 / facts
        if said.get("missed") is not None:
            figures["missed"] = float(said["missed"])
        return Run(figures)

    return variant


async def _program(servers: Servers, rival: Rival, seconds: float, *arguments: str) -> str:
    """What it printed. Raises `RuntimeError` with its last words if it fails."""
    command = (sys.executable, "-m", f"bench.peers.{rival.module}", *arguments)
    url = servers.as_superuser(rival.database)
    process = await asyncio.create_subprocess_exec(
        *command, "--url", url, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, errors = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise RuntimeError(errors.decode().strip()[-300:])
    return out.decode()
