"""After the sudden death of the parent nothing is left running."""

import asyncio
import os
import signal
import sys

from tests.infra.wait import free_of, until

PARENT = """
import asyncio, sys, signal
from infra.embedded.guard import Guard

async def main():
    guard = await Guard.start()
    for code in sys.argv[1:]:
        argv = Guard.announced((sys.executable, "-c", code), signal.SIGTERM)
        child = await asyncio.create_subprocess_exec(
            *argv, stdin=guard.pipe, stdout=asyncio.subprocess.PIPE, start_new_session=True)
        await child.stdout.readline()
        print(child.pid, flush=True)
    print(guard._process.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""
OBEDIENT = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {OBEDIENT}"


async def parent_of(*children: str) -> tuple[asyncio.subprocess.Process, list[int]]:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, *children, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    return parent, [int(await parent.stdout.readline()) for _ in range(len(children) + 1)]


async def test_the_guard_ends_all_children_of_a_killed_parent() -> None:
    parent, pids = await parent_of(OBEDIENT, OBEDIENT, STUBBORN)
    parent.kill()
    await parent.wait()
    await until(free_of(*pids))


async def test_children_do_not_hear_the_signals_of_the_terminal() -> None:
    parent, (child, guard) = await parent_of(OBEDIENT)
    assert len({os.getsid(child), os.getsid(guard), os.getsid(parent.pid)}) == 3
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    await until(free_of(child, guard))
