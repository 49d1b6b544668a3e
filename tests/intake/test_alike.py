"""Entries that may be one person are found, whatever script or order her names are in. Strangers are not."""

from datetime import date
from uuid import uuid4

import pytest

from services.intake.alike import Entry, likeness, skeleton, sounds
from services.intake.name_index import NameIndex

BORN, OTHER_DAY = date(1984, 3, 12), date(1991, 7, 30)
TURNED, MISTYPED = date(1984, 12, 3), date(1984, 3, 13)


def entry(given: str, family: str, born: date | None = BORN) -> Entry:
    return Entry(given, family, born)


def grounds(one: Entry, other: Entry) -> set[str]:
    like = likeness(one, other)
    assert like == likeness(other, one), "it is the same from both sides"
    return set(like.grounds) if like else set()


ALIKE = [
    (entry("Amina", "Haddad"), entry("Amina", "Haddad"), {"same_name", "same_birth_date"}),
    (entry("AMINA", "Hâddad"), entry("Amina", "haddad"), {"same_name", "same_birth_date"}),
    (entry("Amina", "Haddad"), entry("Haddad", "Amina"), {"swapped_names", "same_birth_date"}),
    (entry("Mohammed", "Al-Khatib"), entry("Muhamad", "Alkhateeb"), {"transliteration", "same_birth_date"}),
    (entry("محمد", "حداد"), entry("Mohamad", "Haddad"), {"transliteration", "same_birth_date"}),
    (entry("Мухаммед", "Юсупов"), entry("Mohammed", "Yusupov"), {"transliteration", "same_birth_date"}),
    (entry("Yusuf", "Sheikh"), entry("Jousef", "Scheich"), {"transliteration", "same_birth_date"}),
    (entry("Łukasz", "Müller"), entry("Lukasz", "Mueller"), {"transliteration", "same_birth_date"}),
    (entry("Amina", "Haddad"), entry("Aminah", "Hadad Yusuf"), {"similar_name", "same_birth_date"}),
    (entry("Amina", "Haddad"), entry("Amina", "Haddad", TURNED), {"same_name", "similar_birth_date"}),
    (entry("Amina", "Haddad"), entry("Amina", "Haddad", MISTYPED), {"same_name", "similar_birth_date"}),
    (entry("Amina", "Haddad", None), entry("Amina", "Haddad"), {"same_name"}),
    (entry("Amina", "Haddad", None), entry("Amina", "Hadad", None), {"transliteration"}),
]  # fmt: skip
STRANGERS = [
    (entry("Amina", "Haddad"), entry("Amina", "Haddad", OTHER_DAY)),
    (entry("Amina", "Haddad", None), entry("Samir", "Haddad", None)),
    (entry("Amina", "Haddad"), entry("Tesfay", "Gebre")),
    (entry("not_stated", "not_stated", None), entry("not_stated", "not_stated", None)),
    (entry("not_stated", "not_stated"), entry("not_stated", "not_stated")),
    (entry("Amina", "not_stated", None), entry("Amina", "Haddad", None)),
]


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_two_entries_may_be_one_person(one: Entry, other: Entry, why: set[str]) -> None:
    assert grounds(one, other) == why


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_strangers_are_not_alike(one: Entry, other: Entry) -> None:
    assert grounds(one, other) == set()


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_who_is_alike_is_found_by_a_common_key(one: Entry, other: Entry, why: set[str]) -> None:
    assert set(sounds(one)) & set(sounds(other)), why


def test_a_name_of_vowels_alone_still_has_a_sound() -> None:
    assert skeleton("aya") == "a"
    assert skeleton("oo") == "o"


def test_the_index_shows_nothing_without_the_key() -> None:
    one, other = NameIndex(b"a" * 32), NameIndex(b"b" * 32)
    person = uuid4()
    ((_, (keys, refs)),) = one.added({person: entry("Amina", "Haddad")})
    assert isinstance(keys, list)
    assert refs == [person] * len(keys)
    assert all(len(key) == 32 for key in keys)
    ((_, (foreign, _)),) = other.added({person: entry("Amina", "Haddad")})
    assert not set(keys) & set(foreign)
    assert one.added({person: entry("Amina", "Haddad")}) == one.added({person: entry("Amina", "Haddad")})


def test_who_has_no_name_is_in_the_index_and_found_by_nobody() -> None:
    index = NameIndex(b"a" * 32)
    first, second = uuid4(), uuid4()
    ((_, (keys, _)),) = index.added({ref: entry("not_stated", "not_stated", None) for ref in (first, second)})
    assert len(set(keys)) == 2
