"""message-db: functions in PostgreSQL, fetched as the npm package `@eventide/message-db`; the client is asyncpg."""

import sys

from bench.peers.command import Peer, main
from bench.peers.environment import npm_environment


def program() -> list[str]:
    folder = npm_environment("message-db") / "node_modules" / "@eventide" / "message-db"
    return [sys.executable, "-m", "bench.peers.programs.message_db", "--package", str(folder)]


if __name__ == "__main__":
    main(Peer("message_db", program))
