"""Whoever outlived both the parent and the guard is found by its mark."""

import asyncio
import os
from pathlib import Path

from infra.embedded.leftovers import MARK, end_leftovers


async def test_only_children_of_this_folder_are_ended(tmp_path: Path) -> None:
    roots = (tmp_path / "one", tmp_path / "other")
    ours, others = [
        await asyncio.create_subprocess_exec("sleep", "600", env={**os.environ, MARK: str(root)}) for root in roots
    ]
    assert await asyncio.to_thread(end_leftovers, roots[0]) == [ours.pid]
    await ours.wait()
    assert others.returncode is None
    others.kill()
    await others.wait()
