"""A provider's workers at their desks, on an instance of their own: stories played, and requests with slugs as ids."""

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
