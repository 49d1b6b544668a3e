"""npm `@event-driven-io/emmett-postgresql`, on Node."""

import shutil

from bench.peers.command import Peer, main
from bench.peers.environment import HERE, CannotBeHad, npm_environment


def program() -> list[str]:
    """Node finds packages beside the file that imports them, so the file is laid beside them."""
    node = shutil.which("node")
    if node is None:
        raise CannotBeHad("there is no Node on this machine")
    folder = npm_environment("emmett")
    return [node, str(shutil.copy(HERE / "programs" / "emmett.mjs", folder))]


if __name__ == "__main__":
    main(Peer("emmett", program))
