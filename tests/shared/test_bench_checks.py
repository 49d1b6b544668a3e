"""The bench's own checks, on logs that are damaged in one place each: a check that cannot fail proves nothing."""

from collections.abc import Callable

import asyncpg
import pytest

from bench.checks import log_holds, log_is_whole, tree_differs
from bench.facts import LogRow, case_facts, contact_facts, encoded, log_rows
from shared.batch import COLUMNS
from shared.merkle import Tree
from tests.shared.conftest import MakeDatabase

FACTS = 40
Damage = Callable[[list[LogRow]], list[LogRow]]


def with_row(rows: list[LogRow], number: int, **changed: object) -> list[LogRow]:
    row = dict(zip(COLUMNS, rows[number], strict=True)) | changed
    return [*rows[:number], tuple(row[name] for name in COLUMNS), *rows[number + 1 :]]  # type: ignore[list-item]


DAMAGES: dict[str, tuple[Damage, str]] = {
    "one is missing": (lambda rows: rows[:7] + rows[8:], "39 facts instead of 40"),
    "a gap in the positions": (lambda rows: with_row(rows, 39, log_position=99), "a gap or a double in the numbers"),
    "another hash": (lambda rows: with_row(rows, 5, leaf_hash=bytes(32)), "1 wrong hashes"),
    "another body": (lambda rows: with_row(rows, 5, body=rows[6][8], leaf_hash=rows[6][9]), "1 wrong bodies"),
    "numbers out of order": (
        lambda rows: with_row(with_row(rows, 3, fact_number=5), 4, fact_number=4),
        "2 facts out of order",
    ),
}


async def filled(make_database: MakeDatabase, rows: list[LogRow]) -> asyncpg.Pool:
    database = await make_database("intake")
    pool = await asyncpg.create_pool(database.owner_url, min_size=1, max_size=1)
    await pool.copy_records_to_table("log", records=rows, columns=COLUMNS)
    return pool


async def test_a_good_log_is_whole(make_database: MakeDatabase) -> None:
    facts = list(case_facts(FACTS))
    bodies = encoded(facts)
    pool = await filled(make_database, log_rows(facts, bodies, own=True))
    assert await log_is_whole(pool, FACTS) == []
    assert await log_holds(pool, bodies) == []
    assert await log_holds(pool, bodies[::-1]) != []
    await pool.close()


@pytest.mark.parametrize("name", DAMAGES)
async def test_every_damage_is_found(make_database: MakeDatabase, name: str) -> None:
    damage, said = DAMAGES[name]
    facts = list(case_facts(FACTS))
    pool = await filled(make_database, damage(log_rows(facts, encoded(facts), own=True)))
    assert said in await log_is_whole(pool, FACTS)
    await pool.close()


async def test_versions_of_a_stream_are_held_against_their_order(make_database: MakeDatabase) -> None:
    facts = list(contact_facts(FACTS))
    rows = log_rows(facts, encoded(facts), own=False)
    pool = await filled(make_database, with_row(rows, 9, version=2))
    assert "1 facts out of order" in await log_is_whole(pool, FACTS)
    await pool.close()


def test_another_tree_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [bytes([number]) for number in range(13)]
    assert tree_differs(bodies) == []
    monkeypatch.setattr(Tree, "root", lambda _: bytes(32))
    assert tree_differs(bodies) == ["the tree has another root"]
