"""What is set version by version, each from a day: which version holds on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A version that says from when it holds."""

    @property
    def effective_on(self) -> date: ...


V = TypeVar("V", bound=Dated)


def in_force(versions: Sequence[V], day: date) -> V | None:
    """The latest that has begun; of two that begin together, the later set. None: none has begun."""
    begun = [version for version in versions if version.effective_on <= day]
    return max(reversed(begun), key=lambda version: version.effective_on, default=None)
