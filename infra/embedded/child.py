"""A child process that is kept alive: when it dies unasked, it is announced and started again, with back-off."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from infra.embedded.guard import Guard
from infra.embedded.process import Program, Running, spawn

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 10.0
# Who lived this long has recovered: its next death starts with a short pause again.
RECOVERED_SECONDS = 30.0
READY_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Died:
    """A child ended unasked."""

    name: str
    exit_code: int
    last_lines: str


class NotUp(Exception):
    """A child did not become ready in time; the text has its name and the end of its trace."""


class Child:
    """One supervised process. `program` is asked anew before every start; `ready` raises while it does not answer."""

    def __init__(
        self,
        name: str,
        guard: Guard,
        program: Callable[[], Program],
        ready: Callable[[], Awaitable[None]],
        environment: Mapping[str, str],
        announce: Callable[[Died], None],
        started: Callable[[], None],
    ) -> None:
        self.name = name
        self._guard, self._program, self._ready = guard, program, ready
        self._environment, self._announce, self._started = environment, announce, started
        self._unwanted = asyncio.Event()
        self._up = asyncio.Event()
        self._running: Running | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._last_lines = self._not_ready = ""

    @property
    def pid(self) -> int | None:
        return self._running.pid if self._running else None

    async def start(self, deadline_seconds: float = 60.0) -> None:
        """Start it, unless it runs, and wait until it is ready. Raises `NotUp`."""
        if self._keeper is None or self._keeper.done():
            self._unwanted.clear()
            self._keeper = asyncio.create_task(self._keep(), name=f"keeper of {self.name}")
        up = asyncio.create_task(self._up.wait())
        await asyncio.wait({up, self._keeper}, timeout=deadline_seconds, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        if self._keeper.done():
            self._keeper.result()
        if not self._up.is_set():
            why = f"{self._not_ready}\n{self.last_lines()}".strip()
            raise NotUp(f"{self.name} did not become ready within {deadline_seconds:.0f} s: {why}")

    async def stop(self, grace_seconds: float = 5.0) -> None:
        """Ask it to end, insist after the grace, and leave it stopped."""
        self._unwanted.set()
        if self._keeper is None:
            return
        if self._running is not None:
            self._running.ask_to_end()
        done, _ = await asyncio.wait({self._keeper}, timeout=grace_seconds)
        if not done:
            if self._running is not None:
                self._running.send(signal.SIGKILL)
            await asyncio.wait({self._keeper})

    async def kill(self) -> None:
        """As a fault would: no warning. It is announced and started again like any other death."""
        if (running := self._running) is not None:
            running.send(signal.SIGKILL)
            await running.process.wait()

    def last_lines(self) -> str:
        """The end of the trace of its latest life."""
        return self._running.last_lines() if self._running else self._last_lines

    async def _keep(self) -> None:
        pause_seconds = FIRST_PAUSE_SECONDS
        clock = asyncio.get_running_loop().time
        while not self._unwanted.is_set():
            began_at = clock()
            exit_code = await self._live_once()
            if self._unwanted.is_set():
                return
            self._announce(Died(self.name, exit_code, self._last_lines))
            if clock() - began_at > RECOVERED_SECONDS:
                pause_seconds = FIRST_PAUSE_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._unwanted.wait(), pause_seconds)
            pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    async def _live_once(self) -> int:
        """One life of the process, from its start to its exit code."""
        self._running = running = await spawn(self._program(), self._guard, self._environment)
        self._started()
        if self._unwanted.is_set():
            running.ask_to_end()
        waiting = asyncio.create_task(self._wait_ready())
        try:
            return await running.ended(self._guard)
        finally:
            waiting.cancel()
            self._up.clear()
            self._last_lines, self._running = running.last_lines(), None

    async def _wait_ready(self) -> None:
        while not self._up.is_set():
            try:
                await self._ready()
                self._up.set()
            except Exception as error:  # whatever keeps it from answering is told if it never does
                self._not_ready = f"{type(error).__name__}: {error}"
                await asyncio.sleep(READY_EVERY_SECONDS)
