"""Callers: each sends its own wishes over HTTP, one after the other, under idempotency keys, and journals every call.

A call without a clear answer is unknown; it is repeated under the same key until it is answered.
"""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from infra.issuer import mint
from tests.faults.journal import Journal, Outcome
from tests.faults.wishes import PROVIDER, Asked, Desk, opening

CALL_SECONDS = 5.0
PAUSE_SECONDS = 0.2
KNOWN_SECONDS = 180.0
UNHURRIED_SECONDS = 1.0
OF_THE_PROVIDER = {"caseworker"}


class NeverAnswered(Exception):
    """A command's outcome could not be learned in three minutes."""


@dataclass
class Sender:
    """Sends one command until its outcome is known."""

    urls: dict[str, Callable[[], str]]
    secrets: Path
    town: str
    journal: Journal
    client: httpx.AsyncClient
    keys: bool = True
    """False: repeat without the key, as a careless client would."""

    async def send(self, asked: Asked, actor: str) -> list[dict[str, Any]] | None:
        """The facts that it led to; None if it was refused. Raises `NeverAnswered`."""
        headers = self._headers(asked, actor)
        deadline = asyncio.get_running_loop().time() + KNOWN_SECONDS
        attempt = 0
        while asyncio.get_running_loop().time() < deadline:
            attempt += 1
            self.journal.asks(actor, actor, asked.service, asked.command, attempt)
            outcome, status, facts = await self._once(asked, headers)
            self.journal.hears(actor, outcome, status, facts)
            if outcome != "unknown":
                return facts if outcome == "ok" else None
            await asyncio.sleep(PAUSE_SECONDS)
        raise NeverAnswered(f"{asked.command} at {asked.service}")

    def _headers(self, asked: Asked, actor: str) -> dict[str, str]:
        provider = PROVIDER if asked.role in OF_THE_PROVIDER else None
        token = mint(self.secrets, town=self.town, role=asked.role, provider=provider, staff_ref=actor)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if asked.version is not None:
            headers["If-Match"] = f'"{asked.version}"'
        return headers | ({"Idempotency-Key": actor} if self.keys else {})

    async def _once(self, asked: Asked, headers: dict[str, str]) -> tuple[Outcome, int | None, list[dict[str, Any]]]:
        try:
            url = self.urls[asked.service]() + asked.path
            content = json.dumps(asked.body)
            answer = await self.client.request(asked.verb, url, content=content, headers=headers)
        except httpx.HTTPError:
            return "unknown", None, []
        if answer.is_success:
            return "ok", answer.status_code, answer.json()["facts"]
        return ("unknown" if answer.status_code >= 500 else "refused"), answer.status_code, []


@dataclass
class Traffic:
    """Several callers at once. It can be paused and goes on; paused means that every outcome is known."""

    sender: Sender
    seed: int
    callers: int
    pause_seconds: float
    """How long a caller thinks between two commands."""
    enough: int = 0
    """From so many commands on callers take their time, so that a long fault does not make a long run."""
    asked: int = 0
    grant_id: str = ""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.grant_id = str(UUID(int=self.dice.getrandbits(128), version=4))
        self._desks = [Desk(random.Random(self.dice.random()), self.grant_id) for _ in range(self.callers)]
        self._running = asyncio.Event()

    def actor(self) -> str:
        """A pseudonym that no other command has."""
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    async def open(self) -> None:
        """Set the town up."""
        for asked in opening(self.grant_id):
            await self.sender.send(asked, self.actor())
            self.asked += 1

    def start(self) -> None:
        self._running.set()
        self._tasks = [asyncio.create_task(self._call(desk)) for desk in self._desks]

    async def pause(self) -> None:
        """No new command; wait until every outcome is known. Raises `NeverAnswered`."""
        self._running.clear()
        await asyncio.gather(*self._tasks)
        self._tasks = []

    async def until(self, number: int) -> None:
        """Wait until so many commands were sent, or the callers are gone."""
        while self.asked < number and any(not task.done() for task in self._tasks):  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def _call(self, desk: Desk) -> None:
        while self._running.is_set():
            self.asked += 1
            asked = desk.next()
            facts = await self.sender.send(asked, self.actor())
            if asked.command == "ConfirmAssignment" and facts is None:
                self._not_yet(desk, asked)
            await asyncio.sleep(self.pause_seconds if self.asked < self.enough else UNHURRIED_SECONDS)

    def _not_yet(self, desk: Desk, asked: Asked) -> None:
        """Nothing was proposed for the household yet: it is asked about again later."""
        for household in desk.households:
            if household.case_id == asked.body["case_id"]:
                household.confirmed = False
