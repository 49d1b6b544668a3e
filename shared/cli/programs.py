"""Runs a service's own program for what is done beside serving: replaying, rebuilding. Nothing of it is imported."""

import asyncio
import os
import sys
from collections.abc import Mapping

from infra.service import PACKAGES
from shared.cli.exits import NotAsked


async def run_program(module: str, *arguments: str, settings: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Exit code and standard output of `python -m module arguments`. Raises `NotAsked` if it gave no answer."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=PACKAGES,
        env=os.environ | dict(settings or {}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    if not said.strip():
        lines = complained.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise NotAsked(f"{module} {arguments[0]} gave no answer: {lines[-1]}")
    return process.returncode or 0, said
