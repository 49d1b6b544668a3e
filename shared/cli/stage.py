"""What a story is played on: a running embedded instance, its processes, and the command line for its checks."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from infra import control
from infra.kafka.topics import expand
from infra.progress import Progress, Report
from shared.cli.exits import Different, Misused
from shared.cli.instance import Instance, embedded
from shared.cli.output import Output
from shared.cli.player import Played, Player, Stage
from shared.cli.root import run
from shared.cli.story_file import Script

PATIENCE_SECONDS = 30.0


async def play_on(folder: Path, script: Script, report: Report) -> Played:
    """Play a story on the instance of this folder. Raises `NotAsked` if none runs there."""
    instance = embedded(folder)
    stage = Stage(instance, hearing(instance.providers), Processes(instance), _LineRunner(folder))

    def say(text: str, number: int, total: int) -> None:
        report(Progress("story", f"{number}/{total} {text}", number, total))

    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
        return await Player(stage, script, client, say).play()


def hearing(providers: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Whose facts each service hears, from the list of topics."""
    hears: dict[str, tuple[str, ...]] = {}
    for topic, spec in expand(providers).items():
        for reader in spec.readers:
            own_inbox = topic == f"{reader.replace('provider-', 'provider.')}.in.v1"
            if reader != spec.owner and (own_inbox or topic.endswith(".facts.v1")):
                hears[reader] = (*hears.get(reader, ()), spec.owner)
    return hears


class Processes:
    """The stack's processes, stopped and started through its control. One that has none has no processes of ours."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    async def names(self) -> list[str]:
        """Raises `Different` if the stack does not answer."""
        return await self._ask("names", "") if self._instance.control else []

    async def stop(self, names: list[str]) -> None:
        """Raises `Different` if the stack could not do it."""
        for name in names:
            await self._do("stop", name)

    async def start(self, names: list[str]) -> None:
        """Returns when they answer. Raises `Different` if they do not."""
        for name in names:
            await self._do("start", name)

    async def _do(self, verb: str, name: str) -> None:
        known = await self.names()
        if name not in known:
            raise Misused(f"There is no process {name}. There are: {', '.join(sorted(known))}.")
        await self._ask(verb, name)

    async def _ask(self, verb: str, name: str) -> list[str]:
        try:
            return await control.ask({"control": self._instance.control}, verb, name)
        except control.NotDone as error:
            raise Different(f"{verb} {name}: {error}") from None


class _LineRunner:
    """Runs command lines on one folder's instance, in this process: a second less for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, words: list[str]) -> tuple[int, str]:
        out = Output(io.StringIO(), io.StringIO())
        named = any(word == "--data" or word.startswith("--data=") for word in words)
        exit_code = run([*words, "--json", *([] if named else ["--data", str(self._folder)])], out)
        assert isinstance(out.out, io.StringIO)
        return exit_code, out.out.getvalue()
