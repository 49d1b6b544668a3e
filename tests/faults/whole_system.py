"""Faults of whole servers."""

import random
from collections.abc import Awaitable, Callable

from tests.faults.site import Site

WHOLE: dict[str, Callable[[Site, random.Random], Awaitable[None]]] = {}
