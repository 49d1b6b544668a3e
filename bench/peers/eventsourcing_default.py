"""PyPI `eventsourcing` with its default PostgreSQL recorder: the table is locked for each append."""

from bench.peers.command import Peer, main
from bench.peers.environment import python_environment


def program() -> list[str]:
    return [str(python_environment("eventsourcing")), "-m", "bench.peers.programs.eventsourcing"]


if __name__ == "__main__":
    main(Peer("eventsourcing_default", program))
