"""Free text of workers, in the provider's vault under the id of what it belongs to. No fact or topic holds it."""

from uuid import UUID

import asyncpg

from shared.errors import Refused
from shared.execute import Also
from shared.vault import Vault

KIND = "note"


async def seal_note(vault: Vault, pool: asyncpg.Pool, ref: UUID, note: str | None) -> Also:
    """The vault's row, if something was written. Raises `Refused` if another text lies there: it would be lost."""
    if note is None:
        return lambda facts: []
    known = await vault.read(pool, KIND, [ref])
    if known.get(ref, {"note": note}) != {"note": note}:
        raise Refused("Another note is kept already under this id.")
    return lambda facts: [vault.seal(ref, KIND, {"note": note})]
