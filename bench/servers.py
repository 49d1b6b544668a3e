"""A PostgreSQL and a Kafka of the bench's own, thrown away afterwards; databases of services, empty for each run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from infra.kafka.topics import expand
from infra.postgres.databases import Database, create_databases
from infra.stack import Stack
from shared.migrate import migrate

PROVIDER = "drk"
DATABASES = {
    "intake": ("intake", "intake"),
    "allocation": ("allocation", "allocation"),
    "reporting": ("reporting", "reporting"),
    "large": ("audit", "intake"),
}
"""The database of that name, and the service that it is made for; `large` holds a second log of intake."""
TABLES = """
SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables
WHERE schemaname IN ('public', 'read') AND tablename <> 'migration'"""


class Servers:
    """The addresses, and a clean state for each run."""

    def __init__(self, stack: Stack, databases: dict[str, Database]) -> None:
        where, password = stack.instance["postgres"], stack.folder.secret("postgres.password")
        self.superuser_url = f"postgresql://postgres:{password}@{where['host']}:{where['port']}/postgres"
        self.kafka = stack.operator
        self.pids: list[int] = [server["pid"] for server in stack.instance["servers"].values()]
        self.folder = stack.folder.root
        self._databases, self._topics = databases, 0

    def database(self, service: str) -> Database:
        """The migrated database of a service, with its two roles."""
        return self._databases[DATABASES[service][0]]

    def as_superuser(self, database: str) -> str:
        return urlsplit(self.superuser_url)._replace(path=f"/{database}").geturl()

    async def empty(self, service: str) -> Database:
        """As after the first start. Only a superuser can: for everybody else the log is never changed."""
        database = self.database(service)
        connection = await asyncpg.connect(self.as_superuser(database.name))
        try:
            await connection.execute("SET session_replication_role = replica")
            await connection.execute(f"TRUNCATE {await connection.fetchval(TABLES)}")
            await connection.execute("INSERT INTO checkpoint VALUES ('views', 0), ('reactions', 0)")
        finally:
            await connection.close()
        return database

    def new_topic(self, kind: str) -> str:
        """A topic with the settings of all topics, empty."""
        self._topics += 1
        name = f"bench.{kind}.{self._topics}"
        settings = dict(expand(())["intake.facts.v1"].settings)
        client = AdminClient(self.kafka.librdkafka())
        made = client.create_topics([NewTopic(name, num_partitions=1, replication_factor=1, config=settings)])
        made[name].result(20)
        return name


@asynccontextmanager
async def start_servers(data: Path) -> AsyncIterator[Servers]:
    """PostgreSQL and Kafka as every instance has them, without any service."""
    async with Stack(data, providers=(PROVIDER,), services=()) as stack:
        where, password = stack.instance["postgres"], stack.folder.secret("postgres.password")
        url = f"postgresql://postgres:{password}@{where['host']}:{where['port']}/postgres"
        secret = stack.folder.secret
        databases = await create_databases(url, (PROVIDER,), lambda role: secret(f"postgres-{role}.password"))
        for name, service in DATABASES.values():
            await migrate(databases[name].owner_url, service, name)
        yield Servers(stack, databases)
