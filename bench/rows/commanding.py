"""Commands over HTTP by 32 callers: token, strict body, decision, fact, commit, answer; against a bare handler."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.client import Asked, Connection, ask_all
from bench.measure import Meter, Run
from bench.rounds import Bar, Row
from bench.town import CASEWORKER, SERVICE, Town, reading
from infra.folder import DataFolder

CALLERS, COMMANDS = 32, 3_000
HELD = "SELECT count(*) FROM log WHERE type = 'ContactRecorded'"


@asynccontextmanager
async def make(town: Town) -> AsyncIterator[list[Row]]:
    """The bare handler runs as a process too."""
    port = DataFolder(town.folder).port("bare")
    bare = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bare", str(port), stdin=asyncio.subprocess.PIPE
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await _answers(url)
        variants = {
            "commands": lambda: _commands(town),
            "bare handler": lambda: _asked(town, url, [bare.pid]),
        }
        bars = [Bar("against a bare ASGI handler", "commands", "bare handler")]
        yield [Row("http", "Commands over HTTP, 32 callers", variants, bars)]
    finally:
        bare.terminate()
        await bare.wait()


async def _commands(town: Town) -> Run:
    async with reading(town, SERVICE) as log:
        before = await log.fetchval(HELD)
        run = await _asked(town, town.instance.urls[SERVICE], [town.services[SERVICE], *town.servers])
        recorded = await log.fetchval(HELD) - before
        wrong = () if recorded == COMMANDS else (f"{recorded} facts of {COMMANDS} accepted commands",)
        return Run(run.figures, (*run.wrong, *wrong))


async def _asked(town: Town, url: str, pids: list[int]) -> Run:
    asked: list[Asked] = [("POST", town.contacts_path, town.contact()) for _ in range(COMMANDS)]
    token = town.instance.token(CASEWORKER)
    with Meter(pids) as meter:
        answered = await ask_all(url, CALLERS, asked, token)
    refused = [status for _, status in answered if status != 201]
    return meter.run(COMMANDS, [f"{len(refused)} commands were refused with {set(refused)}"] if refused else [])


async def _answers(url: str) -> None:
    for _ in range(100):
        try:
            async with Connection(url) as connection:
                await connection.ask("POST", "/", {})
                return
        except OSError:
            await asyncio.sleep(0.1)
    raise TimeoutError("the bare handler does not start")
