"""A real PostgreSQL for the tests of the shell, started once; every module gets databases of its own."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from infra.embedded.child import Died
from infra.embedded.children import Children
from infra.embedded.guard import Guard
from infra.folder import DataFolder
from infra.postgres.databases import Database, create_databases
from infra.progress import Progress
from infra.servers import start_postgres
from shared.migrate import migrate
from tests.shared.tokens import TestIssuer

MakeDatabase = Callable[[str], Awaitable[Database]]


@pytest.fixture(scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[str, DataFolder]]:
    """The superuser's address, and where the roles' passwords lie."""
    folder = DataFolder(tmp_path_factory.mktemp("shared"))
    folder.make()
    guard = await Guard.start()
    children = Children(guard, {}, announce, lambda: None)
    yield await start_postgres(folder, children, quietly), folder
    await children.stop(["postgres"], 5)
    await guard.end()


@pytest.fixture(scope="session")
def make_database(server: tuple[str, DataFolder]) -> MakeDatabase:
    """Make a database for a service: with its two roles, migrated, and empty."""
    url, folder = server
    numbers = itertools.count(1)

    async def make(service: str) -> Database:
        name = f"test{next(numbers)}"
        databases = await create_databases(url, [name], folder.secret)
        database = databases[f"provider_{name}"]
        await migrate(database.owner_url, service, database.name)
        return database

    return make


@pytest.fixture(scope="module")
async def intake(make_database: MakeDatabase) -> Database:
    return await make_database("intake")


@pytest.fixture(scope="module")
async def allocation(make_database: MakeDatabase) -> Database:
    return await make_database("allocation")


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> TestIssuer:
    """Whose tokens are accepted: its keys lie in a file."""
    made = TestIssuer(tmp_path_factory.mktemp("issuer") / "jwks.json")
    made.publish()
    return made


def announce(died: Died) -> None:
    pytest.fail(f"{died.name} died: {died.last_lines}")


def quietly(_: Progress) -> None:
    pass
