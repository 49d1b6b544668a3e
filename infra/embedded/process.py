"""One process in a session of its own, known to the guard from its first moment, its trace going to a file."""

import asyncio
import json
import os
import pwd
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from infra.embedded.guard import Guard

LAST_LINES = 3
QUIET = {"debug", "info"}
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


class Failed(Exception):
    """A process that should have done its work ended with another code than 0."""


@dataclass(frozen=True, slots=True)
class Running:
    """A process that was started; its trace begins at `from_bytes` of the log."""

    program: Program
    process: asyncio.subprocess.Process
    from_bytes: int

    @property
    def pid(self) -> int:
        return self.process.pid

    async def ended(self, guard: Guard) -> int:
        """Its exit code, once it has ended."""
        try:
            return await self.process.wait()
        finally:
            if self.process.returncode is not None:
                guard.drop(self.pid)

    def ask_to_end(self) -> None:
        self.send(self.program.stop_signal)

    def send(self, number: signal.Signals) -> None:
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def last_lines(self) -> str:
        """The end of its trace, without what a service says of its daily work."""
        with self.program.log.open("rb") as file:
            file.seek(max(self.from_bytes, self.program.log.stat().st_size - 20_000))
            lines = file.read().decode(errors="replace").splitlines()
        return "\n".join([line for line in lines if not _quiet(line)][-LAST_LINES:])


def _quiet(line: str) -> bool:
    """Whether this is a JSON line of a level below warning."""
    try:
        said = json.loads(line)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("level") in QUIET


async def spawn(program: Program, guard: Guard, environment: Mapping[str, str]) -> Running:
    """Start it; `environment` is what it gets beside its own."""
    if program.log.exists() and program.log.stat().st_size > LARGEST_LOG_BYTES:
        program.log.replace(program.log.with_suffix(".old.log"))
    with program.log.open("ab") as log:
        from_bytes = log.tell()
        process = await asyncio.create_subprocess_exec(
            *guard.announced(program.argv, program.stop_signal),
            stdin=guard.pipe,
            stdout=log,
            stderr=log,
            env={**environment, **program.environment},
            cwd=program.folder,
            user=program.user,
            group=pwd.getpwnam(program.user).pw_gid if program.user else None,
            extra_groups=[] if program.user else None,
            start_new_session=True,
        )
        return Running(program, process, from_bytes)


async def run(program: Program, guard: Guard, environment: Mapping[str, str]) -> None:
    """Let it do its work; whoever gives up waiting ends it. Raises `Failed` with the end of its trace."""
    running = await spawn(program, guard, environment)
    try:
        exit_code = await running.ended(guard)
    except asyncio.CancelledError:
        running.send(signal.SIGKILL)
        await running.ended(guard)
        raise
    if exit_code != 0:
        raise Failed(f"{Path(program.argv[0]).name} ended with code {exit_code}: {running.last_lines()}")
