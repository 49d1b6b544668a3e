"""Who of a list is known already: the same names and birth date are a fault, what is only alike is a warning."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from services.intake.alike import Entry, likeness, sounds
from services.intake.domain.register import CaseRegister
from services.intake.listing.arrivals import Arrivals
from services.intake.listing.faults import FAULTS_LIMIT, Fault
from services.intake.people import People, entry_of
from shared.problems import Sentence

AT_ONCE = 200
COMPARED_LIMIT = 50
"""So many entries that sound alike are compared with each other."""
SURE = {"same_name", "same_birth_date"}
TWICE = Sentence("is named twice in this list")
KNOWN = Sentence("is known already: see the case")
ALIKE = Sentence("may be a person who is known already")
ALIKE_HERE = Sentence("may be the same person as in another row")


class Row(NamedTuple):
    """One person of the list."""

    number: int
    entry: Entry


class Likely(NamedTuple):
    """A fault or a warning, with the case or the row where the other entry is."""

    fault: Fault
    grounds: tuple[str, ...]
    case_id: UUID | None = None
    other_row: int | None = None

    def is_sure(self) -> bool:
        return set(self.grounds) == SURE


async def known_already(people: People, register: CaseRegister, found: Arrivals) -> list[Likely]:
    """At most a thousand, those within the list first."""
    rows = [
        Row(number, Entry(person.given_name, person.family_name, person.birth_date))
        for household, numbers in zip(found.households, found.rows, strict=True)
        for number, person in zip(numbers, household.persons, strict=True)
    ]
    likely = list(_within(rows))
    for start in range(0, len(rows), AT_ONCE):
        if len(likely) >= FAULTS_LIMIT:
            break
        some = rows[start : start + AT_ONCE]
        texts = await people.candidates([row.entry for row in some])
        likely += _outside(some, register, {ref: entry_of(each) for ref, each in texts.items()})
    return likely[:FAULTS_LIMIT]


def _within(rows: Sequence[Row]) -> Iterator[Likely]:
    """Each row against those before it that sound alike."""
    heard: dict[str, list[Row]] = {}
    for row in rows:
        before = {other.number: other for sound in sounds(row.entry) for other in heard.get(sound, ())[:COMPARED_LIMIT]}
        for number, other in sorted(before.items()):
            like = likeness(row.entry, other.entry)
            if like:
                sure = set(like.grounds) == SURE
                fault = Fault(row.number, "family_name", "twice" if sure else "alike", TWICE if sure else ALIKE_HERE)
                yield Likely(fault, like.grounds, other_row=number)
        for sound in sounds(row.entry):
            heard.setdefault(sound, []).append(row)


def _outside(rows: Sequence[Row], register: CaseRegister, known: Mapping[UUID, Entry]) -> Iterator[Likely]:
    heard: dict[str, set[UUID]] = {}
    for ref, entry in known.items():
        if ref in register.case_of and ref not in register.merged:
            for sound in sounds(entry):
                heard.setdefault(sound, set()).add(ref)
    for row in rows:
        for ref in sorted({ref for sound in sounds(row.entry) for ref in heard.get(sound, ())}):
            like = likeness(row.entry, known[ref])
            if like:
                sure = set(like.grounds) == SURE
                fault = Fault(row.number, "family_name", "known" if sure else "alike", KNOWN if sure else ALIKE)
                yield Likely(fault, like.grounds, case_id=register.case_of[ref])


def shown(likely: Likely) -> dict[str, Any]:
    """Where the other entry is."""
    return {
        "grounds": list(likely.grounds),
        "case_id": str(likely.case_id) if likely.case_id else None,
        "other_row": likely.other_row,
    }
