"""One process of a user asks a running stack of the same user to stop, start or kill one of its children, or to take in
another provider.

One JSON document a line: `{"do": "stop", "name": "allocation"}`, answered by `{"ok": true, "names": [all children]}`
or `{"ok": false, "error": "why"}`.
"""

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

# Longer paths do not fit into the address of a Unix socket on every system.
LONGEST_PATH_BYTES = 100
PATIENCE_SECONDS = 90.0

Act = Callable[[str, str], Awaitable[list[str]]]


class NotDone(Exception):
    """The stack could not do what it was asked for; the text says why."""


async def ask(
    instance: Mapping[str, Any], do: str, name: str = "", patience_seconds: float = PATIENCE_SECONDS
) -> list[str]:
    """Ask the stack that `instance.json` describes. `start` returns once the child is ready. Raises `NotDone`."""
    try:
        reader, writer = await asyncio.open_unix_connection(instance["control"])
    except OSError as error:
        raise NotDone(f"the stack does not answer ({error.strerror})") from error
    try:
        writer.write(json.dumps({"do": do, "name": name}).encode() + b"\n")
        answer = json.loads(await asyncio.wait_for(reader.readline(), patience_seconds) or b'{"ok": false}')
    finally:
        writer.close()
    if not answer["ok"]:
        raise NotDone(answer.get("error", "the stack ended meanwhile"))
    return list(answer["names"])


class Control:
    """The stack's side: a socket that only its user can open."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._server: asyncio.Server | None = None
        self._temporary: Path | None = None

    async def start(self, folder: Path) -> Path:
        """The socket's path: in `folder`, or in a short temporary folder if that path is too long."""
        path = folder / "control.sock"
        if len(os.fsencode(path)) > LONGEST_PATH_BYTES:
            self._temporary = Path(tempfile.mkdtemp(prefix="fallbuch-"))
            path = self._temporary / "control.sock"
        path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, path)
        path.chmod(0o600)
        return path

    async def stop(self) -> None:
        if self._server is not None:
            path = Path(self._server.sockets[0].getsockname())
            self._server.close()
            path.unlink(missing_ok=True)
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(line)).encode() + b"\n")
                await writer.drain()
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            return {"ok": True, "names": await self._act(asked["do"], asked.get("name", ""))}
        except Exception as error:  # whatever went wrong is the asker's answer, not the end of the stack
            return {"ok": False, "error": f"{error}" or type(error).__name__}
