"""Which command goes where: read from what the services themselves publish (OpenAPI, operation ids)."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from shared.cli.actor import Actor
from shared.cli.patience import answered

START_SECONDS = 3.0
"""So long a service may be away and come back by itself."""
VERBS = ("post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Route:
    """One command at one service."""

    service: str
    verb: str
    path: str

    def filled(self, body: Mapping[str, Any]) -> str:
        """The path with the body's fields in it; a field that is not there leaves `-`, and the service answers."""
        return re.sub(r"\{(\w+)\}", lambda name: quote(str(body.get(name[1]) or "-"), safe=""), self.path)


@dataclass
class Routes:
    """All commands of the services that were asked."""

    by_command: dict[str, dict[str, Route]] = field(default_factory=dict)

    def add(self, service: str, openapi: Mapping[str, Any]) -> None:
        """Take in what a service publishes."""
        for path, operations in openapi.get("paths", {}).items():
            for verb, operation in operations.items():
                if verb in VERBS and "operationId" in operation:
                    route = Route(service, verb.upper(), path)
                    self.by_command.setdefault(operation["operationId"], {})[service] = route

    def to(self, command: str, actor: Actor) -> Route | None:
        """Where the actor's command goes. A provider's command goes to the actor's own provider."""
        found = self.by_command.get(command, {})
        if len(found) == 1 or not actor.provider:
            return next(iter(found.values()), None)
        return found.get(f"provider-{actor.provider}") or next(iter(found.values()), None)


async def learn(routes: Routes, client: httpx.AsyncClient, urls: Mapping[str, str]) -> list[str]:
    """Ask these services what they take. Answers the names of those that stay silent: somebody stopped them."""

    async def one(service: str) -> str | None:
        answer = await answered(lambda: client.get(f"{urls[service]}/openapi.json"), START_SECONDS)
        if answer is None or not answer.is_success:
            return service
        routes.add(service, answer.json())
        return None

    answers: Iterable[str | None] = await asyncio.gather(*map(one, sorted(urls)))
    return [name for name in answers if name]
