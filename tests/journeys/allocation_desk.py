"""What coordinators, clerks and workers do in a journey, over HTTP as a browser would."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from shared.cli.actor import Actor
from shared.cli.instance import Instance
from shared.cli.wire import on_the_wire

SECONDS = 30


@dataclass(frozen=True)
class Asking:
    """Somebody of a role, who asks one service."""

    stack: Instance
    role: str = "coordinator"
    service: str = "allocation"
    provider: str | None = None

    def get(self, path: str, **query: str) -> httpx.Response:
        return self._ask("GET", path, params=query)

    def document(self, path: str, **query: str) -> dict[str, Any]:
        """The answer, which has to be a good one."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    def send(self, method: str, path: str, command: str, body: Mapping[str, Any]) -> httpx.Response:
        """A command; slugs of its body become ids, as in a story."""
        return self._ask(method, path, json=on_the_wire(command, body), headers={"Accept-Language": "en"})

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        token = {"Authorization": f"Bearer {self.stack.token(Actor(self.role, self.provider))}"}
        headers = token | more.pop("headers", {})
        url = f"{self.stack.urls[self.service]}{path}"
        return httpx.request(method, url, headers=headers, timeout=SECONDS, trust_env=False, **more)
