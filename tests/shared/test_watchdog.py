"""Who has work and does not move for a minute ends the process; who cannot move for a reason does not.

So does a loop that stands still, which no watch in it could see.
"""

import asyncio
import itertools
import json
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from subprocess import run

from shared.watchdog import (
    BLOCKED_SECONDS,
    EXIT_STUCK,
    LOOK_SECONDS,
    STUCK_SECONDS,
    UNASSIGNED_SECONDS,
    LoopWatch,
    Sight,
    Watchdog,
)
from tests.infra.wait import until


async def nobody() -> list[Sight]:
    return []


def ended_after(sights: Sequence[Sight], step_seconds: float = LOOK_SECONDS) -> float | None:
    """After how many seconds the process ended; None if it still runs when all these looks are over."""
    ends: list[int] = []
    dog = Watchdog(nobody, end=ends.append)
    for number, sight in enumerate(sights):
        dog.judge([sight], step_seconds if number else 0.0)
        if ends:
            assert ends == [EXIT_STUCK]
            return number * step_seconds
    return None


def still(position: int = 5, goal: int = 9, times: int = 100, **how: bool | float) -> list[Sight]:
    return [Sight("t", position, goal, **how)] * times  # type: ignore[arg-type]


def test_a_part_with_work_that_does_not_move_for_a_minute_ends_the_process() -> None:
    assert ended_after(still()) == STUCK_SECONDS


def test_a_part_without_assignment_has_two_minutes() -> None:
    assert ended_after(still(0, 1, patience_seconds=UNASSIGNED_SECONDS)) == UNASSIGNED_SECONDS


def test_a_part_that_has_nothing_to_do_may_stand_still() -> None:
    assert ended_after(still(9, 9)) is None
    assert ended_after(still(12, 9)) is None, "a topic that was made anew ends before our place"


def test_a_part_that_moves_is_left_alone_however_far_behind_it_is() -> None:
    assert ended_after([Sight("t", number, 1_000_000) for number in range(200)]) is None
    assert ended_after([Sight("t", number // 19, 1_000_000) for number in range(200)]) is None


def test_going_back_is_moving_too() -> None:
    """A relay that sends again starts from an earlier number."""
    assert ended_after(still(times=15) + still(1, times=15) + still(0, times=15)) is None


def test_time_in_which_kafka_or_the_database_is_away_does_not_count() -> None:
    assert ended_after(still(excused=True)) is None
    assert ended_after((still(times=15) + still(excused=True, times=1)) * 5) is None


def test_who_was_excused_has_its_whole_time_afterwards() -> None:
    away = still(excused=True, times=40)
    assert ended_after(away + still()) == STUCK_SECONDS + (len(away) - 1) * LOOK_SECONDS


def test_each_part_is_judged_for_itself() -> None:
    ends: list[int] = []
    dog = Watchdog(nobody, end=ends.append)
    for number in range(100):
        dog.judge([Sight("moves", number, 1_000), Sight("idle", 3, 3)], LOOK_SECONDS)
    assert ends == []
    assert {part for part, known in dog.known.items() if known.moved_at} == {"moves"}


def later(*looks: Iterable[Sight]) -> Callable[[], Awaitable[Iterable[Sight]]]:
    """The looks in turn, the last one for ever."""
    rest = list(looks)

    async def look() -> Iterable[Sight]:
        return rest.pop(0) if len(rest) > 1 else rest[0]

    return look


async def test_the_running_watchdog_looks_again_and_again() -> None:
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    stuck = [Sight("t", 5, 9, patience_seconds=0.02)]
    running = asyncio.create_task(Watchdog(later([], stuck), look_seconds=0.005, end=end).run())
    assert await asyncio.wait_for(ended, 10) == EXIT_STUCK
    running.cancel()


async def test_a_process_that_was_frozen_is_not_blamed_for_the_time() -> None:
    """Between two looks at most two of the usual spans count, however long they were apart."""
    ends: list[int] = []
    hours, enough = itertools.count(), asyncio.Event()
    stuck = Sight("t", 5, 9)

    async def look() -> list[Sight]:
        if next(looks) == 5:
            enough.set()
        return [stuck]

    looks = itertools.count()
    dog = Watchdog(look, look_seconds=0.001, end=ends.append, clock=lambda: next(hours) * 3_600.0)
    running = asyncio.create_task(dog.run())
    await asyncio.wait_for(enough.wait(), 10)
    running.cancel()
    assert ends == []
    assert 0 < dog.known["t"].waited_seconds <= 6 * 0.002


STANDS_STILL = """
import asyncio, time
from shared.trace import trace_as_json
from shared.watchdog import LoopWatch

async def stands_still():
    await asyncio.sleep(0.1)
    time.sleep(120)

async def both():
    await asyncio.gather(LoopWatch(blocked_seconds=0.3, look_seconds=0.1).run(), stands_still())

trace_as_json()
asyncio.run(both())
"""


def test_a_loop_that_stands_still_ends_the_process_and_says_where() -> None:
    ended = run([sys.executable, "-c", STANDS_STILL], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == EXIT_STUCK, ended.stderr
    told = json.loads(ended.stderr.splitlines()[-1])
    assert (told["event"], told["level"]) == ("loop_blocked", "error")
    assert told["at"][-1].endswith("stands_still")


async def test_a_loop_that_runs_is_left_alone_however_busy_it_is() -> None:
    ends: list[int] = []
    watch = LoopWatch(blocked_seconds=0.2, look_seconds=0.02, end=ends.append)
    running = asyncio.create_task(watch.run())
    await until(lambda: watch.ticks > 50)
    running.cancel()
    assert ends == []


def test_a_frozen_process_is_not_blamed_for_the_time_in_which_no_thread_of_it_ran() -> None:
    ends: list[int] = []
    watch = LoopWatch(end=ends.append)
    enough = int(BLOCKED_SECONDS // (2 * LOOK_SECONDS))
    for _ in range(enough - 1):
        watch.look(3_600.0)
    watch.ticks += 1
    for _ in range(enough):
        watch.look(3_600.0)
    assert ends == []
    watch.look(3_600.0)
    assert ends == [EXIT_STUCK]
