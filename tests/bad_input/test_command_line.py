"""What is typed wrong ends with 2 and one sentence; what is cut short leaves nothing behind: items 102 and 109-111."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from infra.embedded.leftovers import MARK
from shared.cli.exits import Misused
from shared.cli.instance import Instance
from shared.cli.story_file import read_story
from tests.cli.typed import typed

ROOT = Path(__file__).parents[2]
FALLBUCH = [sys.executable, "-m", "shared.cli.app"]
GRANT = ("report", "g", "--as-of", "2018-12-31")

MISTAKES = {
    ("status", "--colour"): "--colour",
    ("report", "g", "--as-of", "2018-12-31", "--submitted", "r"): "submitted",
    ("report", "g", "--as-of", "2018-13-31"): "the calendar has no such day",
    ("report", "g", "--as-of", "2019-02-29"): "the calendar has no such day",
    ("report", "g", "--as-of", "20190131"): "YYYY-MM-DD",
    ("report", "g", "--as-of", "2019-W05-1"): "YYYY-MM-DD",
    ("report", "g", "--as-of", "1541376000"): "YYYY-MM-DD",
    ("report", "g", "--as-of", "0001-01-01"): "1990 through 2199",
    ("report", "g", "--as-of"): "--as-of",
    ("report",): "GRANT",
    ("indicators", "g", "--year", "1989"): "1990",
    ("indicators", "g", "--year", "2200"): "2199",
    ("indicators", "g", "--year", "1e3"): "--year",
    ("relay", "resend", "intake", "--from", "-1"): "--from",
    ("quarantine", "show", "intake", "0"): "N",
    ("quarantine", "retry", "intake", "99999999999999999999999999"): "",
    ("token", "--as", "clerk", "--staff", "../../etc"): "--staff",
    ("audit", "replay", "--report", "g"): "Which day",
    ("up", "--clock", "sundial"): "--clock",
}


@pytest.mark.parametrize("words", list(MISTAKES), ids=" ".join)
def test_102_a_flag_a_count_or_a_value_that_is_wrong_is_named(words: tuple[str, ...]) -> None:
    said = typed(*words)
    assert (said.exit_code, said.out, len(said.err.splitlines())) == (2 if MISTAKES[words] else 3, "", 1), said.err
    assert MISTAKES[words] in said.err


def test_102_a_file_of_facts_is_never_written_over_nor_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name, why in (("there", "there already"), ("link", "there already"), ("no/folder", "There is no folder")):
        said = typed("audit", "replay", "--out", str(tmp_path / name), "--data", str(tmp_path))
        assert (said.exit_code, said.out) == (2, "")
        assert why in said.err
    assert (tmp_path / "there").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("command", [("up",), ("status",), GRANT], ids=" ".join)
def test_102_a_file_in_place_of_the_folder_is_a_mistake(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("")
    said = typed(*command, "--data", str(tmp_path / "file"))
    assert (said.exit_code, said.out, len(said.err.splitlines())) == (2, "", 1)


def test_102_a_way_through_a_file_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = typed("up", "--data", str(tmp_path / "file" / "below"))
    assert (said.exit_code, "a part of the way to it is a file" in said.err) == (2, True)


def test_102_a_token_that_nobody_would_accept_is_not_made(stack: Instance) -> None:
    folder = str(stack.folder)
    for words, why in ((("caseworker",), "--provider"), (("lead", "--provider", "nobody"), "There is no provider")):
        said = typed("token", "--as", *words, "--data", folder)
        assert (said.exit_code, said.out, why in said.err) == (2, "", True)
    assert typed("token", "--as", "caseworker", "--provider", "drk", "--data", folder).exit_code == 0


STORIES = {
    "  - {as: clerk, do: RegisterCase, with: {placed_on: 2019-02-29}}": "line 3, field with.placed_on",
    "  - {as: clerk, do: RegisterCase, with: {persons: [{born_on: '2018-13-01'}]}}": "line 3, field with.persons",
    "  - clock: 2019-02-29": "line 3, field clock",
    "  - {as: caseworker, do: RecordContact}": "line 3, field as",
    "  - {as: 'lead:maria', do: RecordContact}": "line 3, field as",
    "then:\n  - run: reprot g": "line 5, field run",
    "then:\n  - run: report g --as-of 2019-02-29": "line 5, field run",
    "then:\n  - run: report g --as-off 2019-02-28": "line 5, field run",
    "then:\n  - run: audit repaly": "line 5, field run",
    "then:\n  - run: up": "line 5, field run",
    "then:\n  - run: 'report \"g'": "line 5, field run",
}


@pytest.mark.parametrize("text", list(STORIES))
def test_102_a_mistake_in_a_story_is_found_before_it_begins(tmp_path: Path, text: str) -> None:
    steps = text if text.startswith("  ") else f"  []\n{text}"
    (tmp_path / "story.yaml").write_text(f"title: T\nsteps:\n{steps}\n")
    with pytest.raises(Misused) as mistake:
        read_story(tmp_path / "story.yaml")
    assert STORIES[text] in str(mistake.value)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("{stop: [allocation, moon]}", "there is no process moon"),
        ("{start: [moon]}", "there is no process moon"),
        ("{as: lead@moon, do: AssignCaseworker}", "there is no provider moon"),
        ("{as: clerk, do: FlyToTheMoon}", "no service takes FlyToTheMoon"),
    ],
)
def test_102_what_this_stack_does_not_have_is_found_before_the_first_step(
    tmp_path: Path, stack: Instance, step: str, why: str
) -> None:
    """The first step would be refused, and is never sent."""
    first = "{as: clerk, do: RegisterCase, with: {house: sandloch}}"
    (tmp_path / "story.yaml").write_text(f"title: T\nsteps:\n  - {first}\n  - {step}\n")
    said = typed("play", str(tmp_path / "story.yaml"), "--data", str(stack.folder))
    assert said.exit_code == 2
    assert "line 4" in said.err
    assert why in said.err


def run(words: Sequence[str | bytes], **how: object) -> "subprocess.CompletedProcess[bytes]":
    options = {"cwd": ROOT, "capture_output": True, "timeout": 60, "check": False, **how}
    return subprocess.run([*FALLBUCH, *words], **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_110_a_start_that_is_stopped_half_way_leaves_nothing_running(tmp_path: Path, stop: signal.Signals) -> None:
    up = subprocess.Popen([*FALLBUCH, "up", "--data", str(tmp_path)], cwd=ROOT, stdout=-1, stderr=-1, text=True)
    assert up.stderr is not None
    assert up.stderr.readline()  # something has begun
    up.send_signal(stop)
    out, err = up.communicate(timeout=60)
    assert (up.returncode, "Traceback" in err, out) == (0, False, "")
    assert running_for(tmp_path) == []
    assert not (tmp_path / "instance.json").exists()


def running_for(folder: Path) -> list[int]:
    """Processes of the instance of this folder."""
    found = []
    for process in psutil.process_iter():
        try:
            found += [process.pid] * (process.environ().get(MARK) == str(folder))
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize(
    ("words", "code"), [(("status", "--json"), 4), (("status",), 4), (("--help",), 4)], ids=["json", "status", "help"]
)
def test_110_nobody_reads_or_the_disk_is_full_and_it_ends_plainly(
    stack: Instance, words: tuple[str, ...], code: int
) -> None:
    words = (*words, "--data", str(stack.folder)) if "--help" not in words else words
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([*FALLBUCH, *words], cwd=ROOT, stdout=full, stderr=-1, timeout=60, check=False)
    assert (ended.returncode, b"No space left" in ended.stderr) == (code, True)
    assert len(ended.stderr.splitlines()) == 1
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([*FALLBUCH, *words], cwd=ROOT, stdout=writing, stderr=-1, timeout=60, check=False)
    os.close(writing)
    assert b"Traceback" not in ended.stderr
    assert b"Exception" not in ended.stderr


def test_110_a_start_on_a_full_disk_says_so_and_leaves_nothing_running(tmp_path: Path) -> None:
    """No file may grow beyond 64 KiB: the database cannot be made."""
    shell = ["/bin/sh", "-c", 'ulimit -f 64; exec "$@"', "sh", *FALLBUCH, "up", "--data", str(tmp_path / "data")]
    ended = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "Traceback" not in ended.stderr
    assert running_for(tmp_path / "data") == []


PLAIN_ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii:strict"}


def test_111_a_locale_without_umlauts_changes_no_answer(stack: Instance) -> None:
    ended = run(["status", "--data", str(stack.folder)], env=os.environ | PLAIN_ASCII)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"provider-drk" in ended.stdout
    ended = run(["status", "--json", "--data", str(stack.folder)], env=os.environ | PLAIN_ASCII)
    assert set(json.loads(ended.stdout)["services"]) == set(stack.urls)


def test_111_files_of_ours_are_read_as_what_they_are_in_any_locale() -> None:
    """Migrations are known by their sum: read in another encoding they would seem to be changed."""
    code = (
        "from importlib.resources import files; from shared.migrate import views_sql; print(len(views_sql('intake')))"
    )
    code += "; from infra.kafka.topics import expand; print(len(expand(('drk',))))"
    command = [sys.executable, "-W", "error::EncodingWarning", "-X", "warn_default_encoding", "-c", code]
    ended = subprocess.run(command, cwd=ROOT, env=os.environ | PLAIN_ASCII, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        (b"report", b"\xff\xfe", b"--as-of", b"2018-12-31"),
        (b"history", b"case-\xff"),
        (b"play", b"\xff.yaml"),
        (b"token", b"--as", b"\xc3\x28"),
        (b"\xff",),
    ],
)
def test_111_bytes_that_are_no_text_are_a_mistake_like_any_other(words: tuple[bytes, ...]) -> None:
    for more in ((), (b"--json",)):
        ended = run([*words, *more])
        assert ended.returncode == 2, ended.stderr
        assert len(ended.stderr.splitlines()) == 1
        assert not more or json.loads(ended.stdout)["exit_code"] == 2
