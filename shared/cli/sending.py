"""Sends a story's commands, each under a key of its own, and judges the answers."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

from shared.cli.actor import Actor
from shared.cli.ask import detail_of
from shared.cli.exits import Different
from shared.cli.instance import Instance
from shared.cli.memory import Memory
from shared.cli.patience import PATIENCE_SECONDS, answered
from shared.cli.routes import Route
from shared.cli.story import CommandStep, Refused, Status
from shared.cli.wire import on_the_wire

REFUSALS = (403, 409, 422)


class Sender:
    """Sends on behalf of one story."""

    def __init__(self, instance: Instance, client: httpx.AsyncClient, title: str, memory: Memory) -> None:
        self._instance, self._client, self._title, self._memory = instance, client, title, memory

    @staticmethod
    def actor(step: CommandStep) -> Actor:
        """Who wishes it."""
        return Actor.parse(step.who)

    async def send(self, step: CommandStep, path: tuple[int, ...], route: Route, stopped: bool) -> None:
        """All repetitions of a step. Raises `Different` at the first answer that is not the expected one."""
        for repetition in range(1, step.times + 1) if step.times else (None,):
            body = on_the_wire(step.do, step.body, repetition)
            key = _key(self._title, path, repetition, step, body)
            if key in self._memory.keys:
                continue
            answer = await self._post(step, route, body, key, stopped)
            difference = judged(step, answer)
            if difference:
                raise Different(f"{step.do} as {step.who}: {difference}")
            if not answer.is_success:
                self._memory.keep(key, self._title)

    async def _post(
        self, step: CommandStep, route: Route, body: dict[str, Any], key: str, stopped: bool
    ) -> httpx.Response:
        """One command's answer. It is asked for again under the same key: then it is still one command."""
        url = self._instance.urls[route.service] + route.filled(body)
        content = json.dumps(body)

        async def ask() -> httpx.Response:
            token = self._instance.token(self.actor(step))
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
            return await self._client.request(route.verb, url, content=content, headers=headers)

        wanted = step.expect.status if isinstance(step.expect, Status) else 0
        answer = await answered(ask, 0 if stopped else PATIENCE_SECONDS, wanted)
        if answer is None:
            raise Different(f"{step.do} as {step.who}: {route.service} does not answer")
        return answer


def judged(step: CommandStep, answer: httpx.Response) -> str | None:
    """What is different from what the story expects, if anything is."""
    status = answer.status_code
    found = "ok" if answer.is_success else f"{status}: {detail_of(answer)}"
    match step.expect:
        case "ok":
            return None if answer.is_success else f"expected ok, found {found}"
        case "refused":
            return None if status in REFUSALS else f"expected refused, found {found}"
        case Refused(refused=part):
            fits = status in REFUSALS and part.casefold() in detail_of(answer).casefold()
            return None if fits else f"expected refused with `{part}`, found {found}"
        case Status(status=expected):
            return None if status == expected else f"expected status {expected}, found {found}"


def _key(title: str, path: tuple[int, ...], repetition: int | None, step: CommandStep, body: dict[str, Any]) -> str:
    """The same for the same step of the same story, for ever."""
    named = json.dumps([title, path, repetition, step.who, step.do, body], sort_keys=True)
    return str(uuid5(NAMESPACE_URL, f"fallbuch:step:{named}"))
