"""What the vault of intake holds of the town's people. No fact, topic or trace ever holds any of it.

By person: `identity` (names, birth date) and `contact` (how she is reached). By case: `household` (dwelling, file
reference, note).
"""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.intake.domain.case import RegisterCase
from services.intake.domain.changes import JoinHousehold
from services.intake.domain.naming import RecordNames
from services.intake.domain.persons import NamedPerson
from shared.errors import Refused
from shared.execute import Also
from shared.statements import Statement
from shared.vault import Vault

IDENTITY, CONTACT, HOUSEHOLD = "identity", "contact", "household"
NAMES = ("given_name", "family_name")
Named = NamedPerson | RecordNames
Texts = dict[str, str]


async def seal_household(vault: Vault, pool: asyncpg.Pool, command: RegisterCase) -> Also:
    """The vault's rows for a household. Raises `Refused` if a person is known under another name already."""
    rows = await _seal_persons(vault, pool, command.persons)
    about = {name: getattr(command, name) for name in ("dwelling", "file_reference", "note")}
    if any(text != "not_stated" for text in about.values()):
        rows.append(vault.seal(command.case_id, HOUSEHOLD, about))
    return lambda facts: rows


async def seal_joined(vault: Vault, pool: asyncpg.Pool, command: JoinHousehold) -> Also:
    """The vault's rows for a person who comes into a household."""
    rows = await _seal_persons(vault, pool, [command.person])
    return lambda facts: rows


def seal_names(vault: Vault, command: RecordNames) -> Also:
    """The vault's rows for names that are recorded later, or put right: they take the place of those before."""
    rows = [vault.replace(command.person_id, IDENTITY, identity(command))]
    if command.contact_details != "not_stated":
        rows.append(vault.replace(command.person_id, CONTACT, {"contact_details": command.contact_details}))
    return lambda facts: rows


def identity(person: Named) -> Texts:
    """Names, and the birth date if it is known."""
    names = {name: getattr(person, name) for name in NAMES}
    return names | ({"birth_date": person.birth_date.isoformat()} if person.birth_date else {})


async def names_of(vault: Vault, pool: asyncpg.Pool, persons: Sequence[UUID]) -> dict[UUID, Texts]:
    """Given and family names of these persons, as a provider gets them; an erased person has none."""
    known = await vault.read(pool, IDENTITY, persons)
    return {ref: {name: texts[name] for name in NAMES} for ref, texts in known.items()}


async def all_of(vault: Vault, pool: asyncpg.Pool, case_id: UUID, persons: Sequence[UUID]) -> dict[str, object]:
    """Everything that the desk may read of a household."""
    known = await vault.read(pool, IDENTITY, persons)
    contact = await vault.read(pool, CONTACT, persons)
    about = await vault.read(pool, HOUSEHOLD, [case_id])
    entries = [{"person_id": str(ref), **known.get(ref, {}), **contact.get(ref, {})} for ref in persons]
    return {"case_id": str(case_id), **about.get(case_id, {}), "persons": entries}


async def _seal_persons(vault: Vault, pool: asyncpg.Pool, persons: Sequence[NamedPerson]) -> list[Statement]:
    known = await vault.read(pool, IDENTITY, [person.person_id for person in persons])
    rows: list[Statement] = []
    for person in persons:
        if known.get(person.person_id, identity(person)) != identity(person):
            raise Refused("A person of this household is recorded under another name already.")
        rows.append(vault.seal(person.person_id, IDENTITY, identity(person)))
        if person.contact_details != "not_stated":
            rows.append(vault.seal(person.person_id, CONTACT, {"contact_details": person.contact_details}))
    return rows
