"""Exit codes, one JSON document, one sentence: whatever is typed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.cli.app import GROUPS
from shared.cli.output import Output
from shared.cli.root import app, run
from tests.cli.typed import typed

ROOT = Path(__file__).parents[2]
NOWHERE = ("--data", "/nowhere/at/all")

READING = [
    ("status",),
    ("report", "g", "--as-of", "2019-01-31"),
    ("caseload", "--on", "2019-01-31"),
    ("worklist", "--on", "2019-01-31"),
    ("indicators", "g", "--year", "2019"),
    ("history", "grant-g"),
    ("audit", "replay"),
    ("token", "--as", "clerk"),
    ("rebuild", "intake", "--check"),
    ("quarantine", "list", "intake"),
    ("quarantine", "show", "intake", "1"),
    ("quarantine", "retry", "intake", "1"),
    ("relay", "resend", "intake", "--from", "1"),
    ("provider", "add", "awo"),
]
WRONG = [
    ("nonsense",),
    ("report", "g", "--as-of", "31.01.2019"),
    ("report", "g", "--as-of", "2019-02-30"),
    ("report", "g"),
    ("report", "G 1", "--as-of", "2019-01-31"),
    ("report", "g", "--as-of", "2019-01-31", "--submitted", "r"),
    ("caseload", "--on", "soon"),
    ("caseload", "--when", "2019-01-31"),
    ("worklist", "--on", "2019-01-31", "--reason", "weather"),
    ("indicators", "g", "--year", "-1"),
    ("history", "nothing"),
    ("history", "grant-Ü"),
    ("audit", "replay", "--as-of", "2019-01-31"),
    ("audit", "replay", "--report", "g"),
    ("token", "--as", "king"),
    ("token", "--as", "clerk", "--provider", "DRK"),
    ("relay", "resend", "intake", "--from", "0"),
    ("provider", "add", "AWO"),
    ("provider", "add", "der-paritaetische"),
    ("provider", "add", "9lives"),
    ("provider", "add", "a" * 33),
    ("provider", "add", ""),
    ("provider", "remove", "awo"),
    ("quarantine", "show", "intake", "minus"),
    ("play", "no-such-file.yaml"),
    ("play", "/"),
    ("up", "--clock", "sundial"),
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_where_nothing_runs_it_says_how_to_start_it_and_ends_with_3(words: tuple[str, ...]) -> None:
    said = typed(*words, *NOWHERE)
    assert (said.exit_code, said.out) == (3, "")
    assert "fallbuch up" in said.err
    assert typed(*words, *NOWHERE, "--json").document["exit_code"] == 3


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_mistake_is_one_sentence_and_ends_with_2(words: tuple[str, ...]) -> None:
    said = typed(*words)
    assert (said.exit_code, said.out) == (2, "")
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.err
    assert typed(*words, "--json").document == {"error": said.err.strip(), "exit_code": 2}


def test_a_day_is_explained() -> None:
    assert "YYYY-MM-DD" in typed("report", "g", "--as-of", "31.01.2019").err


def test_elsewhere_the_addresses_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FALLBUCH_URLS", "no json")
    assert typed("status").exit_code == 2
    monkeypatch.setenv("FALLBUCH_URLS", '{"reporting": "http://127.0.0.1:9"}')
    assert "FALLBUCH_TOKEN_FILE" in typed("report", "g", "--as-of", "2019-01-31").err
    (tmp_path / "token").write_text("abc\n")
    monkeypatch.setenv("FALLBUCH_TOKEN_FILE", str(tmp_path / "token"))
    said = typed("report", "g", "--as-of", "2019-01-31")
    assert (said.exit_code, "reporting does not answer" in said.err) == (3, True)
    assert "There is no service intake" in typed("quarantine", "list", "intake").err


def test_a_fault_of_our_own_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.cli.command_status.find", lambda _: 1 / 0)
    said = typed("status")
    assert said.exit_code == 3
    assert "ZeroDivisionError" in said.err
    assert "Traceback" not in said.err


def test_the_shell_gets_the_exit_code_and_plain_lines() -> None:
    command = [sys.executable, "-m", "shared.cli.app", "doctor", "--data", "/tmp/nothing-here"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode in (0, 1)
    assert ended.stdout.startswith("Untersuchung")
    assert "\x1b" not in ended.stdout


def test_a_reader_that_went_away_is_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "shared.cli.app", "doctor", "--json"]
    ended = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert "Traceback" not in ended.stderr


def test_every_command_has_a_german_and_an_english_word() -> None:
    said = typed("--help")
    assert said.exit_code == 0
    assert len(GROUPS) >= 12
    for command in app.registered_commands:
        assert command.callback is not None
        assert (command.callback.__doc__ or "").count(".") >= 1


def test_help_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "--help"], Output()) == 0
    assert "--known-on" in capsys.readouterr().out
