"""Names of the town's people, in the vault of intake. No fact, topic or trace ever holds one."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.intake.domain.case import RegisterCase
from shared.errors import Refused
from shared.execute import Also
from shared.statements import Statement
from shared.vault import Vault

KIND = "identity"


async def seal_names(vault: Vault, pool: asyncpg.Pool, command: RegisterCase) -> Also:
    """The vault's rows for a household. Raises `Refused` if a person is known under another name already."""
    refs = [person.person_id for person in command.persons]
    known = await vault.read(pool, KIND, refs)
    rows: list[Statement] = []
    for person in command.persons:
        names = {"given_name": person.given_name, "family_name": person.family_name}
        if known.get(person.person_id, names) != names:
            raise Refused("A person of this household is recorded under another name already.")
        rows.append(vault.seal(person.person_id, KIND, names))
    return lambda facts: rows


async def names_of(vault: Vault, pool: asyncpg.Pool, persons: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Given and family names of these persons; an erased person has none."""
    return await vault.read(pool, KIND, persons)
