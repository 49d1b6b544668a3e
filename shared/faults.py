"""The fault switch: a named point in the code where a test lets the process die, freeze or fail. Off unless set.

`FALLBUCH_FAULTS` names a folder, and is refused in production. A file `<service>@<point>` in it arms that point of that
service for one pass; its text says what happens: `kill9`, `stop` (SIGSTOP), `block` (the event loop stands still) or
`raise`. The file is renamed to `….fired` before the fault happens, so it happens once, and the folder proves which
faults have fired.
"""

import os
import signal
import time
from pathlib import Path

POINTS = (
    "log.facts_inserted",
    "log.before_commit",
    "log.after_commit",
    "hear.after_decode",
    "hear.before_commit",
    "hear.after_commit",
    "hear.after_offset",
    "relay.before_send",
    "relay.after_send",
    "relay.after_ack",
    "root.before_publish",
    "root.after_publish",
)
"""Every place where a crash may do harm; tests kill the process at each."""


class Injected(OSError):
    """A fault that a test asked for."""


class Faults:
    """The armed points of one service. Without a folder nothing is armed, ever."""

    def __init__(self, service: str, folder: Path | None) -> None:
        self._service, self._folder = service, folder

    def point(self, name: str) -> None:
        """Pass a point. Raises `Injected` if it is armed with `raise`."""
        if self._folder is not None:
            self._pass(self._folder / f"{self._service}@{name}")

    def _pass(self, armed: Path) -> None:
        fired = armed.with_name(f"{armed.name}.fired")
        try:
            armed.rename(fired)
        except FileNotFoundError:
            return
        match fired.read_text(encoding="utf-8").strip():
            case "kill9":
                os.kill(os.getpid(), signal.SIGKILL)
            case "stop":
                os.kill(os.getpid(), signal.SIGSTOP)
            case "block":
                while True:
                    time.sleep(1)
            case _:
                raise Injected(f"a test asked for a fault at {armed.name}")


NONE = Faults("", None)
"""No faults: what everything has that was not given others."""
