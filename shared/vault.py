"""Names and free text, each person's under a key of its own (AES-256-GCM). Destroying the key erases the person."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.errors import Misconfigured
from shared.statements import Statement

NONCE_BYTES = 12
INSERT = "INSERT INTO vault (ref, kind, sealed_key, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT (ref, kind) DO NOTHING"

REPLACE = INSERT.replace("NOTHING", "UPDATE SET sealed_key = excluded.sealed_key, sealed = excluded.sealed")


class NotOurs(Misconfigured):
    """The sealed bytes do not belong to this key, person and kind: another master key, or damaged rows."""

    def __init__(self) -> None:
        super().__init__("what is sealed cannot be opened with this service's master key")


@dataclass(frozen=True)
class Vault:
    """Seals and opens values. `master_key` wraps the data keys and never leaves the process."""

    master_key: bytes

    def seal(self, ref: UUID, kind: str, value: dict[str, str]) -> Statement:
        """The row that keeps `value` for `ref`. It goes into the same transaction as the fact."""
        return INSERT, self._row(ref, kind, value)

    def replace(self, ref: UUID, kind: str, value: dict[str, str]) -> Statement:
        """The row that takes the place of what was kept before: that was wrong, and is not kept."""
        return REPLACE, self._row(ref, kind, value)

    def _row(self, ref: UUID, kind: str, value: dict[str, str]) -> tuple[UUID, str, bytes, bytes]:
        key = AESGCM.generate_key(256)
        label = f"{kind}:{ref}".encode()
        sealed_key = encrypt(self.master_key, key, label)
        return ref, kind, sealed_key, encrypt(key, json.dumps(value).encode(), label)

    def unseal(self, ref: UUID, kind: str, sealed_key: bytes, sealed: bytes) -> dict[str, str]:
        """The value again. Raises `NotOurs` if key, person or kind is another."""
        label = f"{kind}:{ref}".encode()
        value: dict[str, str] = json.loads(decrypt(decrypt(self.master_key, sealed_key, label), sealed, label))
        return value

    async def read(
        self, connection: asyncpg.Connection | asyncpg.Pool, kind: str, refs: Iterable[UUID]
    ) -> dict[UUID, dict[str, str]]:
        """What the vault holds of `kind` for these refs; those without an entry are left out."""
        rows = await connection.fetch(
            "SELECT ref, sealed_key, sealed FROM vault WHERE kind = $1 AND ref = ANY($2)", kind, list(refs)
        )
        return {row["ref"]: self.unseal(row["ref"], kind, row["sealed_key"], row["sealed"]) for row in rows}


def encrypt(key: bytes, value: bytes, label: bytes) -> bytes:
    """AES-256-GCM with a random nonce in front; `label` is authenticated with it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, value, label)


def decrypt(key: bytes, sealed: bytes, label: bytes) -> bytes:
    """Raises `NotOurs` if anything was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], label)
    except (InvalidTag, ValueError):
        raise NotOurs from None
