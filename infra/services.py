"""The service processes of one instance: started at the same time, each at a port of its own."""

from collections.abc import Sequence
from typing import Any

import httpx

from infra.embedded.children import Children
from infra.embedded.process import Program
from infra.progress import Progress, Report
from infra.service import PACKAGES, Instance, Service, environment
from infra.together import together

UP_SECONDS = 60.0


class Services:
    """`instance` says what they have in common, `kafka` where the broker is."""

    def __init__(self, services: Sequence[Service], instance: Instance, children: Children, kafka: str) -> None:
        self._services, self._instance, self._children, self._kafka = list(services), instance, children, kafka
        self._closed: dict[str, str] = {}
        self._ports = {service.name: instance.folder.port(service.name) for service in services}

    @property
    def names(self) -> list[str]:
        return [service.name for service in self._services]

    async def start(self, report: Report) -> None:
        """Start all, wait for all. Raises `NotUp` with the name and the trace of the first that does not come."""
        up: list[str] = []

        async def one(service: Service) -> None:
            await self._start(service)
            up.append(service.name)
            state = self._closed.pop(service.name, "is ready")
            count, total = len(up), len(self._services)
            report(Progress("services", f"{service.name} {state}, {count} of {total}", count, total))

        report(Progress("services", f"starting {len(self._services)} services", 0, len(self._services)))
        await together(*(one(service) for service in self._services))

    async def add(self, service: Service) -> None:
        """One more beside those that run. Raises `NotUp`."""
        if service.name not in self.names:
            self._services.append(service)
            self._ports[service.name] = self._instance.folder.port(service.name)
        await self._start(service)

    async def _start(self, service: Service) -> None:
        if service.name not in self._children.names:
            self._children.add(service.name, lambda: self._program(service), lambda: self._ready(service))
        await self._children[service.name].start(UP_SECONDS)

    def described(self) -> dict[str, dict[str, Any]]:
        """As in `instance.json`."""
        return {
            service.name: {
                "url": self._url(service),
                "pid": self._children.pid(service.name),
                "log": str(self._instance.folder.log(service.name)),
            }
            for service in self._services
        }

    def _program(self, service: Service) -> Program:
        folder = self._instance.folder
        self._ports[service.name] = folder.port(service.name)  # another one only if somebody else took it meanwhile
        settings = environment(service, self._instance, self._kafka, self._ports)
        return Program(service.argv, folder.log(service.name), settings, PACKAGES)

    async def _ready(self, service: Service) -> None:
        """While Kafka is stopped nobody hears or tells: a service takes commands and is up as soon as it answers."""
        asked = "ready" if self._children.pid("kafka") else "live"
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            answer = await client.get(f"{self._url(service)}/health/{asked}")
        if answer.status_code == 503 and answer.json().get("closed"):
            self._closed[service.name] = f"is closed: {', '.join(answer.json()['why'])}"  # waiting would change nothing
        else:
            answer.raise_for_status()

    def _url(self, service: Service) -> str:
        return f"http://127.0.0.1:{self._ports[service.name]}"
