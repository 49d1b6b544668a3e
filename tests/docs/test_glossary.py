"""Glossary and code agree: each fact and each command stands there once, and no class bears a forbidden name."""

import ast
import re
from collections import Counter

from shared.events.catalogue import EVENTS
from tests.docs import truth
from tests.docs.pages import ROOT, table

PAGE = ROOT / "docs" / "glossary.md"
HEADINGS = ("## Cases", "## Care", "## Assignment", "## Money")


def names() -> Counter[str]:
    """What stands in the column of the code."""
    cells = (row[1] for heading in HEADINGS for row in table(PAGE, heading))
    return Counter(name for cell in cells for name in re.findall(r"`(\w+)`", cell))


def classes() -> set[str]:
    found = set()
    for package in ("shared", "services", "infra"):
        for file in (ROOT / package).rglob("*.py"):
            tree = ast.parse(file.read_text())
            found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return found


def test_each_fact_stands_in_the_glossary_once() -> None:
    assert {name: names()[name] for name in EVENTS} == dict.fromkeys(EVENTS, 1)


def test_each_command_stands_in_the_glossary_once() -> None:
    commands = truth.all_commands()
    assert {name: names()[name] for name in commands} == dict.fromkeys(commands, 1)


def test_what_the_glossary_writes_like_a_class_is_a_fact_or_a_command() -> None:
    written = {name for name in names() if name[0].isupper()}
    assert written == set(EVENTS) | set(truth.all_commands())


def test_each_german_word_and_each_meaning_stands_there() -> None:
    assert all(row[0] and row[1] for heading in HEADINGS for row in table(PAGE, heading))


def test_no_class_bears_a_forbidden_name() -> None:
    forbidden = set(re.findall(r"`(\w+)`", PAGE.read_text().split("## Not in class names")[1]))
    assert len(forbidden) > 20
    for name in classes():
        assert not forbidden & set(re.findall(r"[A-Z][a-z]+", name)), name
