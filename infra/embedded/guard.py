"""Nothing is left running behind, also when the parent is killed with -9.

One small process reads a pipe whose writing end only the parent holds. Children announce themselves on it before they
become what they are, the parent strikes them off when they have ended; at the pipe's end the guard ends whoever is
left. It also holds the data folder's lock, so that nobody starts on a folder in which something still runs.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence

GRACE_SECONDS = 5.0

# The pipe arrives as standard input. `$$` is the process group too, as every child starts a session of its own.
ANNOUNCE = 'echo "add $$ $0" >&0; exec "$@" </dev/null'


class Guard:
    """The parent's side."""

    def __init__(self, process: asyncio.subprocess.Process, pipe: int) -> None:
        self._process = process
        self.pipe = pipe

    @classmethod
    async def start(cls, held_files: Sequence[int] = ()) -> "Guard":
        """`held_files` stay open in the guard for as long as it lives."""
        reading, writing = os.pipe()
        command = (sys.executable, "-I", __file__)
        process = await asyncio.create_subprocess_exec(
            *command, stdin=reading, pass_fds=held_files, start_new_session=True
        )
        os.close(reading)
        return cls(process, writing)

    @staticmethod
    def announced(argv: Sequence[str], stop_signal: signal.Signals) -> tuple[str, ...]:
        """The command line that tells the guard first; to be started with the pipe as standard input."""
        return ("/bin/sh", "-c", ANNOUNCE, str(int(stop_signal)), *argv)

    def drop(self, pid: int) -> None:
        """Strike off a child that has ended."""
        os.write(self.pipe, f"drop {pid}\n".encode())

    async def end(self) -> None:
        """Close the pipe and wait until nobody is left."""
        os.close(self.pipe)
        await self._process.wait()


def watch(lines: Iterable[str]) -> None:
    """The guard's own life."""
    groups: dict[int, int] = {}
    for line in lines:
        match line.split():
            case ["add", pid, number]:
                groups[int(pid)] = int(number)
            case ["drop", pid]:
                groups.pop(int(pid), None)
    deadline = time.monotonic() + GRACE_SECONDS
    left = {group for group, number in groups.items() if _send(group, number)}
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if _send(group, 0)}
    for group in left:
        _send(group, signal.SIGKILL)


def _send(group: int, number: int) -> bool:
    """Whether the group is still there."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    watch(sys.stdin)
