"""PyPI `eventsourcing` with `POSTGRES_ENABLE_DB_FUNCTIONS`: one call of a database function, and no lock."""

from bench.peers.command import Peer, main
from bench.peers.eventsourcing_default import program

if __name__ == "__main__":
    main(Peer("eventsourcing_functions", program, {"POSTGRES_ENABLE_DB_FUNCTIONS": "yes"}))
