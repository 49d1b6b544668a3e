"""All children of one instance by name: started alone, stopped together."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from infra.embedded.child import Child, Died
from infra.embedded.guard import Guard
from infra.embedded.process import Program, run


class Children:
    """`environment` is what each of them gets; `started` is called whenever one has got a new process."""

    def __init__(
        self,
        guard: Guard,
        environment: Mapping[str, str],
        announce: Callable[[Died], None],
        started: Callable[[], None],
    ) -> None:
        self._guard, self._environment = guard, environment
        self._announce, self._started = announce, started
        self._by_name: dict[str, Child] = {}

    @property
    def names(self) -> list[str]:
        return list(self._by_name)

    def add(self, name: str, program: Callable[[], Program], ready: Callable[[], Awaitable[None]]) -> Child:
        """A child that is not started yet. `program` is asked anew before every start."""
        child = Child(name, self._guard, program, ready, self._environment, self._announce, self._started)
        self._by_name[name] = child
        return child

    async def run(self, program: Program) -> None:
        """Let a program do its work and end. Raises `Failed`."""
        await run(program, self._guard, self._environment)

    def __getitem__(self, name: str) -> Child:
        """Raises `LookupError` with a sentence."""
        if name not in self._by_name:
            raise LookupError(f"there is no {name}, only {', '.join(self._by_name)}")
        return self._by_name[name]

    def pid(self, name: str) -> int | None:
        return self._by_name[name].pid if name in self._by_name else None

    async def stop(self, names: Iterable[str], grace_seconds: float) -> None:
        """Stop those of them that were started, at the same time."""
        there = [self._by_name[name] for name in names if name in self._by_name]
        await asyncio.gather(*(child.stop(grace_seconds) for child in there))
