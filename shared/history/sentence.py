"""A fact as a sentence: a text with places, and what is written into each by the name of its field.

Persons are pseudonyms, unless the reader may know their names and brings them along.
"""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args, get_origin
from uuid import UUID

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from pydantic import BaseModel

from shared.event import Event
from shared.history.words import COUNTED, NOBODY, NOT_STATED, WORDS, YES_OR_NO
from shared.problems import Language

LOCALES: Mapping[Language, str] = {"de": "de_DE", "en": "en_GB"}
Names = Mapping[UUID, str]
"""What this reader may call persons by."""


class Sentence(NamedTuple):
    """What a fact says, as `Haus {house}`: places are its fields, `{household.house}` is one of an inner value."""

    de: str
    en: str


def written(sentence: Sentence, event: Event, language: Language, names: Names) -> str:
    """The sentence of this fact in this language."""
    return _Writer(event, language, names).format(sentence.de if language == "de" else sentence.en)


def places(sentence: Sentence, language: Language) -> list[str]:
    """The fields that the sentence names."""
    text = sentence.de if language == "de" else sentence.en
    return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]


class _Writer(string.Formatter):
    def __init__(self, event: Event, language: Language, names: Names) -> None:
        self._event, self._language, self._names = event, language, names

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[str, str]:
        """The words for a field."""
        *path, name = field_name.split(".")
        model: BaseModel = self._event
        for inner in path:
            within = getattr(model, inner)
            if within is None:
                return NOBODY.get(inner, NOT_STATED)[self._language], name
            model = within
        annotation = type(model).model_fields[name].annotation
        return self._words(name, getattr(model, name), codes_of(annotation)), name

    def _words(self, field: str, value: object, codes: frozenset[str]) -> str:
        match value:
            case None:
                return NOBODY.get(field, NOT_STATED)[self._language]
            case bool():
                return YES_OR_NO[field][value][self._language]
            case date():
                return format_date(value, "long", locale=LOCALES[self._language])
            case int():
                return self._number(field, value)
            case UUID():
                return self._called(value)
            case str():
                return WORDS[value][self._language] if value in codes else value
            case tuple() if field in COUNTED and not self._known(value):
                return counted(field, len(value), self._language)
            case tuple():
                inner = [self._words(field, each, codes) for each in value]
                return format_list(inner, locale=LOCALES[self._language]) or NOT_STATED[self._language]
            case Mapping():
                return counted(field, len(value), self._language)
            case _:
                raise TypeError(f"a sentence has no words for the field {field}")

    def _number(self, field: str, value: int) -> str:
        if field.endswith("_cents") or field == "cents":
            return format_currency(Decimal(value) / 100, "EUR", locale=LOCALES[self._language])
        if field.endswith("_hundredths"):
            return format_decimal(Decimal(value) / 100, "#,##0.00", locale=LOCALES[self._language])
        return format_decimal(value, locale=LOCALES[self._language]) if not field.endswith("year") else str(value)

    def _called(self, ref: UUID) -> str:
        return self._names.get(ref, short(ref))

    def _known(self, values: tuple[object, ...]) -> bool:
        return bool(values) and all(isinstance(each, UUID) and each in self._names for each in values)


def short(ref: UUID) -> str:
    """A pseudonym as people can compare it at sight: its last eight signs, which differ also in UUIDs of one moment."""
    return ref.hex[-8:]


def counted(field: str, number: int, language: Language) -> str:
    """`5 Personen`, `1 person`."""
    one, many = COUNTED[field][language]
    return f"{number} {one if number == 1 else many}"


def codes_of(annotation: Any) -> frozenset[str]:
    """The codes that a field knows, also those within tuples and alternatives."""
    if get_origin(annotation) is Literal:
        return frozenset(str(each) for each in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return frozenset()
    return frozenset().union(*map(codes_of, get_args(annotation)))
