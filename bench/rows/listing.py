"""What a coordinator asks most, of 100,000 cases: the worklist, the load on a day. Beside a read by key.

Both answers are made as they go out: a page of 500 rows is read, checked and written as JSON; a load is computed.
"""

import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID, uuid4

import asyncpg

from bench.facts import META, NOON
from bench.measure import Meter, Run, percentile
from bench.rounds import Bar, Row, Variant
from bench.rows import Rows
from bench.servers import Servers
from services.allocation.domain.bands import Thresholds
from services.allocation.domain.caseload import Load, caseload, evolve
from services.allocation.worklist import WorklistPage, worklist
from shared.event import Fact, canonical
from shared.events.allocation import CaseAssigned
from shared.ids import source_of

CASES, ASKED = 100_000, 300
FIRST = date(2018, 10, 15)
DAYS = 730
PROVIDERS = ("caritas", "diakonie", "drk", "town")
OVERVIEW = (
    *("case_id", "state", "provider", "assigned_on", "over_ceiling", "house", "lives_here_from", "household_size"),
)
ITEMS = ("case_id", "reason", "subject", "starts_on", "since", "ends_on")
BY_KEY = "SELECT * FROM assignment_overview WHERE case_id = $1"
Ask = Callable[[int], Awaitable[bool]]
"""The n-th question; whether the answer was one."""


@asynccontextmanager
async def make(servers: Servers) -> Rows:
    database = await servers.empty("allocation")
    cases = [uuid4() for _ in range(CASES)]
    owner = await asyncpg.connect(database.owner_url)
    await owner.copy_records_to_table(
        "assignment_overview", schema_name="read", records=overview(cases), columns=OVERVIEW
    )
    await owner.copy_records_to_table("work_item", schema_name="read", records=items(cases), columns=ITEMS)
    await owner.execute("ANALYZE read.assignment_overview; ANALYZE read.work_item")
    await owner.close()
    pool = asyncpg.create_pool(database.url, min_size=1, max_size=1, server_settings={"search_path": "read, public"})
    async with pool:
        variants = {
            "worklist": _asking(servers, _worklist(pool)),
            "caseload": _asking(servers, _caseload(load_of(cases))),
            "read by key": _asking(servers, _by_key(pool, cases)),
        }
        bars = [
            Bar("worklist, slowest of a hundred", "worklist", of="p99_ms", must=50, at_most=True),
            Bar("worklist against a read by key", "worklist", "read by key", of="p50_ms"),
            Bar("caseload, slowest of a hundred", "caseload", of="p99_ms", must=50, at_most=True),
            Bar("caseload against a read by key", "caseload", "read by key", of="p50_ms"),
        ]
        yield [Row("list", f"Lists of {CASES:,} cases", variants, bars)]


def day(number: int) -> date:
    return FIRST + timedelta(days=number % DAYS)


def overview(cases: list[UUID]) -> list[tuple[object, ...]]:
    return [
        (case_id, "assigned", provider, day(number), False, "sandloch", day(number), 4)
        for number, (case_id, provider) in enumerate(zip(cases, cycle(PROVIDERS), strict=False))
    ]


def items(cases: list[UUID]) -> list[tuple[object, ...]]:
    """Each case was unallocated for three days, and is stale since; every tenth has a review to come, or missed."""
    rows: list[tuple[object, ...]] = []
    for number, case_id in enumerate(cases):
        on = day(number)
        rows.append((case_id, "unallocated", case_id, on, on, on + timedelta(days=3)))
        rows.append((case_id, "stale", case_id, on, on, None))
        if number % 10 == 0:
            rows.append((case_id, "review_overdue", uuid4(), on, on + timedelta(days=180), None))
    return rows


def load_of(cases: list[UUID]) -> Load:
    load = Load()
    for number, (case_id, provider) in enumerate(zip(cases, cycle(PROVIDERS), strict=False), start=1):
        event = CaseAssigned(case_id=case_id, provider=provider, rule_version="1", household_size=4)
        source = source_of("weinheim", "allocation")
        load = evolve(load, Fact(uuid4(), source, event.stream(), 1, number, NOON, day(number), META, event))
    return load


def _worklist(pool: asyncpg.Pool) -> Ask:
    async def ask(number: int) -> bool:
        page = await worklist(pool, day(number * 7))
        return len(WorklistPage.model_validate(page).model_dump_json()) > 2

    return ask


def _caseload(load: Load) -> Ask:
    async def ask(number: int) -> bool:
        rows = caseload(load, Thresholds(), day(number * 7))
        return len(canonical([dict(row) for row in rows])) > 2

    return ask


def _by_key(pool: asyncpg.Pool, cases: list[UUID]) -> Ask:
    async def ask(number: int) -> bool:
        return await pool.fetchrow(BY_KEY, cases[number * 331 % CASES]) is not None

    return ask


def _asking(servers: Servers, ask: Ask) -> Variant:
    async def run() -> Run:
        took, wrong = [], 0
        with Meter(servers.pids) as meter:
            for number in range(ASKED):
                began = time.perf_counter()
                wrong += not await ask(number)
                took.append((time.perf_counter() - began) * 1e3)
        figures = {"p50_ms": percentile(took, 50), "p99_ms": percentile(took, 99)}
        return meter.run(ASKED, [f"{wrong} questions without an answer"] if wrong else [], **figures)

    return run
