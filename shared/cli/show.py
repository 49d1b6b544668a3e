"""Progress for people, on standard error: bars on a terminal, now and then a line elsewhere."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from infra.progress import Progress
from shared.cli.output import Output

LINES_PER_STAGE = 5
FEW = 10
DIED = "died"


class Show:
    """A `Report` for everything that takes time."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        self._shown: dict[str, float] = {}
        if out.err.isatty():
            columns = (TextColumn("[bold]{task.fields[stage]}"), BarColumn(), TextColumn("{task.description}"))
            self._bars = Bars(*columns, TimeElapsedColumn(), console=Console(file=out.err))

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bars:
            self._bars.stop()
            self._bars = None  # who goes on reporting is shown in lines

    def __call__(self, progress: Progress) -> None:
        if self._bars and progress.stage != DIED:
            self._move(self._bars, progress)
        elif self._worth_a_line(progress):
            self._out.say(f"{progress.stage}: {progress.text}")

    def _move(self, bars: Bars, progress: Progress) -> None:
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = bars.add_task("", stage=progress.stage, total=None)
        task = self._tasks[progress.stage]
        bars.update(task, description=escape(progress.text), completed=progress.done or 0, total=progress.total)

    def _worth_a_line(self, progress: Progress) -> bool:
        """Everything without a known share, and all of a few; of the others the first, the last, and a few between."""
        if progress.done is None or not progress.total or progress.total <= FEW:
            return True
        share = progress.done / progress.total
        if 0 < share < 1 and share < self._shown.get(progress.stage, 0.0) + 1 / LINES_PER_STAGE:
            return False
        self._shown[progress.stage] = share
        return True
