"""One instance's data folder: who may use it, its secrets, its ports. It may exist and hold other people's files."""

import asyncio
import fcntl
import json
import os
import random
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.files import replace

# Below the range from which the system takes ports for outgoing connections: while a server is down, none of its
# clients can be given its port, nor connect to itself by accident.
PORTS = range(20_000, 32_000)
PATIENCE_SECONDS = 10.0
JOINED = "providers.json"


class InUse(Exception):
    """Another process works on this folder."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A provider that joined later. With `own_software` it writes and reads its topics by a program of its own."""

    provider: str
    own_software: bool = False


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths below `root`; only these are ours."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def log(self, name: str) -> Path:
        """The trace of one child."""
        return self.logs / f"{name}.log"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def instance(self) -> Path:
        return self.root / "instance.json"

    def make(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        for folder in (self.logs, self.secrets):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)

    async def lock(self) -> int:
        """The open lock file; the folder is taken for as long as anybody holds it open. Raises `InUse`.

        After a parent's sudden death its guard still holds the lock while it ends the children: that is waited for.
        """
        path = self.root / "lock"
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while not _locked(file):
            owner = path.read_text(encoding="utf-8")
            if (owner and _alive(int(owner))) or asyncio.get_running_loop().time() > deadline:
                os.close(file)
                raise InUse(f"{self.root} is in use by another instance (process {owner or 'unknown'}).")
            await asyncio.sleep(0.1)
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        return file

    def secret(self, name: str) -> str:
        """32 random bytes in base64url, made once and kept in the file of this name."""
        path = self.secrets / name
        if not path.exists():
            replace(path, secrets.token_urlsafe(32))
        return path.read_text(encoding="utf-8")

    def joined(self) -> tuple[Joined, ...]:
        """The providers that joined since the folder was made, in their order."""
        path = self.root / JOINED
        return tuple(Joined(**each) for each in json.loads(path.read_text(encoding="utf-8"))) if path.exists() else ()

    def remember(self, joined: Joined) -> None:
        """From the next start on it belongs to the instance."""
        if joined not in (known := self.joined()):
            replace(self.root / JOINED, json.dumps([asdict(each) for each in (*known, joined)]))

    def port(self, name: str) -> int:
        """For a server about to start: the port it had before if that is free, else a free one, kept from then on."""
        path = self.root / "ports.json"
        kept: dict[str, int] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if name not in kept or not _free(kept[name]):
            candidates = (port for port in random.sample(PORTS, len(PORTS)) if port not in kept.values())
            kept[name] = next(port for port in candidates if _free(port))
            replace(path, json.dumps(kept))
        return kept[name]


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
