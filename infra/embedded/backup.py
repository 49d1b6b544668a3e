"""Backup and restore with PostgreSQL's own tools: a base backup of all databases with the log that it needs, verified.

Secrets are no part of it: whoever has both can read the names in the vaults. They are kept elsewhere.
"""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from infra.embedded.postgres import BINARIES
from infra.embedded.stand_in import give, stand_in_for_root

ASIDE = "cluster.before-"


class NotGood(Exception):
    """A backup that could not be made, or is not what was written. The text is what PostgreSQL's tool said."""


def back_up(superuser_url: str, into: Path) -> None:
    """Every database as it is at the end of this, into a new folder. Raises `NotGood`, and leaves nothing then."""
    parts = urlsplit(superuser_url)
    arguments = ("--host", parts.hostname or "", "--port", str(parts.port or 5432), "--username", parts.username or "")
    unfinished = into.with_name(f".{into.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        _run(
            "pg_basebackup", *arguments, "--no-password", "--checkpoint=fast", "--wal-method=stream",
            "--manifest-checksums=SHA256", "--pgdata", str(unfinished), secret={"PGPASSWORD": parts.password or ""},
        )  # fmt: skip
        check(unfinished)
        unfinished.rename(into)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def check(backup: Path) -> None:
    """Every file by its checksum, and the log that is needed, whole. Raises `NotGood`."""
    if not (backup / "backup_manifest").is_file():
        raise NotGood(f"{backup} holds no backup: there is no backup_manifest in it")
    _run("pg_verifybackup", "--quiet", "--exit-on-error", str(backup))


def put_back(backup: Path, cluster: Path) -> Path | None:
    """In the place of what is there, which is kept beside it; nothing may run. Raises `NotGood`, changing nothing."""
    check(backup)
    fresh = cluster.with_name("unfinished")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(backup, fresh)
    fresh.chmod(0o700)
    if (user := stand_in_for_root()) is not None:
        for path in (fresh, *fresh.rglob("*")):
            give(path, user)
    aside = None
    if cluster.exists():
        aside = cluster.with_name(f"{ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%S}")
        cluster.rename(aside)
    fresh.rename(cluster)
    return aside


def _run(tool: str, *arguments: str, secret: Mapping[str, str] | None = None) -> None:
    said = subprocess.run(  # noqa: S603
        [str(BINARIES / tool), *arguments], capture_output=True, text=True, env=dict(secret or {}), check=False
    )
    if said.returncode:
        lines = said.stderr.strip().splitlines() or ["it said nothing"]
        raise NotGood(f"{tool}: {lines[0].removeprefix(f'{tool}: ').removeprefix('error: ')}")
