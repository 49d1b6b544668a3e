"""Mögliche Doppel: what the desk is shown before it saves a person. Whose names it sees is recorded, each time."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import Field

from services.intake.alike import Entry, Likeness, likeness
from services.intake.domain.bounds import HOUSEHOLD_SIZE_LIMIT, PersonName
from services.intake.domain.reads import OpenFile
from services.intake.domain.register import CaseRegister
from services.intake.people import People, Texts, entry_of
from shared.batch import Batch
from shared.correlation import carry_out
from shared.events.codes import BirthDate, Value
from shared.execute import Wish
from shared.service import Service

SHOWN_LIMIT = 20
"""Of one person, those most alike."""


class AskedPerson(Value):
    """A person as the desk is about to enter her. `person_id`: her entry, where there is one; it is not shown."""

    person_id: UUID | None = None
    given_name: PersonName = "not_stated"
    family_name: PersonName = "not_stated"
    birth_date: BirthDate | None = None

    def entry(self) -> Entry:
        return Entry(self.given_name, self.family_name, self.birth_date)


class FindDuplicates(Value):
    """Whom the desk asks about: the persons of a household that it is about to save."""

    persons: Annotated[tuple[AskedPerson, ...], Field(min_length=1, max_length=HOUSEHOLD_SIZE_LIMIT)]


class Alike(NamedTuple):
    """An entry that may be the person, and why."""

    person_id: UUID
    like: Likeness


async def find(service: Service, people: People, asked: FindDuplicates, actor: str) -> dict[str, Any]:
    """For each person the entries that may be she, those most alike first, and what speaks for it."""
    register = await register_of(service)
    known = await people.candidates([person.entry() for person in asked.persons])
    open_to = {ref: texts for ref, texts in known.items() if ref in register.case_of and ref not in register.merged}
    found = [_alike(person, open_to) for person in asked.persons]
    shown = await _recorded(service, register, {each.person_id for every in found for each in every}, actor)
    return {
        "persons": [
            {
                "person_id": str(person.person_id) if person.person_id else None,
                "candidates": [
                    {
                        "person_id": str(each.person_id),
                        "case_id": str(register.case_of[each.person_id]),
                        **known[each.person_id],
                        "percent": each.like.percent,
                        "grounds": list(each.like.grounds),
                    }
                    for each in every
                    if each.person_id in shown
                ],
            }
            for person, every in zip(asked.persons, found, strict=True)
        ]
    }


def _alike(person: AskedPerson, known: Mapping[UUID, Texts]) -> list[Alike]:
    found = [
        Alike(ref, like)
        for ref, texts in known.items()
        if ref != person.person_id and (like := likeness(person.entry(), entry_of(texts)))
    ]
    return sorted(found, key=lambda each: (-len(each.like.grounds), -each.like.percent, each.person_id))[:SHOWN_LIMIT]


async def _recorded(service: Service, register: CaseRegister, refs: set[UUID], actor: str) -> set[UUID]:
    """Record each look, household by household. Who was recorded may be shown."""
    by_case: dict[UUID, list[UUID]] = {}
    for ref in sorted(refs):
        by_case.setdefault(register.case_of[ref], []).append(ref)
    shown: set[UUID] = set()
    for case_id, persons in sorted(by_case.items()):
        command = OpenFile(case_id=case_id, provider=None, persons=tuple(persons))
        answer = await carry_out(service.executor, Wish(command, actor))
        shown |= set(persons) if answer.facts else set()
    return shown


async def register_of(service: Service) -> CaseRegister:
    """What intake knows over all cases at this moment."""

    async def work(batch: Batch) -> CaseRegister:
        register: CaseRegister = batch.register
        return register

    return await service.log.write(work)
