"""What people read holds sentences, not the program's own notation."""

import io
from typing import Any

import pytest

from infra.progress import Progress
from shared.cli.command_audit import show_verdict
from shared.cli.output import Output
from shared.cli.show import Show
from tests.cli.typed import typed

COMPLETE = {"sources": {}, "verdict": "complete to 9", "first_bad": None, "tail_seconds": 0, "report_sha256": None}
HOLE = {"kind": "hole at", "source": "urn:weinheim:provider-drk", "from_number": 3, "to_number": 5}
SEALED = {"number": 7, "topic": "intake.facts.v1", "offset": 12, "reason": "no JSON", "seen_at": "2019-01-31T09:00:00Z"}


def verdict(found: dict[str, Any], computed: bool) -> str:
    out = Output(io.StringIO(), io.StringIO())
    show_verdict(out, COMPLETE | found, computed)
    assert isinstance(out.out, io.StringIO)
    return out.out.getvalue()


def test_the_first_fault_of_a_record_is_a_sentence() -> None:
    said = verdict({"first_bad": HOLE}, computed=False)
    assert "Zuerst · first: Es fehlt Fakt 3-5 von provider-drk · missing is fact 3-5 of provider-drk\n" in said


def test_a_report_that_was_not_computed_says_why() -> None:
    assert "not computed: die Aufzeichnung ist nicht vollständig" in verdict({"first_bad": HOLE}, computed=True)
    assert "seit 130 s unbezeugt" in verdict({"tail_seconds": 130}, computed=True)
    assert "not computed" not in verdict({}, computed=False)


@pytest.mark.parametrize("words", [("list", "intake"), ("show", "intake", "7")], ids=" ".join)
def test_a_record_in_quarantine_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    async def get(*_: object) -> Any:
        row = SEALED | {"retried_at": None, "record_bytes": 70_000, "truncated": True}
        return [row] if words[0] == "list" else row

    monkeypatch.setattr("shared.cli.command_quarantine.find", lambda _: None)
    monkeypatch.setattr("shared.cli.command_quarantine._get", get)
    said = typed("quarantine", *words)
    assert (said.exit_code, "Grund · reason" in said.out, "noch nicht · not yet" in said.out) == (0, True, True)
    assert "70000" in said.out
    assert "ja · yes" in said.out
    assert "None" not in said.out
    assert "{" not in said.out


def test_every_service_that_is_ready_is_named() -> None:
    out = Output(io.StringIO(), io.StringIO())
    show = Show(out)
    for number in range(9):
        show(Progress("services", f"service {number}", number, 8))
    assert isinstance(out.err, io.StringIO)
    assert len(out.err.getvalue().splitlines()) == 9
