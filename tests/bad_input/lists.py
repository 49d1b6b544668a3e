"""Lists of arrivals that tests send: rows of people whom no other test knows, and what becomes of the whole list."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from tests.bad_input.desk import CANARY, Desk, refused, rules

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ["Haushalt", "Haus", "untergebracht am", "Nachname", "Vorname", "Geburtsdatum"]


def row(*changed: str, household: str = "1", family: str = "") -> list[str]:
    """One person whom no other test knows; the last cells may be others."""
    good = [household, "list-test", "2018-10-15", family or f"N{uuid4().hex}".translate(DIGITS), "Vor", ""]
    return good[: len(good) - len(changed)] + list(changed)


DIGITS = str.maketrans("0123456789", "ghijklmnop")


def csv(*rows: Sequence[str], head: Sequence[str] = HEAD, separator: str = ";") -> bytes:
    return "".join(separator.join(each) + "\n" for each in [head, *rows]).encode()


def send(desk: Desk, content: bytes, kind: str = CSV, **asked: str) -> Any:
    return desk.ask("POST", "/imports", params=asked, content=content, headers={"Content-Type": kind})


def refuses(desk: Desk, content: bytes, kind: str = CSV, **asked: str) -> list[tuple[str, str]]:
    """Refused as a whole, with nothing recorded; the preview lists the same faults. What is said of the file as a whole
    and by row and column."""
    with desk.recording(facts=0):
        told = rules(refused(send(desk, content, kind, **asked), 422))
        looked = send(desk, content, kind, preview="true", **asked)
    assert looked.status_code == 200, looked.text
    assert CANARY not in looked.text
    listed = [(place(fault), fault["rule"]) for fault in looked.json()["faults"]]
    assert listed == told
    return told


def place(fault: dict[str, Any]) -> str:
    return ".".join(part for part in (str(fault["row"] or ""), fault["column"]) if part)


def takes(desk: Desk, content: bytes, kind: str = CSV, facts: int = 2, **asked: str) -> dict[str, Any]:
    with desk.recording(facts=facts):
        answer = send(desk, content, kind, **asked)
        assert answer.status_code == (201 if facts else 200), answer.text
    said: dict[str, Any] = answer.json()
    assert said["recorded"] == bool(facts)
    return said
