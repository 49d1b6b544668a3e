"""The one place where time comes from. Domain time may be a story's; time-outs and tokens use the real one."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = time_of_day(9, 0)


class Clock(Protocol):
    """Tells the domain what time it is."""

    def now(self) -> datetime:
        """The instant in UTC."""


def day_in_berlin(instant: datetime) -> date:
    """The calendar day that an instant belongs to for the town."""
    return instant.astimezone(BERLIN).date()


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class StoryClock:
    """A clock that a story sets: day D means D, 09:00 in Berlin, and runs on from there. Never in production."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._modified_ns = 0
        self._shift = timedelta(0)

    def now(self) -> datetime:
        try:
            modified_ns = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return datetime.now(UTC)
        if modified_ns != self._modified_ns:
            self._shift = timedelta(microseconds=json.loads(self._path.read_text(encoding="utf-8"))["shift_us"])
            self._modified_ns = modified_ns
        return datetime.now(UTC) + self._shift


def set_story_day(path: Path, day: date) -> None:
    """Make `day` today for every service that reads this clock file."""
    morning = datetime.combine(day, MORNING, BERLIN)
    shift = morning.astimezone(UTC) - datetime.now(UTC)
    fresh = path.with_suffix(f".{time.monotonic_ns()}")
    fresh.write_text(json.dumps({"day": day.isoformat(), "shift_us": shift // timedelta(microseconds=1)}))
    fresh.replace(path)
