"""What intake's commands accept at most: days that a desk can mean, names that a person can bear."""

import unicodedata
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.errors import Refused, Unfit
from shared.text import one_line, readable

HOUSEHOLD_SIZE_LIMIT = 30
"""Persons in one household."""
DAYS_AHEAD = 366
"""How far ahead a placement or a move may be recorded."""
LANGUAGES_LIMIT, NEEDS_LIMIT = 10, 20
"""Of one person."""


def _letters(text: str) -> str:
    """No pictures, and no blank but the plain one."""
    if any(character != " " and unicodedata.category(character) in ("Zs", "So") for character in text):
        raise Unfit("letters", "must be written in letters and plain blanks")
    return text


PersonName = Annotated[
    str,
    Field(min_length=1, max_length=100),
    AfterValidator(readable),
    AfterValidator(one_line),
    AfterValidator(_letters),
]
"""A given or family name. It goes to the vault, never into a fact; `not_stated` where there is none."""
Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(readable), AfterValidator(one_line)]
"""One line for the vault: an address, a telephone number, a file reference. `not_stated` where there is none."""
Note = Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(readable)]
"""A free text for the vault; `not_stated` where there is none."""


def not_far_ahead(day: date, today: date) -> None:
    """Raises `Refused` for a day that a desk cannot mean yet."""
    if day > today + timedelta(days=DAYS_AHEAD):
        raise Refused("The day is more than a year ahead.")


def not_to_come(day: date, today: date) -> None:
    """Raises `Refused`: what happens in a household is recorded once it has happened."""
    if day > today:
        raise Refused("This cannot be recorded before its day.")
