"""The blind index beside the vault: where entries lie whose names sound alike, without saying which names.

A key is an HMAC over how a name sounds, under a key that comes from the master key. Without it nothing can be looked
up, and nothing be read back.
"""

import hmac
from collections.abc import Iterable, Mapping
from uuid import UUID

import asyncpg

from services.intake.alike import Entry, sounds
from shared.statements import Statement

LABEL = b"fallbuch name index"
ADD = """
INSERT INTO kept.name_key (key, person_id) SELECT * FROM unnest($1::bytea[], $2::uuid[]) ON CONFLICT DO NOTHING"""
REMOVE = "DELETE FROM kept.name_key WHERE person_id = $1"
FOUND = "SELECT DISTINCT person_id FROM kept.name_key WHERE key = ANY($1) LIMIT $2"
NOT_IN_IT = """
SELECT ref FROM vault WHERE kind = $1 AND NOT EXISTS (SELECT FROM kept.name_key WHERE person_id = ref) LIMIT $2"""
CANDIDATES_LIMIT = 500
FILLED_AT_ONCE = 1_000


class NameIndex:
    """Finds entries by how their names sound."""

    def __init__(self, master_key: bytes) -> None:
        self._key = hmac.digest(master_key, LABEL, "sha256")

    def added(self, entries: Mapping[UUID, Entry]) -> list[Statement]:
        """The rows for new entries. One without a name is found by nothing that is asked."""
        pairs = [(key, ref) for ref, entry in entries.items() for key in self._keys(entry) or [self._hashed(str(ref))]]
        return [(ADD, ([key for key, _ in pairs], [ref for _, ref in pairs]))]

    def replaced(self, person_id: UUID, entry: Entry) -> list[Statement]:
        """The rows for an entry whose names are others now."""
        return [(REMOVE, (person_id,)), *self.added({person_id: entry})]

    async def candidates(self, pool: asyncpg.Pool, entries: Iterable[Entry]) -> list[UUID]:
        """Who may be one of these entries."""
        keys = [key for entry in entries for key in self._keys(entry)]
        rows = await pool.fetch(FOUND, keys, CANDIDATES_LIMIT)
        return [row["person_id"] for row in rows]

    async def missing(self, pool: asyncpg.Pool, kind: str) -> list[UUID]:
        """Entries of the vault that are not in the index yet: it is younger than they are."""
        return [row["ref"] for row in await pool.fetch(NOT_IN_IT, kind, FILLED_AT_ONCE)]

    def _keys(self, entry: Entry) -> list[bytes]:
        return [self._hashed(sound) for sound in sounds(entry)]

    def _hashed(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode(), "sha256")
