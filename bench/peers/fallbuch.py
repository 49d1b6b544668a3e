"""Fallbuch itself: the log of intake with its writer, executor, deciders and register, all guarantees on."""

import sys

from bench.peers.command import Peer, main


def program() -> list[str]:
    return [sys.executable, "-m", "bench.peers.programs.fallbuch"]


if __name__ == "__main__":
    main(Peer("fallbuch", program))
