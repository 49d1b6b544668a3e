"""Whether all running services have taken in everything that was said so far. No hoping: each says where it stands."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import httpx
from pydantic import BaseModel, ConfigDict

from shared.cli.exits import Different

DEADLINE_SECONDS = 60.0
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.008, 0.1


class Health(BaseModel):
    """What a service says of itself on `/health`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    source: str
    ready: bool
    why: list[str] = []
    log_position: int
    facts: int
    lag: dict[str, int] = {}
    heard: dict[str, int] = {}
    told: dict[str, int] = {}
    outbox: int
    outbox_age_seconds: int = 0
    due: int = 0
    quarantine: int = 0
    quarantine_age_seconds: int = 0
    waiting_for: dict[str, int | str | None] | list[str] = {}
    alarms: int = 0
    last_progress: str | None = None
    progress: dict[str, str | None] = {}
    readers: dict[str, int] = {}
    view_lag: dict[str, int] = {}


Look = Mapping[str, Health | None]
"""Every running service's own word at one moment; none where it did not answer."""


@dataclass(frozen=True, slots=True)
class Town:
    """Who runs, and who hears whom. Without Kafka nobody hears anybody."""

    urls: Mapping[str, str]
    hears: Mapping[str, tuple[str, ...]]
    kafka: bool = True
    stopped: frozenset[str] = field(default_factory=frozenset)

    @property
    def running(self) -> dict[str, str]:
        return {name: url for name, url in self.urls.items() if name not in self.stopped}


async def look(client: httpx.AsyncClient, urls: Mapping[str, str]) -> Look:
    """Ask all of them at once."""

    async def one(url: str) -> Health | None:
        try:
            answer = await client.get(f"{url}/health")
            return Health.model_validate_json(answer.content)
        except (httpx.HTTPError, ValueError):
            return None

    return dict(zip(urls, await asyncio.gather(*map(one, urls.values())), strict=True))


class Watch:
    """Knows the last word of every service, and asks again only those who were behind, until nobody is.

    Then everybody is asked once more: only two looks that agree prove that nothing was on its way between two answers.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._known: dict[str, Health | None] = {}

    async def until_caught_up(
        self, town: Town, moved: str | None = None, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        """`moved`: who alone was asked to do something since. Raises `Different`, naming who is behind."""
        until = time.monotonic() + deadline_seconds
        pause_seconds = SHORTEST_PAUSE_SECONDS
        self._known = {name: self._known.get(name) for name in town.running}
        waiting = {name for name in self._known if self._known[name] is None or name == moved or moved is None}
        while True:
            await self._ask(town, waiting)
            late = list(behind(self._known, town))
            if not late and await self._all_agree(town):
                return
            if time.monotonic() > until:
                reasons = "; ".join(reason for _, reason in late) or "they are still moving"
                raise Different(f"Not caught up within {deadline_seconds:.0f} s: {reasons}.")
            waiting = {name for name, _ in late} or set(town.running)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 1.25, LONGEST_PAUSE_SECONDS)

    async def _ask(self, town: Town, names: Iterable[str]) -> None:
        self._known |= await look(self._client, {name: town.urls[name] for name in names})

    async def _all_agree(self, town: Town) -> bool:
        """Whether everybody, asked anew, says what they said, and nobody is behind."""
        before = dict(self._known)
        await self._ask(town, town.running)
        return _places(before) == _places(self._known) and not any(behind(self._known, town))


def _places(now: Look) -> dict[str, int]:
    return {name: health.log_position for name, health in now.items() if health}


def behind(now: Look, town: Town) -> Iterator[tuple[str, str]]:
    """Who is behind, and behind what, in words."""
    for name, health in now.items():
        if health is None:
            yield name, f"{name} does not answer"
        else:
            for reason in _behind_itself(health, town.kafka):
                yield name, f"{name} {reason}"
            if town.kafka:
                for reason in _behind_others(name, health, now, town.hears.get(name, ())):
                    yield name, f"{name} {reason}"


def _behind_itself(health: Health, kafka: bool) -> Iterator[str]:
    for reader, place in health.readers.items():
        if place < health.log_position:
            yield f"has its reader {reader} at {place} of {health.log_position}"
    if health.due:
        yield f"has {health.due} things to do for which the day has come"
    if not kafka:
        return
    if not health.ready:
        yield f"is not ready ({', '.join(health.why) or 'it does not say why'})"
    if health.outbox:
        yield f"has {health.outbox} facts to tell"
    for topic, count in health.lag.items():
        if count:
            yield f"is {count} behind on {topic}"


def _behind_others(name: str, health: Health, now: Look, others: Iterable[str]) -> Iterator[str]:
    for other in others:
        told = now.get(other)
        if told is None:
            continue
        if name.startswith("provider-"):
            provider = name.removeprefix("provider-")
            heard, said = health.heard.get(f"provider.{provider}.in.v1", 0), told.told.get(provider, 0)
        else:
            heard, said = health.heard.get(told.source, 0), told.facts
        if heard < said:
            yield f"heard {heard} of {said} facts from {other}"
