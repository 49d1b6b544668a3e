"""A data folder has one user at a time, keeps its ports and its secrets, and leaves foreign files alone."""

import os
import socket
import stat
from pathlib import Path

import pytest

from infra.folder import DataFolder, InUse


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.make()
    return folder


async def test_a_folder_in_use_is_refused_with_a_sentence(folder: DataFolder) -> None:
    lock = await folder.lock()
    with pytest.raises(InUse, match=f"in use by another instance \\(process {os.getpid()}\\)"):
        await folder.lock()
    os.close(lock)
    os.close(await folder.lock())


def test_a_port_is_kept_while_it_is_free(folder: DataFolder) -> None:
    port = folder.port("intake")
    assert folder.port("intake") == port
    assert folder.port("audit") != port
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert folder.port("intake") != port


def test_a_secret_is_made_once_and_is_for_its_owner_only(folder: DataFolder) -> None:
    secret = folder.secret("postgres.password")
    assert folder.secret("postgres.password") == secret
    assert len(secret) >= 43
    assert stat.S_IMODE((folder.secrets / "postgres.password").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.secrets.stat().st_mode) == 0o700
