"""Mögliche Doppel: whether two entries may be one person. Names of any script are compared as they are read and sound.

Nothing here decides: the clerk sees what is alike, and why, before anything is saved.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from shared.events.codes import Ground

SIMILAR_PERCENT, SIMILAR_WITH_BIRTH_DATE_PERCENT = 88, 60
"""How much alike names must be: without a birth date, and with the same one."""
DIGRAPHS = (
    *(("tsch", "s"), ("sch", "s"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d")),
    *(("sh", "s"), ("ch", "h"), ("ck", "k"), ("q", "k"), ("c", "k"), ("z", "s"), ("x", "ks"), ("p", "b")),
)
"""What is written in several ways and sounds alike, in their order. `p` and `b` are one letter in Arabic."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a person. `not_stated` where there is no name."""

    given_name: str
    family_name: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two entries are, in percent of their names, and what speaks for one person."""

    percent: int
    grounds: tuple[Ground, ...]


def likeness(one: Entry, other: Entry) -> Likeness | None:
    """Why the two may be one person; None if nothing says so."""
    if not any(_written(one)) or not any(_written(other)):
        return None
    names = _names_alike(one, other)
    percent = _percent(one, other)
    dates = _dates_alike(one.birth_date, other.birth_date)
    both_known = one.birth_date is not None and other.birth_date is not None
    if both_known and dates is None:
        return None
    enough = SIMILAR_WITH_BIRTH_DATE_PERCENT if dates == "same_birth_date" else SIMILAR_PERCENT
    if names is None and percent < enough:
        return None
    grounds: list[Ground] = [names or "similar_name"]
    return Likeness(percent, tuple(grounds + ([dates] if dates else [])))


def sounds(entry: Entry) -> list[str]:
    """What the entry is found by: each two of its names, or its only one, and each name with the birth date."""
    words = sorted({skeleton(word) for word in _words(f"{_stated(entry.given_name)} {_stated(entry.family_name)}")})
    pairs = [f"{first} {second}" for first, second in combinations(words, 2)] or words
    return pairs + ([f"{entry.birth_date} {word}" for word in words] if entry.birth_date else [])


def skeleton(word: str) -> str:
    """The consonants of a name as they sound: `Mohammed`, `Muhamad` and their Arabic writing are one."""
    for written, sounding in DIGRAPHS:
        word = word.replace(written, sounding)
    consonants = re.sub(r"[aeiouyjw]", "", word)
    return re.sub(r"(.)\1+", r"\1", consonants) or word[:1]


def _names_alike(one: Entry, other: Entry) -> Ground | None:
    first, second = _written(one), _written(other)
    if not all(first) or not all(second):
        return None
    if first == second:
        return "same_name"
    if first == second[::-1]:
        return "swapped_names"
    return "transliteration" if _skeletons(first) == _skeletons(second) else None


def _percent(one: Entry, other: Entry) -> int:
    return round(fuzz.token_sort_ratio(" ".join(_written(one)), " ".join(_written(other))))


def _dates_alike(one: date | None, other: date | None) -> Ground | None:
    """Two days are alike if one digit differs or two neighbours are swapped, or day and month are."""
    if one is None or other is None:
        return None
    if one == other:
        return "same_birth_date"
    turned = (one.year, one.day, one.month) == (other.year, other.month, other.day)
    mistyped = DamerauLevenshtein.distance(one.isoformat(), other.isoformat()) == 1
    return "similar_birth_date" if turned or mistyped else None


def _written(entry: Entry) -> tuple[str, str]:
    given, family = (" ".join(_words(_stated(name))) for name in (entry.given_name, entry.family_name))
    return given, family


def _skeletons(names: tuple[str, str]) -> list[str]:
    return sorted(skeleton(word) for name in names for word in name.split())


def _words(text: str) -> list[str]:
    """In small Latin letters, whatever the script was."""
    return re.findall(r"[a-z]+", re.sub(r"['`\-]", "", anyascii(text).lower()))


def _stated(name: str) -> str:
    return "" if name == "not_stated" else name
