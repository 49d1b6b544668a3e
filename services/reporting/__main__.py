"""`python -m services.reporting`: serve. `… replay`: compute a report from a file of facts."""

import shared.lean  # noqa: F401 (first: see there)

# isort: split
import argparse
import asyncio
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

from services.reporting.replay import read_cut, replay
from shared.errors import Missing


def replay_from(arguments: list[str]) -> int:
    """Print the report's canonical JSON. Exit 1 if the facts hold no such grant."""
    parser = argparse.ArgumentParser(prog="python -m services.reporting replay")
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--grant", type=UUID, required=True)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--known-on", type=date.fromisoformat)
    parser.add_argument("--cut", type=read_cut)
    asked = parser.parse_args(arguments)
    try:
        body = asyncio.run(replay(asked.database_url, asked.facts, asked.grant, asked.as_of, asked.known_on, asked.cut))
    except Missing as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(body + b"\n")
    return 0


def serve() -> int:
    """The rest is loaded only here: a replay needs no web server, and should not wait for one."""
    from services.reporting.app import build
    from services.reporting.views import VIEWS
    from shared.process import main

    return main(build, VIEWS)


sys.exit(replay_from(sys.argv[2:]) if sys.argv[1:2] == ["replay"] else serve())
