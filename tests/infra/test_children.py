"""Children are kept alive, named when they die, and stopped together."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from infra.embedded.child import Died, NotUp
from infra.embedded.children import Children
from infra.embedded.guard import Guard
from infra.embedded.process import Program
from tests.infra.wait import free_of, until


@pytest.fixture
def died() -> list[Died]:
    return []


@pytest.fixture
async def children(died: list[Died]) -> AsyncIterator[Children]:
    guard = await Guard.start()
    children = Children(guard, {"GREETING": "hello"}, died.append, lambda: None)
    yield children
    await children.stop(children.names, 1)
    await guard.end()


@pytest.fixture
def run(tmp_path: Path) -> Callable[[str], Callable[[], Program]]:
    return lambda code: lambda: Program((sys.executable, "-c", code), tmp_path / "child.log")


async def at_once() -> None:
    pass


async def test_a_child_that_dies_is_named_with_its_last_lines_and_started_again(
    children: Children, died: list[Died], run: Callable[[str], Callable[[], Program]]
) -> None:
    code = "import os, sys\nfor line in range(40): print(os.environ['GREETING'], line)\nsys.exit(70)"
    await children.add("clerk", run(code), at_once).start()
    await until(lambda: len(died) >= 2)
    assert (died[0].name, died[0].exit_code) == ("clerk", 70)
    assert died[0].last_lines.splitlines() == [f"hello {line}" for line in range(37, 40)]
    assert died[1].last_lines == died[0].last_lines


async def test_what_a_service_says_of_its_daily_work_does_not_hide_why_it_died(
    children: Children, died: list[Died], run: Callable[[str], Callable[[], Program]]
) -> None:
    code = """if True:
        print('{"level": "error", "event": "disk is full"}')
        for line in range(40): print('{"level": "info", "event": "command"}')
        raise SystemExit(70)"""
    await children.add("clerk", run(code), at_once).start()
    await until(lambda: len(died) >= 1)
    assert died[0].last_lines == '{"level": "error", "event": "disk is full"}'


async def test_a_stopped_child_stays_stopped_until_it_is_started(
    children: Children, died: list[Died], run: Callable[[str], Callable[[], Program]]
) -> None:
    child = children.add("clerk", run("import time; time.sleep(600)"), at_once)
    await child.start()
    first = child.pid
    assert first is not None
    await child.stop()
    assert (child.pid, died) == (None, [])
    await until(free_of(first))
    await child.start()
    assert child.pid not in (None, first)


async def test_a_killed_child_comes_back(
    children: Children, died: list[Died], run: Callable[[str], Callable[[], Program]]
) -> None:
    child = children.add("clerk", run("import time; time.sleep(600)"), at_once)
    await child.start()
    first = child.pid
    await child.kill()
    await child.start()
    assert child.pid not in (None, first)
    assert [each.exit_code for each in died] == [-9]


async def test_a_child_that_does_not_come_is_named_with_reason_and_trace(
    children: Children, run: Callable[[str], Callable[[], Program]]
) -> None:
    async def never() -> None:
        raise ConnectionRefusedError("nobody listens")

    child = children.add("clerk", run("import time; print('looking', flush=True); time.sleep(600)"), never)
    with pytest.raises(NotUp, match=r"(?s)clerk .*nobody listens.*looking"):
        await child.start(deadline_seconds=1)


async def test_whoever_ignores_the_request_to_end_is_killed_after_the_grace(
    children: Children, run: Callable[[str], Callable[[], Program]], tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    deaf = (
        f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({str(ready)!r}, 'w'); time.sleep(9)"
    )
    child = children.add("deaf", run(deaf), at_once)
    await child.start()
    await until(ready.exists)
    began = time.monotonic()
    await asyncio.wait_for(children.stop(["deaf", "unknown"], grace_seconds=0.5), 5)
    assert time.monotonic() - began >= 0.5
    assert child.pid is None
