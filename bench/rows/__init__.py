"""One file for each thing that is measured, with its limit beside it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

from bench.rounds import Row
from bench.servers import Servers
from bench.town import Town

MakeRows = Callable[[Servers], AbstractAsyncContextManager[list[Row]]]
"""Prepare what the rows of one file need, and clear it away afterwards."""
Rows = AsyncIterator[list[Row]]
MakeTownRows = Callable[[Town], AbstractAsyncContextManager[list[Row]]]
"""The same for what is measured on running services."""
