"""Plays a story on a running stack, step by step, through the services' public interfaces.

After every step it waits until all running services have caught up, so that no step depends on anybody's speed.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

import httpx

from shared.cli.actor import AUDITOR
from shared.cli.caught_up import Town, Watch
from shared.cli.checking import RunLine, check
from shared.cli.exits import Different, Misused
from shared.cli.instance import Instance
from shared.cli.memory import Memory
from shared.cli.patience import answered
from shared.cli.routes import Routes, learn
from shared.cli.sending import Sender
from shared.cli.story import Check, ClockStep, CommandStep, StartStep, StopStep
from shared.cli.story_file import Placed, Script
from shared.clock import set_story_day

Say = Callable[[str, int, int], None]
"""Told before each part: what is played, its number, how many there are."""


class Control(Protocol):
    """Stops and starts processes of the stack."""

    async def names(self) -> list[str]:
        """The processes that there are."""

    async def stop(self, names: list[str]) -> None:
        """Returns when they have ended."""

    async def start(self, names: list[str]) -> None:
        """Returns when they answer."""


@dataclass(frozen=True, slots=True)
class Played:
    """How it went. `steps` and `passed` count steps and checks."""

    title: str
    steps: int
    passed: int
    first_difference: str | None

    def document(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Stage:
    """What a story is played on."""

    instance: Instance
    hears: Mapping[str, tuple[str, ...]]
    control: Control
    run_line: RunLine


class Player:
    """One play of one story."""

    def __init__(self, stage: Stage, script: Script, client: httpx.AsyncClient, say: Say) -> None:
        self._stage, self._script, self._client, self._say = stage, script, client, say
        self._town = Town(stage.instance.urls, stage.hears)
        self._routes = Routes()
        self._sender = Sender(stage.instance, client, script.title, Memory.of(stage.instance.folder))
        self._watch = Watch(client)
        self._moved = True

    async def play(self) -> Played:
        """Up to the first difference. Raises `Misused` for a story that cannot be played here."""
        parts = self._script.parts
        await self._learn()
        for number, part in enumerate(parts):
            self._say(_name(part), number + 1, len(parts))
            try:
                await self._part(part)
            except Different as difference:
                return Played(self._script.title, len(parts), number, f"{part.where}: {difference}")
        await self._settle()
        return Played(self._script.title, len(parts), len(parts), None)

    async def _part(self, part: Placed) -> None:
        moved: str | None = None
        match part.what:
            case CommandStep() as step:
                route = self._routes.to(step.do, self._sender.actor(step))
                if route is None:
                    raise Misused(f"{part.where}, field do: no service takes {step.do}.")
                await self._sender.send(step, part.path, route, route.service in self._town.stopped)
                moved = route.service
            case ClockStep(clock=day):
                assert self._stage.instance.clock_file is not None
                set_story_day(self._stage.instance.clock_file, day)
            case StopStep(stop=names):
                await self._stop(names)
            case StartStep(start=names):
                await self._start(names)
            case Check() as one:
                await self._settle()
                await asyncio.to_thread(check, one, self._stage.run_line)
                return
        self._moved = True
        await self._watch.until_caught_up(self._town, moved)

    async def _learn(self) -> None:
        """What all services take, and who there is. What nobody takes, or is, is said before the first step."""
        silent = await learn(self._routes, self._client, self._town.running)
        self._town = Town(self._town.urls, self._town.hears, stopped=frozenset(silent))
        processes = await self._stage.control.names()
        for part in self._script.parts:
            self._check(part, processes, everybody_said=not silent)

    def _check(self, part: Placed, processes: list[str], everybody_said: bool) -> None:
        """Raises `Misused` for a part that cannot be played on this stack."""
        match part.what:
            case CommandStep() as step:
                provider, known = self._sender.actor(step).provider, self._stage.instance.providers
                if everybody_said and step.do not in self._routes.by_command:
                    raise Misused(f"{part.where}, field do: no service takes {step.do}.")
                if provider and provider not in known and step.expect == "ok":
                    raise Misused(f"{part.where}, field as: there is no provider {provider}, only {', '.join(known)}.")
                if provider in self._stage.instance.own_software:
                    raise Misused(f"{part.where}, field as: {provider} has its own software, no story can act for it.")
            case ClockStep():
                if self._stage.instance.clock_file is None:
                    raise Misused(f"{part.where}: this stack has the real clock. `fallbuch up --clock story` has not.")
            case StopStep(stop=names) | StartStep(start=names):
                if unknown := [name for name in names if name not in processes]:
                    there = ", ".join(sorted(processes))
                    raise Misused(f"{part.where}: there is no process {unknown[0]}. There are: {there}.")

    async def _stop(self, names: list[str]) -> None:
        await self._stage.control.stop(names)
        kafka = self._town.kafka and "kafka" not in names
        self._town = Town(self._town.urls, self._town.hears, kafka, self._town.stopped | set(names))

    async def _start(self, names: list[str]) -> None:
        await self._stage.control.start(names)
        kafka = self._town.kafka or "kafka" in names
        self._town = Town(self._town.urls, self._town.hears, kafka, self._town.stopped - set(names))
        await learn(self._routes, self._client, {n: url for n, url in self._town.running.items() if n in names})

    async def _settle(self) -> None:
        """Everybody states the root of its log, so that an auditor finds it complete."""
        if not self._moved:
            return
        if self._town.kafka:
            await asyncio.gather(*map(self._state_root, self._town.running))
        await self._watch.until_caught_up(self._town)
        self._moved = False

    async def _state_root(self, service: str) -> None:
        async def ask() -> httpx.Response:
            headers = {"Authorization": f"Bearer {self._stage.instance.token(AUDITOR)}"}
            return await self._client.post(f"{self._town.urls[service]}/roots", headers=headers)

        answer = await answered(ask)
        if answer is None or not answer.is_success:
            raise Different(f"{service} did not state the root of its log.")


def _name(part: Placed) -> str:
    match part.what:
        case CommandStep() as step:
            return f"{step.who}: {step.do}" + (f" x {step.times}" if step.times else "")
        case ClockStep(clock=day):
            return f"today is {day}"
        case StopStep(stop=names):
            return f"stop {', '.join(names)}"
        case StartStep(start=names):
            return f"start {', '.join(names)}"
        case Check(run=line):
            return line
