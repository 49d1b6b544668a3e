"""Waiting for a condition instead of for a time."""

import asyncio
import os
import time
from collections.abc import Callable

import psutil


async def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        await asyncio.sleep(0.05)


def gone(pid: int) -> bool:
    """No such process, or only its entry, which nobody has collected yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def free_of(*pids: int) -> Callable[[], bool]:
    return lambda: all(gone(pid) for pid in pids if pid != os.getpid())
