"""Throw-away environments of peers, from locks, below the cache folder; and a database of its own for each run."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from platformdirs import user_cache_path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PREPARE_SECONDS = 300


class CannotBeHad(Exception):
    """Why a peer is left out, in words."""


def python_environment(name: str) -> Path:
    """The interpreter of an environment with exactly what the lock names. Raises `CannotBeHad`."""
    lock = HERE / f"{name}.lock"
    folder = _folder(name, lock)
    python = folder / "bin" / "python"
    if not _is_ready(folder):
        uv = str(Path(sys.executable).with_name("uv"))
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)])
        _run([uv, "pip", "sync", "--quiet", "--python", str(python), "--require-hashes", str(lock)])
        _mark_ready(folder)
    return python


def npm_environment(name: str) -> Path:
    """A folder with the packages of `npm/<name>`. No script of a package is run. Raises `CannotBeHad`."""
    source = HERE / "npm" / name
    folder = _folder(name, source / "package-lock.json")
    if not _is_ready(folder):
        npm = shutil.which("npm")
        if npm is None:
            raise CannotBeHad("there is no npm on this machine")
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(source / file, folder)
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        _mark_ready(folder)
    return folder


@contextmanager
def fresh_database(url: str, name: str) -> Iterator[str]:
    """A new database on the server, dropped in the end. `url` is of somebody who may create one."""
    database = f"peer_{name}_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{database}"'.encode())
        try:
            yield urlsplit(url)._replace(path=f"/{database}").geturl()
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())


def _folder(name: str, lock: Path) -> Path:
    """One for each content of the lock, so that another version is another environment."""
    content = hashlib.sha256(lock.read_bytes()).hexdigest()
    return user_cache_path("fallbuch") / "peers" / f"{name}-{content[:12]}"


def _is_ready(folder: Path) -> bool:
    return (folder / "ready").exists()


def _mark_ready(folder: Path) -> None:
    (folder / "ready").touch()


def _run(command: Sequence[str], folder: Path = ROOT) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=PREPARE_SECONDS)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout).strip().splitlines()[-1:] or ["no word"]
        raise CannotBeHad(f"{Path(command[0]).name} failed: {last[0]}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotBeHad(f"{Path(command[0]).name}: {type(error).__name__}") from None
