"""Every sentence that a caller can read has its German: found in the code, looked up in the tables."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from services.provider.names import Names
from shared.errors import Misconfigured, Said
from shared.events.catalogue import NotYetKnown
from shared.field_rules import FOR_ONE, FORMS, OTHER, RULES, UNKNOWN
from shared.follow import Reactor, Viewer
from shared.german import GERMAN
from shared.problems import KINDS, PLACES, Sentence, preferred, say

ROOT = Path(__file__).parents[2]
SAID = {
    "Refused",
    "Missing",
    "Stale",
    "KeyReused",
    "Unknown",
    "Forbidden",
    "Declined",
    "Sentence",
    "_whole",
    "_fault",
    "Unfit",
    "Said",
    "NotYetKnown",
}
"""What is called with a sentence for the caller as one of its arguments."""
SERVICES = ("intake", "allocation", "reporting", "provider", "audit")
ONLY_AT_THE_START = {"secret.py", "settings.py", "topics.py"}
"""Modules whose `Misconfigured` ends a process before it answers anybody."""


def sentences_of(folder: str) -> Iterator[tuple[str, str]]:
    """File and line, and the sentence, of everything that code of a folder says to callers."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if {"cli", "history"} & set(path.parts):  # they say both languages themselves
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield from ((where, text) for text in _said(node, node.func.id, path))


def _said(call: ast.Call, name: str, path: Path) -> Iterator[str]:
    if name == "Misconfigured" and path.name not in ONLY_AT_THE_START:
        assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"
        yield str(call.args[0].value)
    if name == "ValueError" and ("domain" in path.parts or "events" in path.parts or path.name == "text.py"):
        raise AssertionError(f"{path}:{call.lineno} has no code for programs: raise Unfit")
    if name in SAID:
        texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        yield from (text for text in texts if " " in text)
        assert not any(isinstance(each, ast.JoinedStr) for each in call.args), f"{path}:{call.lineno}"


def catalogue(service: str) -> dict[str, str]:
    found: dict[str, str] = import_module(f"services.{service}.german").GERMAN
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_every_sentence_of_a_service_has_its_german(service: str) -> None:
    german = GERMAN | catalogue(service)
    assert [f"{where}: {text}" for where, text in sentences_of(f"services/{service}") if text not in german] == []


def test_every_sentence_of_the_mechanism_has_its_german() -> None:
    tables = [kind.title for kind in KINDS.values()] + [
        rule.text for rule in (*RULES.values(), *FOR_ONE.values(), OTHER)
    ]
    tables += [*UNKNOWN.values(), *FORMS.values(), *filter(None, PLACES.values())]
    missing = [text for text in tables if text not in GERMAN]
    assert missing + [f"{where}: {text}" for where, text in sentences_of("shared") if text not in GERMAN] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_table_holds_what_nobody_says(service: str) -> None:
    said = {text for _, text in sentences_of(f"services/{service}")}
    assert set(catalogue(service)) - said == set()
    assert set(catalogue(service)) & set(GERMAN) == set()


def test_a_sentence_keeps_its_values_in_german() -> None:
    for table in (GERMAN, *map(catalogue, SERVICES)):
        for english, german in table.items():
            assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", german)), english


def test_sentences_were_found_at_all() -> None:
    assert len(list(sentences_of("services"))) > 60
    assert any(where.startswith("services/reporting/domain/grant.py") for where, _ in sentences_of("services"))


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-de,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("fr,de;q=0.1", "de"),
        ("fr, *", "en"),
        ("de;q=0", "en"),
        ("de;q=0.2, en;q=0.7", "en"),
        ("de;q=rubbish", "en"),
        ("de" * 5000, "en"),
        (",;,;q=;de;q=", "en"),
    ],
)
def test_the_language_is_the_preferred_of_the_two(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_sentence_within_a_sentence_is_german_too() -> None:
    newer = NotYetKnown("{type} version {version}", type="MoonSeen", version=1)
    parked = Said("log position {position}: {what}", position=7, what=newer)
    waits = Misconfigured("The {reader} wait for {what}.", reader=Said("views"), what=parked)
    assert str(waits) == "The views wait for log position 7: MoonSeen version 1."
    german = say(Sentence(waits.sentence, waits.values), "de", GERMAN)
    assert german == "Die Sichten warten auf Stelle 7 im Buch: MoonSeen in Fassung 1."


def test_every_reader_has_a_german_name() -> None:
    assert {reader.name for reader in (Viewer, Reactor, Names)} <= set(GERMAN)


def test_what_has_no_german_is_said_in_english() -> None:
    assert say(Sentence("Never said {n} times.", {"n": 2}), "de", GERMAN) == "Never said 2 times."
