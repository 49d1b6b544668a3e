"""Faults of the spine alone, without Kafka and HTTP: a commit whose answer is lost, copies in any order, an upgrade."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from services.allocation.views import VIEWS
from services.intake.domain.case import RegisterCase
from services.intake.domain.consent import GiveConsent, WithdrawConsent
from services.intake.views import VIEWS as INTAKE_VIEWS
from shared.errors import Refused, Unknown
from shared.event import Fact
from shared.events import catalogue
from shared.events.intake import CaseRegistered
from shared.execute import Answer, Wish
from shared.follow import Viewer
from shared.rebuild import first_gap
from shared.take import Taker
from tests.faults.proxy import Proxy
from tests.shared.conftest import MakeDatabase, make_database, server
from tests.shared.desk import KEY, NOON, Desk, Noon, move, open_desk, registration, wish
from tests.shared.test_take import Ear, Intake, schema

__all__ = ["make_database", "server"]

CUTS = 200
DAYS = [date(2018, 11, 1) + timedelta(days=number) for number in range(CUTS)]
SOURCES, FACTS, TIMES = 3, 40, 5


@pytest.fixture
async def proxied(make_database: MakeDatabase) -> AsyncIterator[tuple[Desk, Proxy]]:
    """A service whose connections go over a wire that can be cut."""
    database = await make_database("intake")
    where = urlsplit(database.url)
    proxy = Proxy(where.hostname or "", where.port or 5432)
    async with proxy.listen() as port:
        netloc = where.netloc.replace(f":{where.port}", f":{port}")
        async with open_desk(replace(database, url=where._replace(netloc=netloc).geturl())) as desk:
            yield desk, proxy


def a_move(case: RegisterCase, number: int, key: str | None = None) -> Wish:
    return wish(move(case.case_id, ("klausing", "sandloch")[number % 2], DAYS[number]), key=key)


async def test_a_connection_cut_during_commit_is_unknown_and_the_same_key_gets_the_first_answer(
    proxied: tuple[Desk, Proxy],
) -> None:
    """200 times, before the server gets the COMMIT or after it: never lost, never twice, and always resolved.

    With something to be kept besides the facts, as names are.
    """
    desk, proxy = proxied
    dice, unknown = random.Random(7), Counter[str]()
    case = registration()
    await desk.executor.execute(wish(case))
    for number in range(CUTS):
        when = dice.choice(["before", "after"])
        moved = replace(a_move(case, number, f"cut-{number}"), also=lambda facts: ())
        proxy.armed = when
        with pytest.raises(Unknown):
            await desk.executor.execute(moved)
        unknown[when] += 1
        answer = await desk.executor.execute(moved)
        assert [(fact["type"], fact["version"]) for fact in answer.facts] == [("HouseholdMoved", number + 2)]
        assert await desk.executor.execute(moved) == answer
    assert proxy.cut == CUTS == sum(unknown.values())
    assert min(unknown.values()) > CUTS // 4
    assert len(await desk.facts(case.target())) == CUTS + 1
    async with desk.pool.acquire() as connection:
        assert await first_gap(connection) is None


async def test_facts_alone_that_are_cut_are_looked_for_by_their_key_and_answered(proxied: tuple[Desk, Proxy]) -> None:
    """200 times: the one statement is lost, and the service itself finds out what came of it."""
    desk, proxy = proxied
    case = registration()
    await desk.executor.execute(wish(case))
    for number in range(CUTS):
        proxy.armed = "after" if number % 2 else "before"
        moved = a_move(case, number, f"cut-{number}")
        answer = await desk.executor.execute(moved)
        assert [(fact["type"], fact["version"]) for fact in answer.facts] == [("HouseholdMoved", number + 2)]
        assert await desk.executor.execute(moved) == answer
    assert proxy.cut == CUTS
    assert len(await desk.facts(case.target())) == CUTS + 1


async def test_without_a_key_what_was_cut_is_unknown_and_recorded_at_most_once(proxied: tuple[Desk, Proxy]) -> None:
    desk, proxy = proxied
    case = registration()
    await desk.executor.execute(wish(case))
    for number in range(20):
        proxy.armed = "after" if number % 2 else "before"
        with pytest.raises(Unknown):
            await desk.executor.execute(a_move(case, number))
        await desk.executor.execute(a_move(case, number))
        assert len(await desk.facts(case.target())) == number + 2
    assert proxy.cut == 20


async def test_what_waits_together_when_the_commit_is_cut_is_each_recorded_once(proxied: tuple[Desk, Proxy]) -> None:
    """A batch whose commit is lost is decided again one by one: each caller gets the one answer that is so."""
    desk, proxy = proxied
    for round_number in range(10):
        cases = [registration() for _ in range(16)]
        proxy.armed = "after" if round_number % 2 else "before"
        answers = await asyncio.gather(
            *(desk.executor.execute(wish(case, key=f"{round_number}-{number}")) for number, case in enumerate(cases)),
            return_exceptions=True,
        )
        assert [each for each in answers if not isinstance(each, Answer | Unknown)] == []
        for number, case in enumerate(cases):
            again = await desk.executor.execute(wish(case, key=f"{round_number}-{number}"))
            assert [fact["stream"] for fact in again.facts] == [case.target()]
            assert await desk.facts(case.target()) == ["CaseRegistered"]
    assert proxy.cut == 10


async def test_every_fact_five_times_and_shuffled_between_sources_is_taken_once(make_database: MakeDatabase) -> None:
    """Records of three sources, each five times, in any order and in batches of any size; then once in order."""
    dice = random.Random(11)
    async with open_desk(await make_database("allocation"), "allocation") as desk:
        ears = [Ear(desk, Taker(desk.log, Noon(), KEY), Intake()) for _ in range(SOURCES)]
        told = {at: ear.intake.records(*range(1, FACTS + 1)) for at, ear in enumerate(ears)}
        copies = [(at, record) for at, records in told.items() for record in records * TIMES]
        dice.shuffle(copies)
        while copies:
            together, copies = copies[: (size := dice.randint(1, 12))], copies[size:]
            for at in {at for at, _ in together}:
                await ears[at].take(*(record for whose, record in together if whose == at))
        for at, ear in enumerate(ears):
            await ear.take(*told[at])
            assert await ear.bodies() == [record.value for record in told[at]]
            assert (ear.far, ear.taker.alarms, await ear.quarantine()) == ((FACTS, FACTS), 0, [])
        async with desk.pool.acquire() as connection:
            assert await first_gap(connection) is None


class MoonSeen(CaseRegistered):
    """What a newer intake says, and today's allocation does not know yet."""


async def test_an_unknown_fact_is_kept_and_its_readers_go_on_after_the_upgrade(
    make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept with its bytes, parked at visibly; once the code knows its type, it and all that follows are taken in."""
    async with open_desk(await make_database("allocation"), "allocation") as desk:
        ear = Ear(desk, Taker(desk.log, Noon(), KEY), Intake())
        one, three = ear.intake.records(1, 3)
        newer = ear.intake.record(ear.intake.fact(2), type="MoonSeen", dataschema=schema("MoonSeen", 1))
        await ear.take(one, newer, three)
        assert await ear.bodies() == [one.value, newer.value, three.value]
        seen: list[str] = []
        viewer = Viewer(desk.log, VIEWS)
        await to_the_end(viewer)
        assert (viewer.position, str(viewer.waiting_for)) == (1, "log position 2: MoonSeen version 1")

        monkeypatch.setitem(catalogue.EVENTS, "MoonSeen", MoonSeen)

        def sees(fact: Fact) -> list[object]:
            seen.append(str(fact.event_id))
            return []

        upgraded = Viewer(desk.log, {**VIEWS, MoonSeen: sees})  # type: ignore[dict-item]
        await to_the_end(upgraded)
        assert (upgraded.position, upgraded.waiting_for) == (3, None)
        assert seen == [json.loads(newer.value)["id"]]


class Backwards:
    """A clock that goes back an hour whenever somebody looks."""

    def __init__(self) -> None:
        self._now = NOON

    def now(self) -> datetime:
        self._now -= timedelta(hours=1)
        return self._now


async def test_the_order_is_that_of_the_log_also_while_the_clock_goes_back(make_database: MakeDatabase) -> None:
    """Neither the views nor a process that comes later go by the time of recording."""
    database = await make_database("intake")
    case = registration()
    person = case.persons[0].person_id

    def stated(kind: type[GiveConsent | WithdrawConsent], day: int) -> Wish:
        on = date(2018, 10, day)
        return Wish(kind(person_id=person, purpose="sharing", recipient="drk", on=on), "clerk-1")

    async with open_desk(database, clock=Backwards()) as desk:
        for each in (wish(case), stated(GiveConsent, 20), stated(WithdrawConsent, 24)):
            await desk.executor.execute(each)
        await to_the_end(Viewer(desk.log, INTAKE_VIEWS))
        assert await desk.pool.fetchval("SELECT given FROM consent WHERE person_id = $1", person) is False
    async with open_desk(database, clock=Backwards()) as later:
        with pytest.raises(Refused, match="later statement"):
            await later.executor.execute(stated(GiveConsent, 22))


async def to_the_end(viewer: Viewer) -> None:
    while await viewer.step():
        pass
