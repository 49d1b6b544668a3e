"""Views follow the log and are what the log says; reactions happen exactly once, whoever is stopped and started."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import UUID, uuid4

import asyncpg
import pytest

from infra.postgres.databases import Database
from services.allocation.domain.assignment import ConfirmAssignment
from services.allocation.domain.catchment import SetCatchment
from services.allocation.domain.register import Coordination
from services.allocation.reactions import REACTIONS, propose
from services.intake.people import People
from services.intake.views import VIEWS
from shared.decider import Command
from shared.event import Fact
from shared.events.intake import CaseRegistered
from shared.execute import Wish
from shared.faults import Faults, Injected
from shared.follow import FACTS_AT_ONCE, Reactor, Reader, Viewer
from shared.migrate import migrate
from shared.rebuild import check
from shared.service import Service
from shared.take import Taker
from shared.vault import Vault
from tests.shared.conftest import MakeDatabase
from tests.shared.desk import KEY, Desk, Noon, move, open_desk, registration, wish
from tests.shared.test_take import Ear, Intake

CANARY = "Zaphodine"


@pytest.fixture
async def desk(intake: Database) -> AsyncIterator[Desk]:
    async with open_desk(intake) as desk:
        yield desk


async def to_the_end(reader: Reader) -> None:
    while await reader.step():
        pass


async def house_of(desk: Desk, case_id: UUID) -> str | None:
    house: str | None = await desk.pool.fetchval("SELECT house FROM case_overview WHERE case_id = $1", case_id)
    return house


async def test_views_follow_the_log(desk: Desk) -> None:
    case, viewer = registration(), Viewer(desk.log, VIEWS)
    await desk.executor.execute(wish(case))
    await to_the_end(viewer)
    assert await house_of(desk, case.case_id) == "sandloch"
    await desk.executor.execute(wish(move(case.case_id, "klausing")))
    assert await house_of(desk, case.case_id) == "sandloch"
    await to_the_end(viewer)
    assert await house_of(desk, case.case_id) == "klausing"
    assert viewer.position == desk.log.log_position


async def test_a_running_viewer_is_up_to_date_when_asked(desk: Desk) -> None:
    case, viewer = registration(), Viewer(desk.log, VIEWS)
    running = asyncio.create_task(viewer.run())
    await desk.executor.execute(wish(case))
    await viewer.up_to_date()
    assert await house_of(desk, case.case_id) == "sandloch"
    running.cancel()


async def test_two_viewers_at_once_count_nothing_twice(desk: Desk, intake: Database) -> None:
    cases = [registration() for _ in range(20)]
    await asyncio.gather(*(desk.executor.execute(wish(case)) for case in cases))
    async with open_desk(intake) as other:
        await asyncio.gather(*(to_the_end(Viewer(each.log, VIEWS)) for each in (desk, other)))
    assert (await check(intake.url, "intake", VIEWS))["identical"]


async def test_views_built_again_are_identical_until_one_is_tampered_with(desk: Desk, intake: Database) -> None:
    case = registration()
    await desk.executor.execute(wish(case))
    await to_the_end(Viewer(desk.log, VIEWS))
    found = await check(intake.url, "intake", VIEWS)
    assert (found["identical"], found["first_difference"]) == (True, None)
    await desk.pool.execute("UPDATE case_overview SET house = 'elsewhere' WHERE case_id = $1", case.case_id)
    found = await check(intake.url, "intake", VIEWS)
    assert not found["identical"]
    assert str(found["first_difference"]).startswith("case_overview: 2 rows differ")
    await desk.pool.execute("UPDATE case_overview SET house = 'sandloch' WHERE case_id = $1", case.case_id)
    await desk.pool.execute("DELETE FROM case_person WHERE case_id = $1", case.case_id)
    assert not (await check(intake.url, "intake", VIEWS))["identical"]


async def test_migrating_again_keeps_everything(make_database: MakeDatabase) -> None:
    database = await make_database("intake")
    async with open_desk(database) as desk:
        case = registration()
        await desk.executor.execute(wish(case))
        await to_the_end(Viewer(desk.log, VIEWS))
        await asyncio.gather(*(migrate(database.owner_url, "intake", database.name) for _ in range(2)))
        assert await house_of(desk, case.case_id) == "sandloch"
        owner = await asyncpg.connect(database.owner_url)
        await owner.execute("UPDATE migration SET sha256 = 'older' WHERE step = 'views'")
        await owner.close()
        await migrate(database.owner_url, "intake", database.name)
        assert await house_of(desk, case.case_id) is None
        await to_the_end(Viewer(desk.log, VIEWS))
        assert await house_of(desk, case.case_id) == "sandloch"


@pytest.fixture
async def ear(make_database: MakeDatabase) -> AsyncIterator[Ear]:
    """Allocation with a catchment rule, and three households heard from intake."""
    async with open_desk(await make_database("allocation"), "allocation") as desk:
        ear = Ear(desk, Taker(desk.log, Noon(), KEY), Intake())
        rule = SetCatchment(rule_version="1", effective_on=date(2018, 10, 1), houses={"sandloch": "drk"})
        await desk.executor.execute(Wish(rule, "coordinator-1"))
        await ear.take(*ear.intake.records(1, 2, 3))
        yield ear


def reactor(desk: Desk) -> Reactor:
    return Reactor(desk.log, desk.executor, REACTIONS)


async def proposals(desk: Desk) -> int:
    number: int = await desk.pool.fetchval("SELECT count(*) FROM log WHERE type = 'AssignmentProposed'")
    return number


async def test_a_reaction_happens_once_also_if_it_is_read_again(ear: Ear) -> None:
    await to_the_end(reactor(ear.desk))
    assert await proposals(ear.desk) == 3
    await ear.desk.pool.execute("UPDATE checkpoint SET log_position = 0 WHERE reader = 'reactions'")
    await to_the_end(reactor(ear.desk))
    assert await proposals(ear.desk) == 3


async def test_a_reaction_and_its_place_are_kept_together(ear: Ear) -> None:
    """After each single step a new process goes on from there; two at once do not do the same thing."""
    going_on = True
    while going_on:
        going_on = any(await asyncio.gather(reactor(ear.desk).step(), reactor(ear.desk).step()))
        place = await ear.desk.pool.fetchval("SELECT log_position FROM checkpoint WHERE reader = 'reactions'")
        heard = await ear.desk.pool.fetchval(
            "SELECT count(*) FROM log WHERE type = 'CaseRegistered' AND log_position <= $1", place
        )
        assert await proposals(ear.desk) == heard
    assert await proposals(ear.desk) == 3


async def test_a_backlog_is_reacted_to_many_facts_in_one_transaction(ear: Ear) -> None:
    """One at a time, each with a look at hundreds, ten thousand facts took ten minutes."""
    await ear.take(*ear.intake.records(*range(4, FACTS_AT_ONCE + 1)))
    reactions, steps = reactor(ear.desk), 0
    while await reactions.step():
        steps += 1
    assert await proposals(ear.desk) == FACTS_AT_ONCE
    assert steps <= 3, "what was heard, the rule before it, and the proposals, which are read too"


async def test_a_fault_in_the_middle_leaves_none_of_the_reactions_and_then_each_happens_once(
    ear: Ear, tmp_path: Path
) -> None:
    (tmp_path / "allocation@log.before_commit").write_text("raise")
    ear.desk.log.faults = Faults("allocation", tmp_path)
    with pytest.raises(Injected):
        await reactor(ear.desk).step()
    assert await proposals(ear.desk) == 0
    await to_the_end(reactor(ear.desk))
    assert await proposals(ear.desk) == 3


async def test_a_reaction_that_a_rule_refuses_takes_no_other_with_it(ear: Ear) -> None:
    refused = iter([False, True, False])

    def propose_or_confirm(fact: Fact, known: Coordination) -> list[Command]:
        assert isinstance(fact.event, CaseRegistered)
        unknown = ConfirmAssignment(case_id=uuid4())
        return [unknown] if next(refused) else propose(fact, known)

    await to_the_end(Reactor(ear.desk.log, ear.desk.executor, {CaseRegistered: propose_or_confirm}))
    assert await proposals(ear.desk) == 2


async def test_a_reaction_names_the_fact_that_caused_it(ear: Ear) -> None:
    await to_the_end(reactor(ear.desk))
    caused = await ear.desk.pool.fetch(
        """SELECT convert_from(later.body, 'UTF8')::json ->> 'causationid' = earlier.event_id::text AS ours,
        convert_from(later.body, 'UTF8')::json ->> 'actor' AS actor FROM log later JOIN log earlier
        ON earlier.type = 'CaseRegistered' AND earlier.stream = replace(later.stream, 'assignment-', 'case-')
        WHERE later.type = 'AssignmentProposed'"""
    )
    assert [(row["ours"], row["actor"]) for row in caused] == [(True, "system")] * 3


async def test_a_name_is_in_the_vault_alone_and_there_it_is_sealed(desk: Desk, intake: Database) -> None:
    """Every column of every table is searched for the canary, as text and as bytes."""
    case = registration(given_name=CANARY, family_name=CANARY)
    vault = Vault(KEY)
    rows = await People(cast(Service, SimpleNamespace(vault=vault, pool=desk.pool))).household(case)
    await desk.executor.execute(Wish(case, "clerk-1", idempotency_key="canary", also=rows))
    await to_the_end(Viewer(desk.log, VIEWS))
    person_id = case.persons[0].person_id
    assert await vault.read(desk.pool, "identity", [person_id]) == {
        person_id: {"given_name": CANARY, "family_name": CANARY}
    }
    owner = await asyncpg.connect(intake.owner_url)
    tables = await owner.fetch(
        """SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname IN ('public', 'read')"""
    )
    assert len(tables) > 10
    for table in tables:
        found = await owner.fetchval(
            f"SELECT count(*) FROM {table['name']} AS t WHERE t::text ILIKE $1 OR t::text ILIKE $2",
            f"%{CANARY}%",
            f"%{CANARY.encode().hex()}%",
        )
        assert found == 0, table["name"]
    await owner.close()
