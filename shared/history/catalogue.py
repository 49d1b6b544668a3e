"""All sentences, and whom a fact concerns."""

from collections.abc import Mapping
from uuid import UUID

from shared.event import Event
from shared.events.catalogue import category_of
from shared.history import allocation, intake, matching, money, plans, provider, reporting, staff, volunteers
from shared.history.sentence import Names, Sentence, written
from shared.problems import Language

SENTENCES: Mapping[type[Event], Sentence] = {
    kind: sentence
    for file in (intake, allocation, matching, provider, plans, staff, reporting, money, volunteers)
    for kind, sentence in file.SENTENCES.items()
}
"""One for each fact type. A test names those that are missing."""


def sentence_of(event: Event, language: Language, names: Names) -> str:
    """What the fact says, to this reader."""
    return written(SENTENCES[type(event)], event, language, names)


def case_of(event: Event) -> UUID | None:
    """The case that the fact itself names."""
    return _ref(event, "case_id")


def person_of(event: Event) -> UUID | None:
    """The one person that the fact itself names."""
    return _ref(event, "person_id")


def corrected_by(event: Event) -> UUID | None:
    """The fact that this one corrects."""
    return _ref(event, "corrects")


def household_of(event: Event) -> tuple[UUID, ...]:
    """The persons that this fact says belong to the household of its case."""
    persons = getattr(getattr(event, "household", None), "persons", ())
    if category_of(event.stream()) == "case":
        persons = (*getattr(event, "persons", ()), getattr(event, "person", None))
    refs = (each if isinstance(each, UUID) else getattr(each, "person_id", None) for each in persons)
    return tuple(ref for ref in refs if isinstance(ref, UUID))


def _ref(event: Event, field: str) -> UUID | None:
    value = getattr(event, field, None)
    return value if isinstance(value, UUID) else None
