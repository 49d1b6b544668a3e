"""PostgreSQL refuses to run as root: here is who runs it instead, and how that user gets to its files."""

import os
import pwd
import stat
import subprocess
from contextlib import suppress
from pathlib import Path

NAME = "fallbuch_postgres"


class NoStandIn(Exception):
    """There is no user to run PostgreSQL, and none could be made."""


def stand_in_for_root() -> pwd.struct_passwd | None:
    """None unless we are root. Makes the user if there is none yet. Raises `NoStandIn`."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", NAME]
        # Two instances may start at once: whoever comes second finds the user made.
        with suppress(OSError):
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    try:
        return pwd.getpwnam(NAME)
    except KeyError as error:
        raise NoStandIn(f"PostgreSQL does not run as root: make a user {NAME}, or start as another user.") from error


def give(path: Path, user: pwd.struct_passwd) -> None:
    os.chown(path, user.pw_uid, user.pw_gid)


def open_the_way_to(path: Path) -> None:
    """Let others pass through, not look into, the folders above `path`: root's home and temporary ones are 0700."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
