"""Two processes of one service: at once, and with one of them frozen in the middle of its transaction."""

import asyncio
import random
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx

from tests.faults.site import LIST, NotSeen, Site, settings_of, until
from tests.faults.wishes import DAY, HOUSES, Asked

INTAKE = next(service for service in LIST if service.name == "intake")
STREAMS, CALLERS, MOVES = 8, 32, 3
END_SECONDS = 12


async def two_processes(site: Site, dice: random.Random) -> None:
    """First at once, with 32 callers; then one of them freezes while the other goes on; then the other leaves."""
    async with second_process(site) as second:
        await _race(site, second)
        await _freeze(site, second)


async def _race(site: Site, second: str) -> None:
    """32 callers change 8 streams through two processes, each on the version that it saw: one wins, three are stale."""
    urls = [site.url("intake"), second]
    cases = [await _case(site) for _ in range(STREAMS)]
    for version in range(1, MOVES + 1):
        outcomes = await asyncio.gather(
            *(_move(site, urls[number % 2], cases[number % STREAMS], version, number) for number in range(CALLERS))
        )
        winners = Counter(case for case, won in outcomes if won)
        if winners != Counter(cases):
            raise NotSeen(f"exactly one winner for each of {STREAMS} streams at version {version}: {winners}")


async def _freeze(site: Site, second: str) -> None:
    """SIGSTOP in mid-transaction, with the log's lock in hand. The other process goes on as soon as the server has
    ended that session (after 10 s idle); thawed, the first writes nothing that is wrong.
    """
    site.traffic.sender.urls["intake"] = lambda: second
    try:
        armed = site.folder / "intake@log.facts_inserted"
        armed.write_text("stop")
        stopping = asyncio.create_task(_register(site, site.url("intake")))
        await until(armed.with_name(f"{armed.name}.fired").exists, "the writer freezing")
        frozen_at = asyncio.get_running_loop().time()
        armed.with_name(f"{armed.name}.fired").unlink()
        if not await _register(site, second):
            raise NotSeen("the other process going on")
        await asyncio.sleep(max(0.0, site.frozen_seconds - (asyncio.get_running_loop().time() - frozen_at)))
    finally:
        site.send_signal("intake", signal.SIGCONT)
        site.traffic.sender.urls["intake"] = lambda: site.url("intake")
    await stopping


@asynccontextmanager
async def second_process(site: Site) -> AsyncIterator[str]:
    """Another process of intake on the same database, at another port. Ends with the block."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {**settings_of(site.stack, INTAKE), "FALLBUCH_PROCESS": "2", "FALLBUCH_PORT": str(port)}
    settings.pop("FALLBUCH_FAULTS")
    with (site.stack.folder.logs / "intake-2.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(*INTAKE.argv, env=settings, stdout=log, stderr=log)
    try:
        await until(lambda: _lives(site, url), "a second process")
        yield url
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), END_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _lives(site: Site, url: str) -> bool:
    try:
        return (await site.client.get(f"{url}/health/live")).is_success
    except httpx.HTTPError:
        return False


async def _case(site: Site) -> str:
    asked = _registration(site)
    if not await site.traffic.sender.send(asked, site.traffic.actor()):
        raise NotSeen("a case to move")
    return str(asked.body["case_id"])


def _registration(site: Site) -> Asked:
    case_id, persons = site.traffic.actor(), [{"person_id": site.traffic.actor()}]
    body = {"case_id": case_id, "house": HOUSES[0], "placed_on": DAY, "received_on": DAY, "persons": persons}
    return Asked("intake", "clerk", "RegisterCase", "PUT", f"/cases/{case_id}", body)


async def _register(site: Site, url: str) -> bool:
    """One case through this process, asked until it is known; the journal has it like any other."""
    sender = site.traffic.sender
    alone = type(sender)({"intake": lambda: url}, sender.secrets, sender.town, sender.journal, sender.client)
    return bool(await alone.send(_registration(site), site.traffic.actor()))


async def _move(site: Site, url: str, case_id: str, version: int, number: int) -> tuple[str, bool]:
    """Whether this caller's move was the one that won."""
    sender = site.traffic.sender
    alone = type(sender)({"intake": lambda: url}, sender.secrets, sender.town, sender.journal, sender.client)
    body: dict[str, Any] = {"case_id": case_id, "house": f"house-{version}-{number}", "moved_on": "2024-05-01"}
    asked = Asked("intake", "clerk", "MoveHousehold", "POST", f"/cases/{case_id}/moves", body, version)
    return case_id, bool(await alone.send(asked, site.traffic.actor()))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
