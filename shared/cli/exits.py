"""How a command ends: 0 ok, and one sentence with 1 refused or different, 2 usage, 3 not asked, 4 not written."""

from collections.abc import Iterator
from contextlib import contextmanager

OK, DIFFERENT, USAGE, NOT_ASKED, NOT_WRITTEN = 0, 1, 2, 3, 4


class Ended(Exception):
    """A command ends early; the text is the sentence for the person at the keyboard."""

    exit_code = DIFFERENT


class Different(Ended):
    """A service refused, or what was compared is not the same."""


class Misused(Ended):
    """The command, a file or a value was not what it must be."""

    exit_code = USAGE


class NotWritten(Ended):
    """What was answered could not be written, as on a full disk."""

    exit_code = NOT_WRITTEN


class NotAsked(Ended):
    """Nobody was there to be asked."""

    exit_code = NOT_ASKED


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Around writing files. Raises `NotWritten` with the reason where that fails."""
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise NotWritten(f"Nicht geschrieben · {what} could not be written: {why}.") from None
