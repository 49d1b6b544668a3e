"""A table that is shown again and again: in its place on a terminal, one below the other elsewhere."""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live

from shared.cli.output import Output, rich_table


class Screen:
    """`with Screen(out) as screen: screen.show(…)`."""

    def __init__(self, out: Output) -> None:
        self._out = out
        on_terminal = out.out.isatty() and not out.as_json
        self._live = Live(console=Console(file=out.out), auto_refresh=False) if on_terminal else None

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def show(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], notes: Iterable[str] = ()
    ) -> None:
        """What is to be seen now, with lines below the table."""
        if self._live:
            self._live.update(Group(rich_table(title, columns, rows), *notes), refresh=True)
            return
        self._out.table(title, columns, rows)
        for note in notes:
            self._out.line(note)
