"""Runs work that Ctrl-C or SIGTERM may end: it is cancelled once, and then has all its time to clean up."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from shared.cli.exits import NOT_ASKED, Ended

Result = TypeVar("Result")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Ended):
    """Somebody wanted it to end."""

    exit_code = NOT_ASKED


def run_stoppable(work: Coroutine[Any, Any, Result]) -> Result:
    """Like `asyncio.run`. Raises `Stopped` after the clean-up if a signal came."""
    return asyncio.run(_until_signal(work))


async def _until_signal(work: Coroutine[Any, Any, Result]) -> Result:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    told = False

    def stop() -> None:
        nonlocal told
        if not told:  # a second Ctrl-C must not cut the clean-up short
            told = True
            task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if told:
            raise Stopped("Beendet · stopped.") from None
        raise
