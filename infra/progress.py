"""What the infrastructure tells whoever started it; nothing in `infra` prints."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One thing to show: `done` of `total` where a share is known, else only a sentence."""

    stage: str
    text: str
    done: float | None = None
    total: float | None = None


# May be called from any thread.
Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """The report of a caller that wants to hear nothing."""
