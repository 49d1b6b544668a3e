"""Where words go: answers to standard output, progress and complaints to standard error.

With `--json` standard output is exactly one JSON document. When it is no terminal, tables are plain lines.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from shared.cli.exits import NotWritten


@dataclass
class Output:
    """One run of the command line. `as_json` is known once the arguments are read."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    as_json: bool = False
    answered: bool = False

    def answer(self, document: object, indent: int | None = 2) -> None:
        """The one JSON document of `--json`, on one line without indent. In ASCII, so that no locale can spoil it."""
        self.answered = True
        self.write(json.dumps(document, indent=indent, ensure_ascii=True) + "\n")

    def line(self, text: str = "") -> None:
        """A line for people. Nothing with `--json`."""
        if not self.as_json:
            self.write(text + "\n")

    def write(self, text: str) -> None:
        """A text as it is. Raises `NotWritten` where it cannot be written."""
        try:
            self.out.write(text)
            self.out.flush()
        except BrokenPipeError:
            raise  # nobody reads on: nobody wants to be told
        except OSError as error:
            why = error.strerror or error
            raise NotWritten(f"Nicht geschrieben · the answer could not be written: {why}.") from None

    def say(self, text: str) -> None:
        """Progress, to standard error."""
        self.err.write(text + "\n")
        self.err.flush()

    def complain(self, sentence: str, exit_code: int) -> None:
        """Why it ended: on standard error, and as a document if nothing else was answered with `--json`."""
        self.say(sentence)
        if self.as_json and not self.answered:
            self.answer({"error": sentence, "exit_code": exit_code})

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table for people; a column whose name ends in `>` stands to the right. Nothing with `--json`."""
        if self.as_json:
            return
        if self.out.isatty():
            Console(file=self.out).print(rich_table(title, columns, rows))
        else:
            self.line(title)
            for text in _plain_lines(columns, rows):
                self.line(text)
            self.line()


def rich_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """The same table for a terminal: German above English in the head, and nothing cut from the first column."""
    table = Table(title=escape(title), title_justify="left", title_style="bold")
    for place, column in enumerate(columns):
        head = escape(column.removesuffix(">").replace(" · ", "\n"))
        table.add_column(head, justify="right" if column.endswith(">") else "left", no_wrap=place == 0)
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def _plain_lines(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    table = [[column.removesuffix(">") for column in columns], *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(columns))]
    return [
        "  ".join(
            cell.rjust(width) if column.endswith(">") else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in table
    ]
