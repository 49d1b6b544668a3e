"""The run that every test here looks at: 60 kills, every fault of the whole system once, 2,000 commands."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.oracles.liveness import ask
from tests.faults.oracles.where import Where
from tests.faults.runner import Plan, Report, run
from tests.faults.site import Site, open_site

SEED = 20181015
PLAN = Plan(seed=SEED, times=5, commands=2_000)
FROZEN_SECONDS, LONGEST_STOP_SECONDS = 12.0, 20.0
"""Shorter than in the large run: everybody waits for this one."""
REPORT = Path("build/faults.json")


@dataclass(frozen=True)
class Finished:
    """A run that is over. `where`: copies of its databases, beside the topics and the journal as they were left."""

    report: Report
    where: Where
    health: dict[str, dict[str, Any]]

    def copy(self, service: str, name: str) -> Where:
        """The same place with another copy of one service's database, to be tampered with."""
        with psycopg.connect(self.where.postgres, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.where.databases[service]}"')  # type: ignore[arg-type]
        return self.where.afresh(databases={**self.where.databases, service: name})


@pytest.fixture(scope="package")
async def finished(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Finished]:
    seed = int(os.environ.get("SEED", SEED))
    folder = tmp_path_factory.mktemp("faults")
    async with open_site(
        folder, seed, frozen_seconds=FROZEN_SECONDS, longest_stop_seconds=LONGEST_STOP_SECONDS
    ) as site:
        report = await run(site, Plan(**{**vars(PLAN), "seed": seed}), noted(REPORT.with_suffix(".log")))
        write(report, REPORT)
        health = {service: ask(url) or {} for service, url in site.where.urls.items()}
        yield Finished(report, await at_rest(site), health)


async def at_rest(site: Site) -> Where:
    """With the services stopped, and a copy of each database."""
    await asyncio.gather(*(site.stack.stop(service) for service in site.where.services))
    before = Finished(Report(0, ""), site.where, {})
    for service in site.where.services:
        await asyncio.to_thread(before.copy, service, f"kept-{service}")
    return site.where.afresh(databases={service: f"kept-{service}" for service in site.where.services})


def noted(path: Path) -> Callable[[str], None]:
    """Writes down how far a run is, with the seconds since its start: what hangs is seen at once."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    began_at = time.monotonic()

    def say(text: str) -> None:
        with path.open("a") as log:
            log.write(f"{time.monotonic() - began_at:.1f} s: {text}\n")

    return say


def write(report: Report, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report.as_json(), indent=1) + "\n")
