"""What intake's commands accept at most: days that a desk can mean, names that a person can bear."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

HOUSEHOLD_SIZE_LIMIT = 30
"""Persons in one household."""
DAYS_AHEAD = 366
"""How far ahead a placement or a move may be recorded."""


UNWRITABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "So"}
"""Unicode categories that hide, turn or split a line, and pictures."""


def _name(text: str) -> str:
    if text != text.strip() or unicodedata.normalize("NFC", text) != text:
        raise ValueError("a name has no blanks around it and is written in composed form (NFC)")
    if any(character != " " and unicodedata.category(character) in UNWRITABLE for character in text):
        raise ValueError("a name has no characters that hide, turn or split a line")
    return text


PersonName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_name)]
"""A given or family name. It goes to the vault, never into a fact; `not_stated` where there is none."""
