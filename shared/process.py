"""`python -m services.<name>`: serve, or one of the few things that are done beside serving."""

import asyncio
import gc
import json
import sys
from collections.abc import Callable

import structlog
import uvloop
from fastapi import FastAPI

from shared import rebuild
from shared.errors import Misconfigured
from shared.service import EXIT_MISCONFIGURED, serve
from shared.settings import Settings, load
from shared.statements import Views
from shared.trace import trace_as_json


def main(build: Callable[[Settings], FastAPI], views: Views) -> int:
    """Without arguments: serve. `rebuild --check`: compare the views with the log, as JSON; exit 1 if they differ."""
    trace_as_json()
    look_for_garbage_seldom()
    try:
        settings = load()
        if sys.argv[1:2] == ["rebuild"]:
            found = asyncio.run(rebuild.check(settings.database_url(), settings.service, views))
            print(json.dumps(found))  # noqa: T201 (the answer)
            return 0 if found["identical"] else 1
        uvloop.run(serve(build, settings))
    except Misconfigured as error:
        structlog.get_logger().error("misconfigured", why=str(error))
        return EXIT_MISCONFIGURED
    return 0


def look_for_garbage_seldom() -> None:
    """Registers are many small objects that live on, batches many that die at once: neither makes cycles of garbage.

    As often as Python does by itself, looking through them would cost a fifth to a third of the time of reading facts.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
