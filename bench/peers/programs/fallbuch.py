"""Our own log: the writer, executor, deciders and register of intake on a migrated database, every guarantee on."""

import asyncio
from contextlib import suppress
from datetime import date
from importlib.metadata import version
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import uvloop

from bench.peers.contract import Load, Result, house, measure, read_load
from services.intake.domain import DECIDERS, REGISTER
from services.intake.domain.case import CaseCommand, MoveHousehold, RegisterCase
from services.intake.domain.persons import NamedPerson
from shared.clock import SystemClock
from shared.execute import Executor, Wish
from shared.follow import ROWS_AT_ONCE
from shared.log import Log
from shared.migrate import migrate
from shared.pool import open_pool

ROWS = "SELECT log_position, body FROM log WHERE log_position > $1 ORDER BY log_position LIMIT $2"
KEY = bytes(range(32))
PLACED = date(2018, 10, 15)


async def append_stream(executor: Executor, length: int) -> None:
    """A clerk's wishes, one after the other, each with its key and with the version it was decided on."""
    case_id = uuid4()
    for number in range(1, length + 1):
        command: CaseCommand
        if number == 1:
            person = NamedPerson(person_id=uuid4())
            command = RegisterCase(
                case_id=case_id, house=house(1), placed_on=PLACED, received_on=PLACED, persons=(person,)
            )
        else:
            command = MoveHousehold(case_id=case_id, house=house(number), moved_on=date(2018, 11, number))
        wish = Wish(command, "clerk-1", idempotency_key=str(uuid4()), expected_version=number - 1)
        await executor.execute(wish)


async def follow(log: Log, seen: set[int]) -> None:
    """As our readers do: rows after the last position, then wait for the bell."""
    position, bell = 0, log.bell()
    while True:
        bell.clear()
        while rows := await log.pool.fetch(ROWS, position, ROWS_AT_ONCE):
            seen.update(row["log_position"] for row in rows)
            position = rows[-1]["log_position"]
        await bell.wait()


async def run(load: Load) -> Result:
    await migrate(load.url, "intake", unquote(str(urlsplit(load.url).username)))
    seen: set[int] = set()
    async with open_pool(load.url, "fallbuch", 6) as pool:
        log = Log(pool, "urn:fallbuch:weinheim:intake", SystemClock(), DECIDERS, REGISTER)
        executor = Executor(log, DECIDERS, KEY)
        writer = asyncio.create_task(log.run())
        seconds, cpu_seconds = await measure(
            load, lambda length: append_stream(executor, length), follow(log, seen), lambda: len(seen)
        )
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer
    missed = load.appended() - len(seen)
    return Result("fallbuch", version("fallbuch"), load.facts, seconds, cpu_seconds, missed, len(seen))


if __name__ == "__main__":
    print(uvloop.run(run(read_load())).line())
