"""A provider's workers at their desks, on an instance of their own: stories played, and requests with slugs as ids."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from infra.progress import silent
from infra.stack import Stack
from shared.cli.actor import Actor
from shared.cli.instance import Instance, embedded
from shared.cli.stage import play_on
from shared.cli.story_file import read_story
from shared.cli.wire import on_the_wire
from tests.cli.typed import typed


@dataclass
class At:
    """One instance."""

    stack: Stack

    @property
    def instance(self) -> Instance:
        return embedded(self.stack.folder.root)

    async def play(self, story: str, name: str = "story") -> None:
        """Play a story that is given as text; it has to come out as it says."""
        file = self.stack.folder.root / f"{name}.yaml"
        file.write_text(story)
        played = await play_on(self.stack.folder.root, read_story(file), silent)
        assert played.first_difference is None, played.first_difference

    async def ask(
        self, who: str, method: str, path: str, body: dict[str, Any] | None = None, service: str = ""
    ) -> httpx.Response:
        """A request by `caseworker@drk:anna` to her provider's service, or to another."""
        actor = Actor.parse(who)
        url = self.instance.urls[service or f"provider-{actor.provider}"]
        token = {"Authorization": f"Bearer {self.instance.token(actor)}"}
        async with httpx.AsyncClient(base_url=url, headers=token, timeout=30, trust_env=False) as client:
            return await client.request(method, path, json=on_the_wire("", body) if body is not None else None)

    async def settled(self) -> None:
        """Return when every service has taken in everything."""
        await self.play("title: Settled\nsteps: []\n", "settled")

    async def entrusted(self, slug: str, provider: str, persons: int, day: str = "2021-08-02") -> None:
        """A household with its consents comes to the provider: `slug`, its persons `slug-1`, `slug-2` and so on."""
        names = "given_name: Ina, family_name: Probe"
        members = ", ".join(f"{{person_id: {slug}-{number}, {names}}}" for number in range(1, persons + 1))
        await self.play(
            f"""
title: A household comes
steps:
  - clock: {day}
  - as: coordinator
    do: SetCatchment
    with: {{rule_version: {slug}-1, effective_on: {day}, houses: {{{slug}-house: {provider}}}}}
  - as: clerk
    do: RegisterCase
    with: {{case_id: {slug}, house: {slug}-house, placed_on: {day}, received_on: {day}, persons: [{members}]}}
  - {{as: clerk, do: GiveConsent, with: {{person_id: {slug}-1, purpose: sharing, recipient: {provider}, on: {day}}}}}
  - as: coordinator
    do: OverrideAssignment
    with: {{case_id: {slug}, provider: {provider}, reason_code: other, reason: A test.}}
""",
            slug,
        )

    async def typed(self, *words: str) -> Any:
        """What a command line answers."""
        said = await asyncio.to_thread(typed, *words, "--data", str(self.stack.folder.root), "--json")
        return said.document
