"""What a table is before anybody knows what it means: rows of cells, each with the number that the file gives it."""

from typing import Literal, NamedTuple

BYTES_LIMIT = 5 * 1024 * 1024
ROWS_LIMIT, COLUMNS_LIMIT, CHARACTERS_LIMIT = 50_000, 100, 32_767
"""Of a table, and of one cell."""

Kind = Literal["text", "day", "number", "other"]


class Cell(NamedTuple):
    """A cell as the file has it: a text, a day, a number, or something that is none of these."""

    kind: Kind
    text: str

    def is_blank(self) -> bool:
        return not self.text.strip()


class Line(NamedTuple):
    """A row with its number in the file, the first being 1."""

    number: int
    cells: list[Cell]

    def is_blank(self) -> bool:
        return all(cell.is_blank() for cell in self.cells)


class Unreadable(Exception):
    """The file is no table that we read. `code` says why, `place` where, as a row or a cell."""

    def __init__(self, code: str, place: str = "") -> None:
        super().__init__(code)
        self.code, self.place = code, place
