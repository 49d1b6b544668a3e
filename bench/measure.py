"""What one run came to: facts, seconds, and the processor time of everybody who took part in it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import psutil


@dataclass(frozen=True)
class Run:
    """Figures by name, the unit last. `wrong`: what a check found afterwards; then speed counts for nothing."""

    figures: dict[str, float]
    wrong: tuple[str, ...] = ()


class Meter:
    """`with Meter(pids) as meter:` measures this process, its children that ended, and the trees below `pids`."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._pids = pids
        self.seconds = self.cpu_seconds = 0.0

    def __enter__(self) -> Self:
        self._cpu_before = self._cpu()
        self.began_at = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.began_at
        self.cpu_seconds = self._cpu() - self._cpu_before

    def run(self, facts: int, wrong: Sequence[str] = (), **others: float) -> Run:
        """So many facts were handled in this time."""
        figures = {
            "facts": float(facts),
            "seconds": self.seconds,
            "facts_per_second": facts / self.seconds,
            "cpu_us_per_fact": self.cpu_seconds * 1e6 / max(facts, 1),
        }
        return Run(figures | others, tuple(wrong))

    def _cpu(self) -> float:
        return _seconds(psutil.Process()) + sum(map(_tree_seconds, self._pids))


def _tree_seconds(pid: int) -> float:
    """A server with those of its children that live, and those that have ended."""
    server = psutil.Process(pid)
    total = _seconds(server)
    for child in server.children(recursive=True):
        try:
            total += _seconds(child)
        except psutil.NoSuchProcess:
            continue
    return total


def _seconds(process: psutil.Process) -> float:
    """Its own, and that of its children that have ended."""
    return float(sum(process.cpu_times()[:4]))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
