"""Free text of workers, and their names, in the provider's vault. No fact or topic holds them."""

from typing import Any
from uuid import UUID

import asyncpg

from services.provider.domain.staff import JoinStaff
from services.provider.domain.volunteer import RegisterVolunteer
from shared.errors import Refused
from shared.event import Fact
from shared.execute import Also
from shared.statements import Statement
from shared.vault import Vault

NOTE, STAFF = "note", "staff"


async def seal_note(vault: Vault, pool: asyncpg.Pool, note: str | None, ref: UUID | None) -> Also | None:
    """The vault's row, where the fact says; None without a note. Raises `Refused` if another text lies at `ref`: it
    would be lost."""
    if note is None:
        return None
    known = await vault.read(pool, NOTE, [ref] if ref else [])
    if any(kept != {"note": note} for kept in known.values()):
        raise Refused("Another note is kept already under this id.")
    text = note

    def rows(facts: list[Fact]) -> list[Statement]:
        refs = [getattr(fact.event, "note_ref", None) for fact in facts]
        return [vault.seal(each, NOTE, {"note": text}) for each in refs if each is not None]

    return rows


async def with_notes(vault: Vault, pool: asyncpg.Pool, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with the text that lies at its `note_ref`."""
    return await _with(vault, pool, NOTE, "note_ref", rows)


async def with_staff(vault: Vault, pool: asyncpg.Pool, by: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with the names of the worker or volunteer whom its field `by` says, where they were said."""
    return await _with(vault, pool, STAFF, by, rows)


async def _with(
    vault: Vault, pool: asyncpg.Pool, kind: str, by: str, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    known = await vault.read(pool, kind, [row[by] for row in rows if row[by]])
    return [row | known.get(row[by], {}) for row in rows]


async def seal_worker(vault: Vault, pool: asyncpg.Pool, ref: UUID, named: JoinStaff | RegisterVolunteer) -> Also | None:
    """The names of a worker or a volunteer, None where none were said. Raises `Refused` if they bear others already."""
    if named.given_name is None and named.family_name is None:
        return None
    names = {"given_name": named.given_name or "", "family_name": named.family_name or ""}
    known = await vault.read(pool, STAFF, [ref])
    if known.get(ref, names) != names:
        raise Refused("This worker is recorded under another name already.")
    return lambda facts: [vault.seal(ref, STAFF, names)]
