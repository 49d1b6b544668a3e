"""What the vault of intake holds of the town's people. No fact, topic or trace ever holds any of it.

By person: `identity` (names, birth date) and `contact` (how she is reached). By case: `household` (dwelling, file
reference, note).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg

from services.intake.alike import Entry
from services.intake.domain.case import RegisterCase
from services.intake.domain.changes import JoinHousehold
from services.intake.domain.naming import RecordNames
from services.intake.domain.persons import NamedPerson
from services.intake.name_index import NameIndex
from shared.errors import Refused
from shared.execute import Also
from shared.service import Service
from shared.statements import Statement, execute
from shared.vault import Vault

IDENTITY, CONTACT, HOUSEHOLD = "identity", "contact", "household"
NAMES = ("given_name", "family_name")
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class People:
    """Seals what the desk records of people, and opens what may be read."""

    service: Service

    @property
    def vault(self) -> Vault:
        return self.service.vault

    @property
    def pool(self) -> asyncpg.Pool:
        return self.service.pool

    @property
    def index(self) -> NameIndex:
        """Finds entries that are alike."""
        return NameIndex(self.vault.master_key)

    async def household(self, command: RegisterCase) -> Also:
        """The rows for a household. Raises `Refused` if a person is known under another name already."""
        rows = [*await self._persons(command.persons), *self._about(command)]
        return lambda facts: rows

    def arrived(self, households: Sequence[RegisterCase]) -> list[Statement]:
        """The rows for households of a list, whose ids nobody had before."""
        persons = [person for household in households for person in household.persons]
        return [*self._sealed(persons), *(row for household in households for row in self._about(household))]

    async def joined(self, command: JoinHousehold) -> Also:
        """The rows for a person who comes into a household."""
        rows = await self._persons([command.person])
        return lambda facts: rows

    async def names(self, command: RecordNames) -> Also:
        """The rows for names that are recorded later, or put right: they take the place of those before."""
        rows = [self.vault.replace(command.person_id, IDENTITY, _identity(command))]
        rows += self.index.replaced(command.person_id, entry_of(_identity(command)))
        if command.contact_details != "not_stated":
            rows.append(self.vault.replace(command.person_id, CONTACT, {"contact_details": command.contact_details}))
        return lambda facts: rows

    async def names_of(self, persons: Sequence[UUID]) -> dict[UUID, Texts]:
        """Given and family names of these persons, as a provider gets them; an erased person has none."""
        known = await self.vault.read(self.pool, IDENTITY, persons)
        return {ref: {name: texts[name] for name in NAMES} for ref, texts in known.items()}

    async def identities(self, persons: Sequence[UUID]) -> dict[UUID, Texts]:
        """Names and birth dates, for the desk."""
        return await self.vault.read(self.pool, IDENTITY, persons)

    async def all_of(self, case_id: UUID, persons: Sequence[UUID]) -> dict[str, object]:
        """Everything that the desk may read of a household."""
        known = await self.vault.read(self.pool, IDENTITY, persons)
        contact = await self.vault.read(self.pool, CONTACT, persons)
        about = await self.vault.read(self.pool, HOUSEHOLD, [case_id])
        entries = [{"person_id": str(ref), **known.get(ref, {}), **contact.get(ref, {})} for ref in persons]
        return {"case_id": str(case_id), **about.get(case_id, {}), "persons": entries}

    async def candidates(self, entries: Sequence[Entry]) -> dict[UUID, Texts]:
        """Who in the vault may be one of these: their names are opened, nobody else's."""
        await self._fill_index()
        return await self.identities(await self.index.candidates(self.pool, entries))

    async def _fill_index(self) -> None:
        """Names that were sealed before there was an index are entered now, and found from now on."""
        while missing := await self.index.missing(self.pool, IDENTITY):
            known = await self.identities(missing)
            rows = self.index.added({ref: entry_of(texts) for ref, texts in known.items()})
            async with self.pool.acquire() as connection:
                await execute(connection, rows)

    async def _persons(self, persons: Sequence[NamedPerson]) -> list[Statement]:
        known = await self.identities([person.person_id for person in persons])
        if any(known.get(person.person_id, _identity(person)) != _identity(person) for person in persons):
            raise Refused("A person of this household is recorded under another name already.")
        return self._sealed(persons)

    def _sealed(self, persons: Sequence[NamedPerson]) -> list[Statement]:
        said = {person.person_id: _identity(person) for person in persons}
        rows = [self.vault.seal(ref, IDENTITY, texts) for ref, texts in said.items()]
        rows += [
            self.vault.seal(person.person_id, CONTACT, {"contact_details": person.contact_details})
            for person in persons
            if person.contact_details != "not_stated"
        ]
        return rows + self.index.added({ref: entry_of(texts) for ref, texts in said.items()})

    def _about(self, household: RegisterCase) -> list[Statement]:
        about = {name: getattr(household, name) for name in ("dwelling", "file_reference", "note")}
        if all(text == "not_stated" for text in about.values()):
            return []
        return [self.vault.seal(household.case_id, HOUSEHOLD, about)]


def entry_of(identity: Texts) -> Entry:
    """What of an identity is compared with others."""
    born = identity.get("birth_date")
    return Entry(identity["given_name"], identity["family_name"], date.fromisoformat(born) if born else None)


def _identity(person: NamedPerson | RecordNames) -> Texts:
    names = {name: getattr(person, name) for name in NAMES}
    return names | ({"birth_date": person.birth_date.isoformat()} if person.birth_date else {})
