"""The command line of a peer: `prepare` makes its environment, `run` measures and prints one line of JSON."""

import argparse
import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.peers.contract import Load, add_load
from bench.peers.environment import ROOT, CannotBeHad, fresh_database

RUN_SECONDS = 600


@dataclass(frozen=True)
class Peer:
    """How a peer is called. `program` makes what is missing and answers with the words that start it."""

    name: str
    program: Callable[[], Sequence[str]]
    environment: Mapping[str, str] = field(default_factory=dict)


def main(peer: Peer) -> None:
    """Prints one line. A peer that cannot be had says so there, and that is no failure."""
    parser = argparse.ArgumentParser(prog=f"bench.peers.{peer.name}")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("prepare").add_argument("--url", help="not needed: tables are made by each run")
    run = verbs.add_parser("run")
    run.add_argument("--json", action="store_true", help="the only form there is")
    add_load(run)
    given = parser.parse_args()
    try:
        words = peer.program()
    except CannotBeHad as why:
        say({"peer": peer.name, "skipped": str(why)})
        return
    if given.verb == "prepare":
        say({"peer": peer.name, "prepared": True})
    else:
        run_program(peer, words, Load(given.url, given.callers, given.facts))


def run_program(peer: Peer, words: Sequence[str], load: Load) -> None:
    """The program's own line, under the peer's name. Raises `CalledProcessError` if it fails."""
    with fresh_database(load.url, peer.name) as url:
        size = ["--callers", str(load.callers), "--facts", str(load.facts)]
        done = subprocess.run(
            [*words, "--url", url, *size],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **peer.environment},
            check=True, stdout=subprocess.PIPE, text=True, timeout=RUN_SECONDS,
        )  # fmt: skip
    say({**json.loads(done.stdout.splitlines()[-1]), "peer": peer.name})


def say(line: Mapping[str, object]) -> None:
    print(json.dumps(line), flush=True)
