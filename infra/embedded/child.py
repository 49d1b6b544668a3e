"""A child process that is kept alive: when it dies unasked, it is announced and started again, with back-off."""

import asyncio
import os
import pwd
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from infra.embedded.guard import Guard

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 10.0
# Who lived this long has recovered: its next death starts with a short pause again.
RECOVERED_SECONDS = 30.0
LAST_LINES = 15
READY_EVERY_SECONDS = 0.1
LARGEST_LOG_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, and where its trace goes."""

    argv: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    user: str | None = None  # of the operating system, in place of ours
    stop_signal: signal.Signals = signal.SIGTERM


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
        self.pid: int | None = None
        self._guard, self._program, self._ready = guard, program, ready
        self._environment, self._announce, self._started = environment, announce, started
        self._unwanted = asyncio.Event()
        self._up = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._current: Program | None = None
        self._log_from_bytes = 0
        self._not_ready = ""

    async def start(self, deadline_seconds: float = 60.0) -> None:
        """Start it, unless it runs, and wait until it is ready. Raises `NotUp`."""
        if self._keeper is None or self._keeper.done():
            self._unwanted.clear()
            self._keeper = asyncio.create_task(self._keep(), name=f"keeper of {self.name}")
        up = asyncio.create_task(self._up.wait())
        await asyncio.wait({up, self._keeper}, timeout=deadline_seconds, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        if self._keeper.done() and not self._unwanted.is_set():
            self._keeper.result()
        if not self._up.is_set():
            why = f"{self._not_ready}\n{self.last_lines()}".strip()
            raise NotUp(f"{self.name} did not become ready within {deadline_seconds:.0f} s: {why}")

    async def stop(self, grace_seconds: float = 5.0) -> None:
        """Ask it to end, insist after the grace, and leave it stopped."""
        self._unwanted.set()
        if self._keeper is None:
            return
        self._ask_to_end()
        done, _ = await asyncio.wait({self._keeper}, timeout=grace_seconds)
        if not done:
            self._send(signal.SIGKILL)
            await self._keeper

    async def kill(self) -> None:
        """As a fault would: no warning. It is announced and started again like any other death."""
        if self._process is not None:
            process = self._process
            self._send(signal.SIGKILL)
            await process.wait()

    def last_lines(self) -> str:
        """The end of this start's trace."""
        if self._current is None:
            return ""
        with self._current.log.open("rb") as file:
            file.seek(max(self._log_from_bytes, self._current.log.stat().st_size - 20_000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-LAST_LINES:])

    async def _keep(self) -> None:
        pause_seconds = FIRST_PAUSE_SECONDS
        clock = asyncio.get_running_loop().time
        while not self._unwanted.is_set():
            began_at = clock()
            exit_code = await self._live_once()
            if self._unwanted.is_set():
                return
            self._announce(Died(self.name, exit_code, self.last_lines()))
            if clock() - began_at > RECOVERED_SECONDS:
                pause_seconds = FIRST_PAUSE_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._unwanted.wait(), pause_seconds)
            pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    async def _live_once(self) -> int:
        """One life of the process, from its start to its exit code."""
        self._current = self._program()
        self._process = process = await self._spawn(self._current)
        self.pid = process.pid
        self._started()
        if self._unwanted.is_set():
            self._ask_to_end()
        waiting = asyncio.create_task(self._wait_ready())
        try:
            return await process.wait()
        finally:
            waiting.cancel()
            self._up.clear()
            self._process = self.pid = None
            self._guard.drop(process.pid)

    async def _wait_ready(self) -> None:
        while not self._up.is_set():
            try:
                await self._ready()
                self._up.set()
            except Exception as error:  # whatever keeps it from answering is told if it never does
                self._not_ready = f"{type(error).__name__}: {error}"
                await asyncio.sleep(READY_EVERY_SECONDS)

    async def _spawn(self, program: Program) -> asyncio.subprocess.Process:
        if program.log.exists() and program.log.stat().st_size > LARGEST_LOG_BYTES:
            program.log.replace(program.log.with_suffix(".old.log"))
        with program.log.open("ab") as log:
            self._log_from_bytes = log.tell()
            return await asyncio.create_subprocess_exec(
                *self._guard.announced(program.argv, program.stop_signal),
                stdin=self._guard.pipe,
                stdout=log,
                stderr=log,
                env={**self._environment, **program.environment},
                cwd=program.folder,
                user=program.user,
                group=pwd.getpwnam(program.user).pw_gid if program.user else None,
                extra_groups=[] if program.user else None,
                start_new_session=True,
            )

    def _ask_to_end(self) -> None:
        if self._current is not None:
            self._send(self._current.stop_signal)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
