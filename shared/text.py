"""What a free text may hold: composed Unicode that shows everything that it says."""

import unicodedata

from shared.errors import Unfit

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that hide, turn or split a line: controls, bidi marks, zero width, private and unassigned."""


def readable(text: str) -> str:
    """The text. Raises `Unfit` for one that is empty, not in NFC, or hides something. Lines are allowed."""
    if not text.strip():
        raise Unfit("empty", "must not be empty")
    if not unicodedata.is_normalized("NFC", text):
        raise Unfit("not_composed", "must be written in composed form (Unicode NFC)")
    if any(unicodedata.category(character) in HIDDEN for character in text.replace("\n", "")):
        raise Unfit("hidden_characters", "must not hold characters that hide or turn what is read")
    return text


def one_line(text: str) -> str:
    """The text. Raises `Unfit` if it has several lines, or blanks around it."""
    if "\n" in text or text != text.strip():
        raise Unfit("one_line", "must be one line, without blanks around it")
    return text
