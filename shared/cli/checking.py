"""A story's `then`: runs a command line, as a person would, and compares its answer."""

import json
import shlex
from collections.abc import Callable

from shared.cli.compare import first_gap
from shared.cli.exits import Different, Misused
from shared.cli.root import understood
from shared.cli.story import Check

RunLine = Callable[[list[str]], tuple[int, str]]
"""Runs arguments with `--json` on the stack that is played on: exit code and standard output."""

ENDLESS = ("up", "demo")


def words_of(one: Check) -> list[str]:
    """Raises `Misused` with half a sentence for what no story can ask."""
    try:
        words = shlex.split(one.run)
    except ValueError:
        raise Misused("cannot be split into words: a quotation mark is open") from None
    if not words or words[0] in ENDLESS:
        raise Misused("is nothing that a story can ask")
    if "error" not in one.gives:
        understood(words)
    return words


def check(one: Check, run_line: RunLine) -> None:
    """Raises `Different` where the answer does not hold what the story says."""
    exit_code, said = run_line(words_of(one))
    try:
        answer = json.loads(said)
    except ValueError:
        raise Different(f"`{one.run}` ended with {exit_code} and gave no answer") from None
    if exit_code and (not one.gives or ("error" in answer and "error" not in one.gives)):
        raise Different(f"`{one.run}` ended with {exit_code}: {answer.get('error', 'no reason given')}")
    gap = first_gap(one.gives, answer)
    if gap:
        raise Different(f"`{one.run}`: {gap}")
