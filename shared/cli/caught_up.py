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
    quarantine: int = 0
    waiting_for: dict[str, int | str | None] | list[str] = {}
    last_progress: str | None = None
    readers: dict[str, int] = {}


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


async def wait_until_caught_up(
    client: httpx.AsyncClient, town: Town, deadline_seconds: float = DEADLINE_SECONDS
) -> Look:
    """Until nobody is behind in two consecutive looks that agree. Raises `Different`, naming who is behind what."""
    until = time.monotonic() + deadline_seconds
    pause_seconds = SHORTEST_PAUSE_SECONDS
    before: list[tuple[str, int]] | None = None
    while True:
        now = await look(client, town.running)
        reasons = list(behind(now, town))
        places = [(name, health.log_position) for name, health in now.items() if health]
        if not reasons and places == before:
            return now
        before = None if reasons else places
        if time.monotonic() > until:
            raise Different(f"Not caught up within {deadline_seconds:.0f} s: {'; '.join(reasons) or 'still moving'}.")
        if reasons:
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 1.2, LONGEST_PAUSE_SECONDS)


def behind(now: Look, town: Town) -> Iterator[str]:
    """Who is behind what, in words."""
    for name, health in now.items():
        if health is None:
            yield f"{name} does not answer"
        else:
            yield from _behind_itself(name, health, town.kafka)
            if town.kafka:
                yield from _behind_others(name, health, now, town.hears.get(name, ()))


def _behind_itself(name: str, health: Health, kafka: bool) -> Iterator[str]:
    for reader, place in health.readers.items():
        if place < health.log_position:
            yield f"{name}: its reader {reader} is at {place} of {health.log_position}"
    if not kafka:
        return
    if not health.ready:
        yield f"{name} is not ready ({', '.join(health.why) or 'it does not say why'})"
    if health.outbox:
        yield f"{name} has {health.outbox} facts to tell"
    for topic, count in health.lag.items():
        if count:
            yield f"{name} is {count} behind on {topic}"


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
            yield f"{name} heard {heard} of {said} facts from {other}"
