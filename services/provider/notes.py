"""Free text of workers, and their names, in the provider's vault. No fact or topic holds them."""

from uuid import UUID

import asyncpg

from services.provider.domain.staff import JoinStaff
from shared.errors import Refused
from shared.execute import Also
from shared.vault import Vault

NOTE, STAFF = "note", "staff"


async def seal_note(vault: Vault, pool: asyncpg.Pool, ref: UUID, note: str | None) -> Also:
    """The vault's row, if something was written. Raises `Refused` if another text lies there: it would be lost."""
    if note is None:
        return lambda facts: []
    known = await vault.read(pool, NOTE, [ref])
    if known.get(ref, {"note": note}) != {"note": note}:
        raise Refused("Another note is kept already under this id.")
    return lambda facts: [vault.seal(ref, NOTE, {"note": note})]


async def seal_worker(vault: Vault, pool: asyncpg.Pool, command: JoinStaff) -> Also:
    """The names of somebody of the staff, where they were said. Raises `Refused` if they bear others already."""
    if command.given_name is None and command.family_name is None:
        return lambda facts: []
    names = {"given_name": command.given_name or "", "family_name": command.family_name or ""}
    known = await vault.read(pool, STAFF, [command.staff_ref])
    if known.get(command.staff_ref, names) != names:
        raise Refused("This worker is recorded under another name already.")
    return lambda facts: [vault.seal(command.staff_ref, STAFF, names)]
