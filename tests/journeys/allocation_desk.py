"""What coordinators see of allocation in a journey: questions over HTTP, as a browser would ask them."""

from dataclasses import dataclass
from typing import Any

import httpx

from shared.cli.actor import Actor
from shared.cli.instance import Instance

SECONDS = 30


@dataclass(frozen=True)
class Asking:
    """Somebody of a role, who asks one service."""

    stack: Instance
    role: str = "coordinator"
    service: str = "allocation"
    provider: str | None = None

    def get(self, path: str, **query: str) -> httpx.Response:
        token = self.stack.token(Actor(self.role, self.provider))
        return httpx.get(
            f"{self.stack.urls[self.service]}{path}",
            params=query,
            headers={"Authorization": f"Bearer {token}"},
            timeout=SECONDS,
            trust_env=False,
        )

    def document(self, path: str, **query: str) -> dict[str, Any]:
        """The answer, which has to be a good one."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document
