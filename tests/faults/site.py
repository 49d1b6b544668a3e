"""One instance under fault: the stack in this process, its callers, the folder where faults are armed, and who died."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from infra.embedded import child
from infra.issuer import mint
from infra.progress import Progress
from infra.service import Instance, Service, environment, services_of
from infra.stack import Stack
from tests.faults.clients import CALL_SECONDS, Sender, Traffic
from tests.faults.journal import Journal
from tests.faults.oracles.where import Program, Where
from tests.faults.wishes import PROVIDER

TOWN = "weinheim"
SETTING = "FALLBUCH_FAULTS"
LIST = services_of((PROVIDER,))
STEP_SECONDS = 0.05


class NotSeen(Exception):
    """What had to happen did not happen in time. The text says what."""


@dataclass
class Site:
    """What a fault needs at hand."""

    stack: Stack
    folder: Path
    where: Where
    traffic: Traffic
    client: httpx.AsyncClient
    died: Counter[str]
    """How often each child ended unasked, as `name:exit code`."""
    frozen_seconds: float
    """How long a writer is frozen. After 10 s in its transaction the server ends its session."""
    longest_stop_seconds: float
    """How long the broker is away at most, when it is asked to end."""

    def url(self, service: str) -> str:
        return str(self.stack.instance["services"][service]["url"])

    def pid(self, name: str) -> int:
        """Of a service or a server, as it runs now."""
        written = self.stack.instance
        return int((written["services"].get(name) or written["servers"][name])["pid"])

    def send_signal(self, name: str, number: signal.Signals) -> None:
        """To all processes of a child."""
        os.killpg(self.pid(name), number)

    async def state_root(self, service: str) -> None:
        """Ask for a root to be stated; whoever dies meanwhile does not answer."""
        token = mint(
            self.stack.folder.secrets, town=TOWN, role="operator", provider=None, staff_ref=self.traffic.actor()
        )
        try:
            await self.client.post(f"{self.url(service)}/roots", headers={"Authorization": f"Bearer {token}"})
        except httpx.HTTPError:
            return


async def until(seen: Callable[[], bool | Awaitable[bool]], what: str, seconds: float = 60.0) -> float:
    """How long it took until that was so, in seconds. Raises `NotSeen`."""
    clock = asyncio.get_running_loop().time
    began_at = clock()
    while True:
        answer = seen()
        if answer if isinstance(answer, bool) else await answer:
            return clock() - began_at
        if clock() - began_at > seconds:
            raise NotSeen(f"{what} did not happen within {seconds:.0f} s")
        await asyncio.sleep(STEP_SECONDS)


def settings_of(stack: Stack, service: Service) -> dict[str, str]:
    """The environment of one of its processes."""
    ports = {name: urlsplit(each["url"]).port or 0 for name, each in stack.instance["services"].items()}
    common = Instance(stack.folder, TOWN, (PROVIDER,), "system")
    return {**os.environ, **environment(service, common, stack.instance["kafka"], ports)}


def place_of(stack: Stack, journal: Path) -> Where:
    """Where the oracles look."""
    server = stack.instance["postgres"]
    password = stack.folder.secret("postgres.password")
    return Where(
        postgres=f"postgresql://postgres:{password}@{server['host']}:{server['port']}",
        kafka=stack.operator.librdkafka(),
        town=TOWN,
        databases={service.name: service.database for service in LIST},
        urls={name: each["url"] for name, each in stack.instance["services"].items()},
        journal=journal,
        programs={service.name: Program(service.argv, settings_of(stack, service)) for service in LIST},
    )


@asynccontextmanager
async def open_site(
    folder: Path,
    seed: int,
    callers: int = 8,
    pause_seconds: float = 0.05,
    frozen_seconds: float = 30.0,
    longest_stop_seconds: float = 60.0,
) -> AsyncIterator[Site]:
    """Everything is up and the town is set up; afterwards nothing runs any more."""
    armed, died = folder / "armed", Counter[str]()
    armed.mkdir(parents=True)

    def hear(progress: Progress) -> None:
        if progress.stage == "died":
            words = progress.text.split()
            died[f"{words[0]}:{words[words.index('code') + 1]}"] += 1

    before, recovered = os.environ.get(SETTING), child.RECOVERED_SECONDS
    os.environ[SETTING] = str(armed)
    child.RECOVERED_SECONDS = 0.0  # deaths are wanted here: no growing pause between them
    try:
        async with (
            Stack(folder / "data", providers=(PROVIDER,), services=LIST, report=hear) as stack,
            httpx.AsyncClient(trust_env=False, timeout=CALL_SECONDS, limits=LIMITS) as client,
        ):
            journal = Journal(folder / "journal.jsonl")
            urls = {
                name: (lambda name=name: stack.instance["services"][name]["url"]) for name in stack.instance["services"]
            }
            sender = Sender(urls, stack.folder.secrets, TOWN, journal, client)
            traffic = Traffic(sender, seed, callers, pause_seconds)
            await traffic.open()
            where = place_of(stack, journal.path)
            yield Site(stack, armed, where, traffic, client, died, frozen_seconds, longest_stop_seconds)
            journal.close()
    finally:
        child.RECOVERED_SECONDS = recovered
        os.environ.pop(SETTING)
        if before is not None:
            os.environ[SETTING] = before


LIMITS = httpx.Limits(max_connections=200)
