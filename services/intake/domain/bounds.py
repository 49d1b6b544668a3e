"""What intake's commands accept at most: days that a desk can mean, names that a person can bear."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.errors import Unfit
from shared.text import one_line, readable

HOUSEHOLD_SIZE_LIMIT = 30
"""Persons in one household."""
DAYS_AHEAD = 366
"""How far ahead a placement or a move may be recorded."""


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
