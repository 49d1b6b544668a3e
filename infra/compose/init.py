"""The one-shot `init` of the compose file: topics, databases, roles, migrations. It may run again at any time."""

import asyncio
import os
import secrets
import sys
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from infra.compose.certificates import AUTHORITY
from infra.kafka.rights import OPERATOR, grant
from infra.kafka.topics import create_topics
from infra.postgres.databases import create_databases
from infra.service import password_name, services_of
from shared.brokers import Brokers
from shared.migrate import migrate
from shared.secret import read_secret

SECRETS = Path("/run/secrets")
SUPERUSER = "postgres"


async def prepare(providers: tuple[str, ...], kafka: str, postgres: str) -> None:
    """Everything that a service checks for when it starts."""
    await asyncio.gather(prepare_kafka(providers, kafka), prepare_databases(providers, postgres))


async def prepare_kafka(providers: tuple[str, ...], kafka: str) -> None:
    """Topics, principals, rights."""
    operator = Brokers(kafka, OPERATOR, kafka_password(OPERATOR), SECRETS / AUTHORITY, mechanism="PLAIN")
    await create_topics(operator, providers)
    await grant(operator, providers, kafka_password)


def kafka_password(principal: str) -> str:
    return read_secret(SECRETS / password_name(principal))


async def prepare_databases(providers: tuple[str, ...], postgres: str) -> None:
    """Every database with its roles, migrated. Owners get a new password each time: nobody else needs it."""
    superuser = quote(read_secret(SECRETS / "postgres.password"), safe="")
    databases = await create_databases(f"postgresql://{SUPERUSER}:{superuser}@{postgres}/postgres", providers, password)
    for service in services_of(providers):
        database = databases[service.database]
        await migrate(database.owner_url, service.kind, database.name)


@cache
def password(role: str) -> str:
    """Of the role that runs a service: the one in the address that the service is given."""
    if role.endswith("_owner"):
        return secrets.token_urlsafe(32)
    address = read_secret(SECRETS / f"{role.replace('_', '-')}.database-url")
    return unquote(urlsplit(address).password or "")


def main() -> None:
    providers = tuple(os.environ["FALLBUCH_PROVIDERS"].split(","))
    asyncio.run(prepare(providers, os.environ["FALLBUCH_KAFKA_OPERATOR"], os.environ["FALLBUCH_POSTGRES"]))
    sys.stdout.write("Topics, databases, roles and migrations are as they must be.\n")


if __name__ == "__main__":
    main()
