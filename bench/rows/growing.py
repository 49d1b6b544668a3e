"""Row 12: what one more fact costs when the log holds a million of them, against ten thousand.

The large log is that of a town with one household for every twenty facts, each of which moved nineteen times.
"""

import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg

from bench.desk import Desk, open_desk
from bench.facts import INTAKE, META, NOON, PLACED, LogRow, registration
from bench.measure import Meter, Run
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.rows.appending import call
from bench.servers import Servers
from shared.batch import COLUMNS
from shared.event import Event, Fact, encode
from shared.events.intake import CaseRegistered, HouseholdMoved, RegisteredPerson
from shared.execute import Wish
from shared.merkle import leaf_hash

SMALL, LARGE = 10_000, 1_000_000
CALLERS, FACTS, FACTS_OF_A_CASE = 32, 2_000, 20
TAIL = """
SELECT count(*) AS rows, count(DISTINCT event_id) AS ids, coalesce(max(log_position), 0) AS last,
       coalesce(max(fact_number), 0) AS number,
       coalesce(bool_and(leaf_hash = sha256('\\x00'::bytea || body)), false) AS same
FROM log WHERE log_position > $1"""


@asynccontextmanager
async def make(servers: Servers, large: int = LARGE) -> Rows:
    """Both logs are open at once, and written in turn."""
    await _fill(servers, "intake", SMALL)
    await _fill(servers, "large", large)
    async with open_desk(servers.database("intake"), "intake") as small:
        began_at = time.perf_counter()
        async with open_desk(servers.database("large"), "intake") as grown:
            start_seconds = time.perf_counter() - began_at
            variants = {
                f"{SMALL:,} facts": _appending(servers, small),
                f"{large:,} facts": _appending(servers, grown, start_seconds=start_seconds),
            }
            bars = [
                Bar(
                    f"at {large:,} against {SMALL:,} facts", f"{large:,} facts", f"{SMALL:,} facts",
                    "us_per_fact", 1.3, 1.1, at_most=True,
                ),
                Bar("from start to first write", f"{large:,} facts", of="start_seconds", at_most=True),
            ]  # fmt: skip
            yield [Row("grow", "Cost of one more fact", variants, bars)]


def _appending(servers: Servers, desk: Desk, **others: float) -> Variant:
    async def run() -> Run:
        before = desk.log.log_position
        wishes = [Wish(registration(), "clerk-1", idempotency_key=str(uuid4())) for _ in range(FACTS)]
        with Meter(servers.pids) as meter:
            await call(desk, CALLERS, wishes)
        tail, end = await desk.pool.fetchrow(TAIL, before), before + FACTS
        good = (tail["rows"], tail["ids"], tail["last"], tail["number"], tail["same"]) == (FACTS, FACTS, end, end, True)
        us_per_fact = meter.seconds * 1e6 / FACTS
        return meter.run(FACTS, [] if good else ["the new facts are not whole"], us_per_fact=us_per_fact, **others)

    return run


async def _fill(servers: Servers, name: str, count: int) -> None:
    await servers.empty(name)
    connection = await asyncpg.connect(servers.database(name).owner_url)
    try:
        await connection.copy_records_to_table("log", records=_history(count), columns=COLUMNS)
        await connection.execute("ANALYZE log")
    finally:
        await connection.close()


def _history(count: int) -> Iterator[LogRow]:
    """Facts 1 to `count`. Encoding a million of them one by one would take longer than the bench may."""
    templates: dict[bool, bytes] = {}
    for number in range(1, count + 1):
        version = (number - 1) % FACTS_OF_A_CASE + 1
        if version == 1:
            case_id = uuid4()
        first, event_id = version == 1, UUID(int=number)
        if first not in templates:
            templates[first] = _template(first)
        body = templates[first] % {
            b"case": str(case_id).encode(), b"event": str(event_id).encode(), b"person": str(event_id).encode(),
            b"version": version, b"number": number,
        }  # fmt: skip
        kind = "CaseRegistered" if first else "HouseholdMoved"
        yield number, number, INTAKE, f"case-{case_id}", version, event_id, kind, NOON, body, leaf_hash(body)


def _template(first: bool) -> bytes:
    """A real fact, with places for what differs."""
    case, event, person, version, number = UUID(int=1), UUID(int=2), UUID(int=3), 77_771, 77_772
    content: Event = HouseholdMoved(case_id=case, house="klausing", moved_on=PLACED)
    if first:
        persons = (RegisteredPerson(person_id=person),)
        content = CaseRegistered(case_id=case, house="sandloch", placed_on=PLACED, received_on=PLACED, persons=persons)
    fact = Fact(event, INTAKE, content.stream(), version, number, NOON, PLACED, META, content)
    body = encode(fact).replace(b"%", b"%%")
    places = ((case, b"%(case)b"), (event, b"%(event)b"), (person, b"%(person)b"))
    for value, place in (*places, (version, b"%(version)d"), (number, b"%(number)d")):
        body = body.replace(str(value).encode(), place)
    return body
