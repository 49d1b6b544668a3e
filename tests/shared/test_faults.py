"""The fault switch happens once, leaves a proof, and is off unless a folder is given."""

import signal
import sys
from pathlib import Path
from subprocess import run

import pytest

from shared.faults import NONE, Faults, Injected

DIES = "import sys, pathlib, shared.faults as f; f.Faults('intake', pathlib.Path(sys.argv[1])).point('relay.after_ack')"


def test_an_armed_point_fails_once_and_keeps_the_proof(tmp_path: Path) -> None:
    (tmp_path / "intake@log.before_commit").write_text("raise\n")
    faults = Faults("intake", tmp_path)
    with pytest.raises(Injected):
        faults.point("log.before_commit")
    faults.point("log.before_commit")
    assert [path.name for path in tmp_path.iterdir()] == ["intake@log.before_commit.fired"]


def test_a_point_of_another_service_is_passed(tmp_path: Path) -> None:
    (tmp_path / "audit@log.before_commit").write_text("raise\n")
    Faults("intake", tmp_path).point("log.before_commit")
    NONE.point("log.before_commit")
    assert [path.name for path in tmp_path.iterdir()] == ["audit@log.before_commit"]


def test_a_process_dies_at_the_point(tmp_path: Path) -> None:
    (tmp_path / "intake@relay.after_ack").write_text("kill9")
    assert run([sys.executable, "-c", DIES, str(tmp_path)], check=False).returncode == -signal.SIGKILL
    assert run([sys.executable, "-c", DIES, str(tmp_path)], check=False).returncode == 0
