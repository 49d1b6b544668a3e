"""A clock that stands before the last fact, 109 of the catalogue: numbers go on, and times say what the clock said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from infra.postgres.databases import Database
from shared.event import read_envelope
from tests.shared.desk import NOON, move, open_desk, registration, wish


@dataclass
class Turned:
    """A clock that somebody turns."""

    instant: datetime = NOON

    def now(self) -> datetime:
        return self.instant


async def test_109_a_clock_before_the_last_fact_gives_the_next_number(intake: Database) -> None:
    clock, case_id = Turned(), uuid4()
    async with open_desk(intake, clock=clock) as desk:
        first = await desk.executor.execute(wish(registration(case_id)))
        clock.instant = NOON - timedelta(hours=3)
        second = await desk.executor.execute(wish(move(case_id, "other")))
        assert second.log_position == first.log_position + 1
        rows = await desk.pool.fetch("SELECT body FROM log WHERE stream = $1 ORDER BY version", f"case-{case_id}")
        facts = [read_envelope(row["body"]) for row in rows]
        assert [fact.version for fact in facts] == [1, 2]
        assert facts[1].fact_number == facts[0].fact_number + 1
        assert facts[1].recorded_at == facts[0].recorded_at - timedelta(hours=3)
