"""The connections of a service to its database."""

import asyncpg


def make_pool(url: str, name: str, most: int) -> asyncpg.Pool:
    """A pool of two connections or more, `most` at most, shown to operators as `name`. It opens when it is awaited.

    A connection is handed on as it is. What lasts longer than a transaction (settings, listening, session locks), and
    would have to be undone with one more round trip each time, we do not use.
    """
    return asyncpg.create_pool(
        url, min_size=2, max_size=most, command_timeout=30, reset=_as_it_is,
        server_settings={"application_name": name, "search_path": "read, public"},
    )  # fmt: skip


async def _as_it_is(_: asyncpg.Connection) -> None:
    """An open transaction was rolled back by asyncpg before."""
