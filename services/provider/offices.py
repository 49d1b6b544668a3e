"""Verzeichnis der Stellen: the offices and regular services that people are referred to, as data: `offices.json`."""

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

from shared.errors import Refused

FILE = Path(__file__).with_name("offices.json")


class Office(TypedDict):
    """One of them: its id in facts, its names, the domains that it is there for."""

    office: str
    german: str
    english: str
    domains: list[str]


@cache
def offices() -> list[Office]:
    """The directory, as it was when the service started."""
    found: list[Office] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def check_office(office: str) -> None:
    """Raises `Refused` for one that the directory does not have."""
    if all(each["office"] != office for each in offices()):
        raise Refused("This office is not in the directory.")
