"""Starts a whole stack, and turns what can go wrong with that into a sentence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from infra.embedded.child import NotUp
from infra.embedded.jars import WrongJar
from infra.embedded.java import NoJava
from infra.embedded.process import Failed
from infra.folder import InUse
from infra.progress import Report
from infra.stack import Stack
from shared.cli.exits import Misused, NotAsked


@asynccontextmanager
async def started(folder: Path, clock: Literal["system", "story"], report: Report) -> AsyncIterator[Stack]:
    """Everything runs, for as long as this is open. Raises `NotAsked` if it cannot be started."""
    stack = Stack(folder, clock, report=report)
    try:
        await stack.__aenter__()
    except (NotUp, NoJava, WrongJar, InUse, Failed) as error:
        raise NotAsked(str(error)) from None
    except NotADirectoryError:
        raise Misused(f"{folder} cannot be a folder: a part of the way to it is a file.") from None
    try:
        yield stack
    finally:
        await stack.__aexit__(None, None, None)
