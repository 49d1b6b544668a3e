"""Asks services over HTTP, and turns what they refuse into one sentence."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx

from shared.cli.actor import AUDITOR, Actor
from shared.cli.exits import Different, Misused, NotAsked
from shared.cli.instance import Instance
from shared.ids import wire_id

PATIENCE_SECONDS = 30.0


@asynccontextmanager
async def asking(instance: Instance, actor: Actor = AUDITOR, language: str = "en") -> AsyncIterator["Caller"]:
    """A caller with one connection pool, as one actor, who is answered in this language."""
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        yield Caller(instance, client, actor, language)


async def ask_grant(instance: Instance, grant: str, question: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """One question on a grant, as an auditor asks it."""
    async with asking(instance) as caller:
        return await caller.grant(grant, question, asked)


class Caller:
    """One actor, asking any service of an instance."""

    def __init__(self, instance: Instance, client: httpx.AsyncClient, actor: Actor, language: str) -> None:
        self._instance, self._client, self._actor, self._language = instance, client, actor, language

    async def get(self, service: str, path: str, params: Mapping[str, str] | None = None) -> bytes:
        """The answer's bytes. Raises `Different` for a refusal, `NotAsked` if nobody answers."""
        return await self._ask("GET", service, path, params, None)

    async def read(self, service: str, path: str, params: Mapping[str, str] | None = None) -> Any:
        """The answer's JSON."""
        return json.loads(await self.get(service, path, params))

    async def grant(self, grant: str, question: str, asked: Mapping[str, str]) -> dict[str, Any]:
        """What reporting answers on a grant, with the grant named as it was asked for."""
        found: dict[str, Any] = await self.read("reporting", f"/grants/{wire_id('grant', grant)}/{question}", asked)
        return {**found, "grant": grant}

    async def post(self, service: str, path: str, body: object) -> Any:
        """Ask for something to be done; the answer's JSON."""
        return json.loads(await self._ask("POST", service, path, None, body) or b"null")

    async def _ask(self, method: str, service: str, path: str, params: Mapping[str, str] | None, body: object) -> bytes:
        if service not in self._instance.urls:
            known = ", ".join(sorted(self._instance.urls))
            raise Misused(f"There is no service {service}. There are: {known}.")
        token = self._instance.token(self._actor)
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": self._language}
        url = self._instance.urls[service] + path
        try:
            answer = await self._client.request(method, url, params=params, json=body, headers=headers)
        except httpx.HTTPError:
            raise NotAsked(f"{service} does not answer. `fallbuch status` tells what runs.") from None
        if answer.is_success:
            return answer.content
        sentence = f"{service}: {detail_of(answer)}"
        raise NotAsked(sentence) if answer.status_code >= 500 else Different(sentence)


def detail_of(answer: httpx.Response) -> str:
    """The sentence of a problem document, else the status."""
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    sentence = problem.get("detail") or problem.get("title") if isinstance(problem, dict) else None
    return sentence if isinstance(sentence, str) and sentence else f"answered with status {answer.status_code}"
