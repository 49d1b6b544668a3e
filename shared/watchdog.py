"""The watchdog: a part that has work and does not move ends the process, and the supervisor starts it again.

aiokafka's consumer can stand still for good after a broker's restart, without any sign (aiokafka #1154). So every part
is judged by what its goal and its position are, as told by somebody else than the part itself. What blocks the event
loop stops every watch in it, too: a thread beside it sees whether it still runs.
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

import structlog

from shared.trace import stands_at

EXIT_STUCK = 70
LOOK_SECONDS = 3.0
STUCK_SECONDS = 60.0
UNASSIGNED_SECONDS = 120.0
BLOCKED_SECONDS = 60.0
TICK_SECONDS, TELL_SECONDS = 1.0, 2.0

trace = structlog.get_logger()


@dataclass(frozen=True)
class Sight:
    """A part at one moment. `excused`: it cannot or need not move now, so the time does not count.

    `patience_seconds`: how long it may have work without moving.
    """

    part: str
    position: int
    goal: int
    excused: bool = False
    patience_seconds: float = STUCK_SECONDS

    @property
    def lag(self) -> int:
        return max(0, self.goal - self.position)


@dataclass
class Known:
    """What is remembered of a part: where it was, how long it has not moved since, and when it last did."""

    position: int
    waited_seconds: float = 0.0
    moved_at: datetime | None = None


class Watchdog:
    """Compares each look with the one before. `look` answers how things stand now."""

    def __init__(
        self,
        look: Callable[[], Awaitable[Iterable[Sight]]],
        look_seconds: float = LOOK_SECONDS,
        end: Callable[[int], object] = os._exit,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._look, self._look_seconds, self._end, self._clock = look, look_seconds, end, clock
        self.known: dict[str, Known] = {}

    async def run(self) -> None:
        """Ends only by being cancelled, or with the process."""
        before = self._clock()
        while True:
            sights = list(await self._look())
            now = self._clock()
            # A process that was frozen gets the benefit of the doubt: only time in which it could work counts.
            self.judge(sights, min(now - before, 2 * self._look_seconds))
            before = now
            await asyncio.sleep(self._look_seconds)

    def judge(self, sights: Iterable[Sight], passed_seconds: float) -> None:
        """Add the time since the look before to those who did not move; end the process if one has no more left."""
        for sight in sights:
            waited = self._waited(sight, passed_seconds)
            if waited >= sight.patience_seconds:
                trace.error(
                    "part_stuck",
                    part=sight.part,
                    position=sight.position,
                    goal=sight.goal,
                    waited_seconds=round(waited),
                )
                self._end(EXIT_STUCK)

    def _waited(self, sight: Sight, passed_seconds: float) -> float:
        known = self.known.setdefault(sight.part, Known(sight.position))
        if known.position != sight.position:
            known.position, known.moved_at, known.waited_seconds = sight.position, datetime.now(UTC), 0.0
        elif sight.excused or not sight.lag:
            known.waited_seconds = 0.0
        else:
            known.waited_seconds += passed_seconds
        return known.waited_seconds


class LoopWatch:
    """Ends the process if its event loop has not run for too long, and tells where in the code it stands.

    It does not see a call into C that never lets go of the interpreter: then no thread runs at all.
    """

    def __init__(
        self,
        blocked_seconds: float = BLOCKED_SECONDS,
        look_seconds: float = LOOK_SECONDS,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        self._blocked_seconds, self._look_seconds, self._end = blocked_seconds, look_seconds, end
        self._over = threading.Event()
        self._loop_runs_in = 0
        self.ticks, self._seen, self._waited_seconds = 0, 0, 0.0

    async def run(self) -> None:
        """Tick while the loop runs. Ends only by being cancelled, or with the process."""
        self._loop_runs_in = threading.get_ident()
        threading.Thread(target=self._watch, name="loop watch", daemon=True).start()
        try:
            while True:
                self.ticks += 1
                await asyncio.sleep(min(TICK_SECONDS, self._look_seconds / 2))
        finally:
            self._over.set()

    def _watch(self) -> None:
        before = monotonic()
        while not self._over.wait(self._look_seconds):
            now = monotonic()
            self.look(now - before)
            before = now

    def look(self, passed_seconds: float) -> None:
        """Add the time since the look before, if there was no tick; of a frozen process only what it could work."""
        if self.ticks != self._seen:
            self._seen, self._waited_seconds = self.ticks, 0.0
            return
        self._waited_seconds += min(passed_seconds, 2 * self._look_seconds)
        if self._waited_seconds >= self._blocked_seconds:
            telling = threading.Thread(target=self._tell, daemon=True)
            telling.start()
            telling.join(TELL_SECONDS)  # it may be the trace itself that blocks: nobody reads it
            self._end(EXIT_STUCK)

    def _tell(self) -> None:
        trace.error("loop_blocked", waited_seconds=round(self._waited_seconds), at=stands_at(self._loop_runs_in))
