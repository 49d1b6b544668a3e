"""What a view or a vault asks of the database: one SQL statement and its values."""

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter

import asyncpg

from shared.event import Event, Fact

Statement = tuple[str, tuple[object, ...]]
Changes = Callable[[Fact], list[Statement]]
Views = dict[type[Event], Changes]
"""For each fact that a service's views care about, the statements that bring them up to date."""


async def execute(connection: asyncpg.Connection, statements: Iterable[Statement]) -> None:
    """In their order; neighbours with the same SQL go to the database together."""
    for sql, alike in groupby(statements, key=itemgetter(0)):
        values = [each for _, each in alike]
        if len(values) == 1:
            await connection.execute(sql, *values[0])
        else:
            await connection.executemany(sql, values)


def together(first: Views, second: Views) -> Views:
    """Both, where both care about a fact: the statements of the first, then those of the second."""
    both = {kind: _one_after_the_other(first[kind], second[kind]) for kind in first.keys() & second.keys()}
    return first | second | both


def _one_after_the_other(first: Changes, second: Changes) -> Changes:
    return lambda fact: [*first(fact), *second(fact)]
