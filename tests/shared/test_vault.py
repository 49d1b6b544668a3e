"""The vault opens what it sealed, for the person and the kind that it was sealed for, and nothing else."""

import os
from uuid import UUID, uuid4

import asyncpg
import pytest

from infra.postgres.databases import Database
from shared.errors import Misconfigured
from shared.statements import Statement
from shared.vault import NotOurs, Vault

ANNA, OMAR = UUID(int=1), UUID(int=2)
NAMES = {"given_name": "Anna", "family_name": "Weiß"}


@pytest.fixture
def vault() -> Vault:
    return Vault(os.urandom(32))


def sealed(statement: Statement) -> tuple[bytes, bytes]:
    _, (_, _, key, value) = statement
    assert isinstance(key, bytes)
    assert isinstance(value, bytes)
    return key, value


def test_what_was_sealed_is_opened_again(vault: Vault) -> None:
    assert vault.unseal(ANNA, "identity", *sealed(vault.seal(ANNA, "identity", NAMES))) == NAMES


def test_nothing_of_a_name_is_left_in_the_sealed_bytes(vault: Vault) -> None:
    assert b"Anna" not in b"".join(sealed(vault.seal(ANNA, "identity", NAMES)))


def test_sealing_twice_gives_other_bytes(vault: Vault) -> None:
    assert sealed(vault.seal(ANNA, "identity", NAMES)) != sealed(vault.seal(ANNA, "identity", NAMES))


def test_one_person_s_bytes_are_not_opened_as_another_s(vault: Vault) -> None:
    anna, omar = (sealed(vault.seal(person, "identity", NAMES)) for person in (ANNA, OMAR))
    for person, kind, key, value in (
        (OMAR, "identity", *anna),
        (ANNA, "reason", *anna),
        (ANNA, "identity", anna[0], omar[1]),
        (ANNA, "identity", omar[0], anna[1]),
    ):
        with pytest.raises(NotOurs):
            vault.unseal(person, kind, key, value)


def test_another_master_key_opens_nothing(vault: Vault) -> None:
    with pytest.raises(NotOurs):
        Vault(os.urandom(32)).unseal(ANNA, "identity", *sealed(vault.seal(ANNA, "identity", NAMES)))


def test_every_changed_or_missing_byte_is_noticed(vault: Vault) -> None:
    key, value = sealed(vault.seal(ANNA, "identity", NAMES))
    for place in range(len(value)):
        changed = bytes([*value[:place], value[place] ^ 1, *value[place + 1 :]])
        for damaged in (changed, value[:place]):
            with pytest.raises(NotOurs):
                vault.unseal(ANNA, "identity", key, damaged)


def test_70_what_is_sealed_for_another_or_cut_short_is_not_now_and_says_nothing() -> None:
    """Another provider's key, another person's or purpose's label, a cut tag: one sentence, which HTTP answers 503."""
    own, other = Vault(os.urandom(32)), Vault(os.urandom(32))
    key, value = sealed(other.seal(ANNA, "identity", NAMES))
    mine, my_value = sealed(own.seal(ANNA, "identity", NAMES))
    for person, kind, wrapped, content in (
        (ANNA, "identity", key, value),
        (OMAR, "identity", mine, my_value),
        (ANNA, "override_reason", mine, my_value),
        (ANNA, "identity", mine, my_value[:-1]),
        (ANNA, "identity", mine[:20], my_value),
        (ANNA, "identity", b"", b""),
    ):
        with pytest.raises(Misconfigured, match=r"^what is sealed cannot be opened with this service's master key$"):
            own.unseal(person, kind, wrapped, content)


async def test_a_person_whose_key_is_destroyed_is_erased(vault: Vault, intake: Database) -> None:
    """The ciphertext may lie in a backup for years: without its key it says nothing."""
    erased, other = uuid4(), uuid4()
    owner = await asyncpg.connect(intake.owner_url)
    for person in (erased, other):
        sql, values = vault.seal(person, "identity", NAMES)
        await owner.execute(sql, *values)
    await owner.execute("DELETE FROM vault WHERE ref = $1", erased)
    assert await vault.read(owner, "identity", [erased, other]) == {other: NAMES}
    await owner.execute("UPDATE vault SET sealed_key = $2 WHERE ref = $1", other, bytes(60))
    with pytest.raises(NotOurs):
        await vault.read(owner, "identity", [other])
    await owner.close()


async def test_names_are_not_overwritten_by_a_second_sealing(vault: Vault, intake: Database) -> None:
    person, owner = uuid4(), await asyncpg.connect(intake.owner_url)
    for names in (NAMES, {"given_name": "Eve", "family_name": "Other"}):
        sql, values = vault.seal(person, "identity", names)
        await owner.execute(sql, *values)
    assert await vault.read(owner, "identity", [person]) == {person: NAMES}
    await owner.close()
