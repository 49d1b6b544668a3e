"""One database for each service and provider, with two roles: an owner for migrations, and one that runs the service.

The running role has no right but those that the migrations grant. `replay` is where the auditor replays: its running
role makes and drops schemas.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import asyncpg

REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Database:
    """The addresses of one database, as its owner and as the one who runs on it."""

    name: str
    owner_url: str
    url: str


def names(providers: Sequence[str]) -> tuple[str, ...]:
    return ("intake", "allocation", "reporting", "audit", *(f"provider_{provider}" for provider in providers), REPLAY)


async def create_databases(
    superuser_url: str, providers: Sequence[str], password: Callable[[str], str]
) -> dict[str, Database]:
    """Create what is missing, set every password anew. `password` keeps one for each role."""
    databases = {name: _database(superuser_url, name, password) for name in names(providers)}
    server = await asyncpg.connect(superuser_url, timeout=10)
    try:
        there = {row["datname"] for row in await server.fetch("SELECT datname FROM pg_database")}
        for name in databases:
            await _role(server, f"{name}_owner", password(f"{name}_owner"))
            await _role(server, name, password(name))
            if name not in there:
                await server.execute(f"CREATE DATABASE {_identifier(name)} OWNER {_identifier(f'{name}_owner')}")
    finally:
        await server.close()
    await asyncio.gather(*(_rights(superuser_url, name) for name in databases))
    return databases


async def _role(server: asyncpg.Connection, role: str, password: str) -> None:
    exists = await server.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if exists else "CREATE"
    # Statements on roles take no parameters; PostgreSQL itself quotes the words.
    statement = await server.fetchval(
        f"SELECT format('{verb} ROLE %I LOGIN PASSWORD %L', $1::text, $2::text)", role, password
    )
    await server.execute(statement)


async def _rights(superuser_url: str, name: str) -> None:
    database, role, owner = _identifier(name), _identifier(name), _identifier(f"{name}_owner")
    connection = await asyncpg.connect(_with(superuser_url, name), timeout=10)
    try:
        await connection.execute(
            f"""
            REVOKE ALL ON DATABASE {database} FROM PUBLIC;
            GRANT CONNECT ON DATABASE {database} TO {role};
            ALTER SCHEMA public OWNER TO {owner};
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO {role};
            """
        )
        if name == REPLAY:
            await connection.execute(f"GRANT CREATE ON DATABASE {database} TO {role}")
    finally:
        await connection.close()


def _database(superuser_url: str, name: str, password: Callable[[str], str]) -> Database:
    owner = f"{name}_owner"
    return Database(
        name,
        owner_url=_with(superuser_url, name, owner, password(owner)),
        url=_with(superuser_url, name, name, password(name)),
    )


def _with(url: str, database: str, role: str | None = None, password: str = "") -> str:
    parts = urlsplit(url)
    if role is not None:
        parts = parts._replace(netloc=f"{role}:{quote(password, safe='')}@{parts.hostname}:{parts.port or 5432}")
    return parts._replace(path=f"/{database}").geturl()


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
