"""Timers of the domain: what a service has to do of itself because a day has come, by the clock that tells its day.

What is due stands in the register, so it survives a restart; it is decided like any command, so it happens once, also
when the clock jumps. A fact is the only thing that makes it no longer due.
"""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import structlog

from shared.batch import Batch
from shared.clock import day_in_berlin
from shared.decider import Command
from shared.execute import Executor
from shared.log import Log
from shared.pool import DATABASE_AWAY

LOOK_SECONDS = 0.2
PAUSE_SECONDS = 1.0
AT_ONCE = 100
"""So many are decided in one transaction: callers wait for the log meanwhile."""
CAUSE = "day_has_come"

Due = Callable[[Any, date], list[Command]]
"""From the register and the day to the commands for which it is time. Empty as soon as they were decided."""

trace = structlog.get_logger()


class Timer:
    """Looks at the day several times a second. Looking costs nothing but memory; only what is due is written."""

    def __init__(self, log: Log, executor: Executor, due: Due) -> None:
        self._log = log
        self._executor = executor
        self._due = due
        self._seen: tuple[object, date] | None = None

    def due(self) -> int:
        """How many commands are due now, as far as this process has read the log."""
        known, today = self._log.known, self._today()
        if self._seen is not None and self._seen[0] is known and self._seen[1] == today:
            return 0
        found = len(self._due(known, today))
        if not found:
            self._seen = (known, today)
        return found

    async def run(self) -> None:
        """Ends only by being cancelled. A fault of the database is waited out."""
        while True:
            pause = LOOK_SECONDS
            try:
                while self.due():
                    if not await self.fire():
                        pause = PAUSE_SECONDS
                        break
            except DATABASE_AWAY as error:
                trace.warning("timer_waits", error=type(error).__name__)
                pause = PAUSE_SECONDS
            await asyncio.sleep(pause)

    async def fire(self) -> int:
        """Decide what is due, in one transaction. Says how many facts that led to."""

        async def work(batch: Batch) -> int:
            recorded = 0
            for command in self._due(batch.register, self._today())[:AT_ONCE]:
                recorded += await self._executor.by_itself(batch, command, str(uuid4()), CAUSE)
            return recorded

        return await self._log.write(work)

    def _today(self) -> date:
        return day_in_berlin(self._log.clock.now())
