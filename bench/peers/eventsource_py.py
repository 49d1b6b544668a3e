"""PyPI `eventsource-py` with its PostgreSQL store over SQLAlchemy and asyncpg."""

from bench.peers.command import Peer, main
from bench.peers.environment import python_environment


def program() -> list[str]:
    return [str(python_environment("eventsource_py")), "-m", "bench.peers.programs.eventsource_py"]


if __name__ == "__main__":
    main(Peer("eventsource_py", program))
