"""A small town that runs: a service of every kind as a process of its own, and one household entrusted to DRK."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench.client import Connection
from bench.servers import PROVIDER
from infra.service import services_of
from infra.stack import Stack
from shared.cli.actor import Actor
from shared.cli.instance import Instance, embedded

CLERK, COORDINATOR, CASEWORKER = Actor("clerk"), Actor("coordinator"), Actor("caseworker", PROVIDER)
SERVICE = f"provider-{PROVIDER}"
PLACED = "2018-10-15"
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Town:
    """Where everything answers, and the household that contacts are recorded with."""

    instance: Instance
    folder: Path
    services: dict[str, int]
    """Process ids by name."""
    servers: list[int]
    case_id: UUID
    person_id: UUID

    def database_url(self, service: str) -> str:
        return (self.folder / "secrets" / f"{service}.database-url").read_text()

    @property
    def contacts_path(self) -> str:
        return f"/cases/{self.case_id}/contacts"

    def contact(self) -> dict[str, object]:
        """A new contact with the household, as the body of a command."""
        where = {"contact_id": str(uuid4()), "case_id": str(self.case_id), "on": PLACED}
        codes = {"channel": "office", "duration_band": "to_60", "topics": ["housing", "german"]}
        return {**where, **codes, "persons": [str(self.person_id)]}


def household(case_id: UUID, person_id: UUID) -> dict[str, Any]:
    """A registration, as the body of a command."""
    person = {"person_id": str(person_id), "household_role": "head"}
    days = {"placed_on": PLACED, "received_on": PLACED}
    return {"case_id": str(case_id), "house": "sandloch", **days, "persons": [person]}


@asynccontextmanager
async def start_town(data: Path) -> AsyncIterator[Town]:
    """Everything as `fallbuch up` starts it, with one provider."""
    async with Stack(data, providers=(PROVIDER,), services=services_of((PROVIDER,))) as stack:
        instance = embedded(stack.folder.root)
        services = {name: service["pid"] for name, service in stack.instance["services"].items()}
        servers = [server["pid"] for server in stack.instance["servers"].values()]
        town = Town(instance, stack.folder.root, services, servers, uuid4(), uuid4())
        await _entrust(town)
        yield town


async def _entrust(town: Town) -> None:
    """Through the public interfaces, as people do it."""
    house = {"house": "sandloch", "name": "Haus Sandloch"}
    catchment = {"rule_version": "1", "effective_on": PLACED, "houses": {"sandloch": PROVIDER}}
    case = f"/assignments/{town.case_id}/confirmation"
    await _done(town, "allocation", COORDINATOR, "PUT", "/houses/sandloch", house)
    await _done(town, "allocation", COORDINATOR, "PUT", "/catchments/1", catchment)
    await _done(town, "intake", CLERK, "PUT", f"/cases/{town.case_id}", household(town.case_id, town.person_id))
    await _done(town, "allocation", COORDINATOR, "POST", case, {"case_id": str(town.case_id)})
    await _done(town, SERVICE, CASEWORKER, "POST", town.contacts_path, town.contact())


async def _done(town: Town, service: str, actor: Actor, method: str, path: str, body: dict[str, Any]) -> None:
    """Asked again until it can be done: what it needs may still be on its way."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    async with Connection(town.instance.urls[service]) as connection:
        while True:
            status, said = await connection.ask(method, path, body, town.instance.token(actor))
            if status in (200, 201):
                return
            if asyncio.get_running_loop().time() > deadline:
                raise RuntimeError(f"{path} was answered with {status}: {said}")
            await asyncio.sleep(0.05)


@asynccontextmanager
async def reading(town: Town, service: str) -> AsyncIterator[asyncpg.Connection]:
    """A look at a service's read tables."""
    connection = await asyncpg.connect(town.database_url(service), server_settings={"search_path": "read, public"})
    try:
        yield connection
    finally:
        await connection.close()
