"""The callers' journal: a line before each call and one after it, on the disk before anything goes on."""

import json
import os
import time
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["ok", "refused", "unknown"]


class Journal:
    """Only what is written here counts as said; the oracles read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: dict[str, int] = {"ok": 0, "refused": 0, "unknown": 0, "retried": 0}
        self._file = path.open("a")

    def asks(self, actor: str, key: str, service: str, command: str, attempt: int) -> None:
        """Before the call goes out."""
        self._write(
            {"what": "asks", "actor": actor, "key": key, "service": service, "command": command, "attempt": attempt}
        )
        self.counts["retried"] += attempt > 1

    def hears(self, actor: str, outcome: Outcome, status: int | None, facts: list[dict[str, Any]]) -> None:
        """After the answer, or after there will be none: then the outcome is unknown until the same key is answered."""
        self._write({"what": "hears", "actor": actor, "outcome": outcome, "status": status, "facts": facts})
        self.counts[outcome] += 1

    def close(self) -> None:
        self._file.close()

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps({"at": round(time.time(), 3), **entry}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
