"""Every fact type has its sentence in German and in English, with words for every code that may stand in it.

A fact type without one is named here: add it to the file of its service in shared/history.
"""

import re
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import BaseModel

from shared.event import Event
from shared.events.catalogue import EVENTS
from shared.history.catalogue import SENTENCES, sentence_of
from shared.history.sentence import codes_of, places
from shared.history.words import COUNTED, WORDS, YES_OR_NO
from shared.problems import Language
from tests.example_ids import CASE, PERSON
from tests.examples import EXAMPLES

LANGUAGES: tuple[Language, ...] = ("de", "en")
KNOWN = [kind for kind in EVENTS.values() if kind in SENTENCES]


def annotation_of(kind: type[BaseModel], path: str) -> Any:
    """The type of a place as `household.persons`. Raises `KeyError` for one that is no field."""
    name, _, rest = path.partition(".")
    annotation: Any = kind.model_fields[name].annotation
    within = next((each for each in get_args(annotation) if each is not type(None)), annotation)
    return annotation_of(within, rest) if rest else annotation


def test_every_fact_type_has_its_sentence() -> None:
    missing = [f"{name} ({kind.__module__})" for name, kind in EVENTS.items() if kind not in SENTENCES]
    assert not missing, "add a sentence to the file of this service in shared/history, see CONTRIBUTING, An event"
    assert set(SENTENCES) <= set(EVENTS.values())


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
def test_a_sentence_names_fields_of_its_fact_and_the_same_in_both_languages(kind: type[Event]) -> None:
    found = [places(SENTENCES[kind], language) for language in LANGUAGES]
    assert sorted(found[0]) == sorted(found[1])
    for place in found[0]:
        annotation_of(kind, place)


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
def test_every_code_and_every_list_in_a_sentence_has_its_words(kind: type[Event]) -> None:
    for place in places(SENTENCES[kind], "de"):
        annotation, field = annotation_of(kind, place), place.rpartition(".")[2]
        without = codes_of(annotation) - set(WORDS)
        assert not without, f"{place}: add these codes to shared/history/words.py"
        assert annotation is not bool or field in YES_OR_NO, f"{place}: add to YES_OR_NO in shared/history/words.py"
        inner = get_args(annotation)[:1]
        models = [each for each in inner if isinstance(each, type) and issubclass(each, BaseModel)]
        if get_origin(annotation) in (tuple, dict) and models:
            assert field in COUNTED, f"{place}: add to COUNTED in shared/history/words.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_fact_reads_as_a_sentence_without_a_field_or_a_whole_pseudonym(name: str, language: Language) -> None:
    said = sentence_of(EXAMPLES[name], language, {})
    assert said[0].isupper() or not said[0].isalpha() or said.split()[0].isalnum()
    assert said.endswith(".")
    assert not re.search(r"[{}]|None|[0-9a-f]{8}-[0-9a-f]{4}|  | \.", said), said


def test_days_numbers_codes_and_counts_are_written_as_each_language_does() -> None:
    assert sentence_of(EXAMPLES["CaseRegistered"], "de", {}) == (
        "Fall aufgenommen: 2 Personen im Haus sandloch, untergebracht am 15. Oktober 2018, "
        "eingegangen am 17. Oktober 2018."
    )
    assert "2 persons in the house sandloch, placed on 15 October 2018" in sentence_of(
        EXAMPLES["CaseRegistered"], "en", {}
    )
    assert "13.591,40\xa0€" in sentence_of(EXAMPLES["FundsPassedOn"], "de", {})
    assert "€13,591.40" in sentence_of(EXAMPLES["FundsPassedOn"], "en", {})
    assert "Wohnen und Deutsch (1 Person; aufsuchend; bis 60 Minuten)" in sentence_of(
        EXAMPLES["ContactRecorded"], "de", {}
    )


def test_a_person_is_called_by_name_only_by_who_may_know_it() -> None:
    consent = EXAMPLES["ConsentGiven"]
    assert PERSON.hex[-8:] in sentence_of(consent, "de", {CASE: "nobody"})
    named = {PERSON: "Amal Haddad"}
    assert "Person Amal Haddad willigt" in sentence_of(consent, "de", named)
    assert "(Amal Haddad; " in sentence_of(EXAMPLES["ContactRecorded"], "de", named)
    assert isinstance(PERSON, UUID)
