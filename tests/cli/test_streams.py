"""Closed streams, a full disk, Ctrl-C at any time: the number and the sentence survive."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FALLBUCH = [sys.executable, "-m", "shared.cli.entry"]
ENDS = {
    ("status", "--data", "/nowhere/at/all"): 3,
    ("status", "--data", "/nowhere/at/all", "--json"): 3,
    ("play", "/nix.yaml"): 2,
    ("nonsense",): 2,
    ("--help",): 0,
}


def shell(redirected: str, *words: str) -> subprocess.CompletedProcess[str]:
    line = ["sh", "-c", f'exec "$@" {redirected}', "sh", *FALLBUCH, *words]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("words", list(ENDS), ids=" ".join)
def test_whoever_closes_standard_output_still_gets_number_and_sentence(words: tuple[str, ...]) -> None:
    ended = shell(">&-", *words)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (ENDS[words], 1 if ENDS[words] else 0), ended.stderr


def test_whoever_closes_standard_error_still_gets_the_number_and_the_document() -> None:
    ended = shell("2>&-", "status", "--data", "/nowhere/at/all", "--json")
    assert (ended.returncode, json.loads(ended.stdout)["exit_code"]) == (3, 3)


@pytest.mark.parametrize(
    "words", [("doctor",), ("doctor", "--json"), ("--help",), ("relay", "--help"), ("status", "--help")], ids=" ".join
)
def test_an_answer_that_a_full_disk_does_not_take_has_a_number_of_its_own(words: tuple[str, ...]) -> None:
    ended = shell(">/dev/full", *words)
    assert ended.returncode == 4
    assert "the answer could not be written" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_reader_that_went_away_is_no_difference() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*FALLBUCH, "doctor", "--json"]
    ended = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (4, "")


@pytest.mark.parametrize("module", ["shared.cli.app", "typer", "shared.cli.command_report"])
def test_ctrl_c_while_it_is_still_being_imported_is_one_sentence(module: str) -> None:
    interrupted = f"""if True:
        import os, sys
        class Interrupt:
            def find_spec(self, name, *_):
                if name == {module!r}:
                    os.kill(os.getpid(), {signal.SIGINT.value})
        sys.meta_path.insert(0, Interrupt())
        from shared.cli.entry import main
        sys.argv = ["fallbuch", "report", "g", "--as-of", "2019-01-31", "--json"]
        main()"""
    command = [sys.executable, "-c", interrupted]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (3, "Beendet · stopped.\n")
    assert json.loads(ended.stdout)["exit_code"] == 3
