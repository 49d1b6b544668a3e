"""What allocation's commands accept at most: days that a town can mean, texts that a coordinator can write."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

HOUSES_LIMIT = 1000
"""Houses in one catchment rule."""
UNWRITABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that hide, turn or split a line."""


def _readable(text: str) -> str:
    if not text.strip() or unicodedata.normalize("NFC", text) != text:
        raise ValueError("a text is not empty and is written in composed form (NFC)")
    if any(unicodedata.category(character) in UNWRITABLE for character in text.replace("\n", "")):
        raise ValueError("a text has no characters that hide or turn what is read")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("a name has one line")
    return text


Reason = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_readable)]
"""Free text of a coordinator. It goes to the vault, never into a fact."""
HouseName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_readable), AfterValidator(_one_line)]
