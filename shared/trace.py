"""Traces: one JSON line for each event, on standard error. What a line may hold is decided here.

Fields are named by our code, one by one. Of an error stand its type and where it was raised, never its text: libraries
put values into their errors. What foreign libraries log stands as where they said it, and with their own template.
"""

import logging
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, TextIO

import structlog

FRAMES_LIMIT = 30
QUIET_SECONDS = 10.0


def trace_as_json() -> None:
    """Everything that this process says, as JSON lines. Foreign libraries are heard from warnings on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_values,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: Lines(sys.stderr),
    )
    logging.root.handlers[:] = [Foreign()]
    logging.root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    for noisy in ("aiokafka", "faststream", "uvicorn.error"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    sys.excepthook = uncaught


class Lines:
    """Where lines go. On a full disk they are lost; what wanted to tell them goes on, or ends as it was to end."""

    def __init__(self, to: TextIO) -> None:
        self._to = to

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):
            self._to.write(f"{line}\n")
            self._to.flush()

    debug = info = warning = error = critical = exception = msg


def without_values(logger: Any, name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """In place of an error: its type, where it was raised, and what it came from."""
    found = line.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        line.update(described(error))
    return line


def described(error: BaseException) -> dict[str, Any]:
    """`error`: the type; `at`: file, line and function from outside to inside; `after`: types of its causes."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_LIMIT:]
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < FRAMES_LIMIT:
        causes.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return {"error": type(error).__name__, "at": places_of(frames)} | ({"after": causes} if causes else {})


def stands_at(thread: int) -> list[str]:
    """Where a thread stands now: file, line and function from outside to inside. Empty if it has ended."""
    frame = sys._current_frames().get(thread)
    return places_of(traceback.extract_stack(frame)[-FRAMES_LIMIT:]) if frame else []


def places_of(frames: Iterable[traceback.FrameSummary]) -> list[str]:
    return [f"{place_of(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def uncaught(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
    """What nobody has caught ends the process, and is told like everything else."""
    structlog.get_logger().critical("uncaught", exc_info=(kind, error, at))


class Foreign(logging.Handler):
    """What other libraries log. Their values stay inside, and what they repeat is said once in ten seconds."""

    def __init__(self, quiet_seconds: float = QUIET_SECONDS) -> None:
        super().__init__()
        self.quiet_seconds = quiet_seconds
        self._said: dict[str, tuple[float, int]] = {}
        """By place: when it was said last, and how often it was not said since."""

    def emit(self, record: logging.LogRecord) -> None:
        where = f"{record.filename}:{record.lineno}"
        said_at, unsaid = self._said.get(where, (-self.quiet_seconds, 0))
        if monotonic() - said_at < self.quiet_seconds:
            self._said[where] = said_at, unsaid + 1
            return
        self._said[where] = monotonic(), 0
        # A message with arguments is a template and a constant; one without may have values in it already.
        more = ({"template": str(record.msg)} if record.args else {}) | ({"repeated": unsaid} if unsaid else {})
        structlog.get_logger().log(
            record.levelno, "library", library=record.name, where=where, **more, exc_info=record.exc_info
        )


def place_of(path: str) -> str:
    """The end of a file's path: where it lies on this machine is nobody's business."""
    return "/".join(Path(path).parts[-3:])
