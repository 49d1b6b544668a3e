"""Every process is killed once in the middle of the Weinheim story, Kafka too. What comes out is the same."""

import asyncio
import io
import json
from pathlib import Path

from infra.progress import Progress
from infra.stack import Stack
from shared.cli.output import Output
from shared.cli.root import run
from shared.cli.stage import play_on
from shared.cli.story_file import read_story

STORY = Path("infra/demo/weinheim.yaml")
KILLED_AT = {
    20: "kafka",
    45: "intake",
    60: "allocation",
    75: "reporting",
    90: "audit",
    105: "provider-caritas",
    112: "provider-diakonie",
    119: "provider-drk",
    126: "provider-town",
    133: "kafka",
}
"""At which step of the story whom. The story goes on at once; its sender asks again under the same key."""


def asked(data: Path, *words: str) -> dict[str, object]:
    """What the command line answers."""
    out = Output(io.StringIO(), io.StringIO())
    assert run([*words, "--json", "--data", str(data)], out) == 0, (words, out.err)
    assert isinstance(out.out, io.StringIO)
    answer: dict[str, object] = json.loads(out.out.getvalue())
    return answer


async def test_killed_in_mid_story_the_figures_are_the_same(tmp_path: Path) -> None:
    died: list[str] = []
    kills: list[asyncio.Task[None]] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "died":
            died.append(progress.text.split()[0])
        name = KILLED_AT.get(int(progress.done or 0)) if progress.stage == "story" else None
        if name:
            kills.append(asyncio.get_running_loop().create_task(stack.kill(name)))

    async with Stack(tmp_path, "story", report=watch) as stack:
        played = await play_on(tmp_path, read_story(STORY), watch)
        await asyncio.gather(*kills)

        assert played.first_difference is None
        assert set(died) == set(KILLED_AT.values()), "every fault has to fire"
        replayed = await asyncio.to_thread(
            asked, tmp_path, "audit", "replay", "--report", "weinheim-2018", "--as-of", "2018-12-31"
        )
        assert replayed["same_as_reporting"] is True
        for service in ("intake", "allocation", "reporting", "audit", "provider-diakonie", "provider-drk"):
            assert (await asyncio.to_thread(asked, tmp_path, "rebuild", service, "--check"))["identical"] is True
        again = await play_on(tmp_path, read_story(STORY), watch)
        assert again.first_difference is None
