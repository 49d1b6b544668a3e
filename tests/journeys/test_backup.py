"""The operators' drill: a backup while everything runs, restored when it is stopped, and the lost tail taken back."""

import asyncio
import shutil
from pathlib import Path

import pytest

from infra.service import services_of
from infra.stack import Stack
from tests.cli.typed import Said, typed
from tests.journeys.test_restore import command, health, registers

LIST = services_of(())[:2]


def restored(backup: Path, data: Path) -> Said:
    return typed("restore", str(backup), "--data", str(data), "--json")


async def test_what_was_recorded_after_the_backup_comes_back_from_kafka(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    async with Stack(data, "story", services=LIST) as stack:
        assert await registers(stack, "before") is None
        said = await command(stack, "backup", str(backup))
        assert (said.exit_code, said.document["backup"]) == (0, str(backup)), said.err
        assert "is there already" in (await command(stack, "backup", str(backup))).err
        for name in ("lost-1", "lost-2"):
            assert await registers(stack, name) is None
        whole = await health(stack)
        assert "is in use by another instance" in (await command(stack, "restore", str(backup))).err

    assert (await asyncio.to_thread(restored, backup, data)).exit_code == 0
    assert len(list((data / "postgres").glob("cluster.before-*"))) == 1
    async with Stack(data, "story", services=LIST) as stack:
        lost = whole["facts"] - (await health(stack))["facts"]
        assert lost > 0
        back = await command(stack, "relay", "take-back", "intake")
        assert (back.exit_code, back.document["taken_back"]) == (0, lost), back.err
        assert (await health(stack))["facts"] == whole["facts"]
        assert (await command(stack, "relay", "take-back", "allocation")).document["taken_back"] > 0
        assert (await command(stack, "rebuild", "intake", "--check")).document["identical"]
        assert await registers(stack, "afterwards") is None


@pytest.fixture(scope="module")
async def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("backups") / "backup"
    async with Stack(tmp_path_factory.mktemp("backed-up"), services=()) as stack:
        assert (await command(stack, "backup", str(into))).exit_code == 0
    return into


@pytest.mark.parametrize("damage", ["changed", "cut", "missing", "log", "manifest"])
def test_a_damaged_backup_is_refused_and_changes_nothing(tmp_path: Path, backup: Path, damage: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(backup, copy)
    table = max((copy / "base").rglob("[0-9]*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    match damage:
        case "changed":
            with table.open("r+b") as file:
                file.seek(100)
                file.write(b"other bytes")
        case "cut":
            table.write_bytes(table.read_bytes()[:-8192])
        case "missing":
            table.unlink()
        case "log":
            next((copy / "pg_wal").glob("0*")).unlink()
        case "manifest":
            (copy / "backup_manifest").unlink()
    cluster = tmp_path / "data" / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "kept").touch()
    said = restored(copy, tmp_path / "data")
    assert (said.exit_code, "Nothing was changed" in said.out) == (1, True), said
    assert [path.name for path in cluster.parent.iterdir()] == ["cluster"]
    assert (cluster / "kept").exists()
