"""The connections of one service to its database."""

import asyncpg

DATABASE_AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
"""What asyncpg raises while the database is away or going. The third where a connection breaks in mid answer."""


def open_pool(url: str, name: str, size: int) -> asyncpg.Pool:
    """At most `size` connections, made when they are needed; at least two are kept. Await it, or use `async with`."""
    return asyncpg.create_pool(
        url, min_size=2, max_size=size, command_timeout=30, reset=_leave_as_it_is,
        server_settings={"application_name": name, "search_path": "read, public"},
    )  # fmt: skip


async def _leave_as_it_is(_: asyncpg.Connection) -> None:
    """In place of a round trip after each use: nobody here leaves settings, cursors or locks of a session behind.

    What is left of a transaction asyncpg rolls back before; the relay gives its lock back itself.
    """
