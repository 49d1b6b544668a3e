"""What allocation takes from intake's topic, and what it waits for, ignores, raises an alarm over or sets aside."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from uuid import UUID, uuid4

import asyncpg
import pytest

from infra.postgres.databases import Database
from services.allocation.views import VIEWS
from shared.admission import Topic
from shared.errors import Refused
from shared.event import Event, Fact, canonical, encode
from shared.events.intake import CaseRegistered
from shared.follow import Viewer
from shared.take import Again, Taker
from shared.vault import decrypt
from tests.examples import EXAMPLES
from tests.shared.desk import KEY, Desk, Noon, open_desk
from tests.test_contracts import fact_with

towns = count(1)


@dataclass
class Intake:
    """Another town's intake in each test, so that no test is in the way of another, and its topic."""

    town: str = field(default_factory=lambda: f"town{next(towns)}")
    offsets: Iterator[int] = field(default_factory=count)

    @property
    def topic(self) -> Topic:
        return Topic(f"{self.town}.intake.facts.v1", f"urn:fallbuch:{self.town}:intake")

    def fact(self, number: int, event: Event | None = None, version: int = 1) -> Fact:
        arrived = {**dict(EXAMPLES["CaseRegistered"]), "case_id": uuid4(), "taken_over": None}
        event = event or CaseRegistered.model_validate(arrived)
        fact = replace(fact_with(event), source=self.topic.source, fact_number=number)
        return replace(fact, event_id=uuid4(), version=version)

    def record(self, fact: Fact, **changed: object) -> Again:
        """The fact as a record; `changed` replaces fields of its envelope."""
        body = canonical(json.loads(encode(fact)) | changed)
        return Again(str(json.loads(body)["subject"]).encode(), body, next(self.offsets))

    def records(self, *numbers: int) -> list[Again]:
        return [self.record(self.fact(number)) for number in numbers]

    def poison(self, value: bytes, key: bytes = b"case-1") -> Again:
        return Again(key, value, next(self.offsets))


@dataclass(frozen=True)
class Ear:
    """Allocation as it hears, and what it then has."""

    desk: Desk
    taker: Taker
    intake: Intake

    async def take(self, *records: Again) -> None:
        await self.taker.take(self.intake.topic, records)

    async def bodies(self) -> list[bytes]:
        query = "SELECT body FROM log WHERE source = $1 ORDER BY log_position"
        return [row["body"] for row in await self.desk.pool.fetch(query, self.intake.topic.source)]

    async def quarantine(self) -> list[str]:
        query = "SELECT reason FROM quarantine WHERE topic = $1 ORDER BY number"
        return [row["reason"] for row in await self.desk.pool.fetch(query, self.intake.topic.name)]

    async def next_offset(self) -> int | None:
        found: int | None = await self.desk.pool.fetchval(
            "SELECT next_offset FROM place WHERE topic = $1", self.intake.topic.name
        )
        return found

    @property
    def far(self) -> tuple[int, int]:
        """The last number taken and the largest seen."""
        heard = self.taker.heard[self.intake.topic.sequence]
        return heard.last_number, heard.seen_number


@pytest.fixture
async def ear(allocation: Database) -> AsyncIterator[Ear]:
    async with open_desk(allocation, "allocation") as desk:
        yield Ear(desk, Taker(desk.log, Noon(), KEY), Intake())


async def test_facts_are_kept_with_the_very_bytes_of_their_sender(ear: Ear) -> None:
    records = ear.intake.records(1, 2, 3)
    await ear.take(*records)
    assert await ear.bodies() == [record.value for record in records]
    assert ear.far == (3, 3)
    assert await ear.next_offset() == 3


async def test_a_missing_number_is_waited_for_and_then_everything_goes_on(ear: Ear) -> None:
    one, two, three, four = ear.intake.records(1, 2, 3, 4)
    await ear.take(one, three, four)
    assert (await ear.bodies(), ear.far) == ([one.value], (1, 4))
    await ear.take(two, three, four)
    assert await ear.bodies() == [each.value for each in (one, two, three, four)]
    assert ear.far == (4, 4)


async def test_what_is_waited_for_is_remembered_across_a_restart(ear: Ear, allocation: Database) -> None:
    one, two, three = ear.intake.records(1, 2, 3)
    await ear.take(one, three)
    async with open_desk(allocation, "allocation") as desk:
        again = replace(ear, desk=desk, taker=Taker(desk.log, Noon(), KEY))
        await again.take(two)
        assert again.far == (2, 3)


async def test_the_same_fact_again_changes_nothing(ear: Ear) -> None:
    one, two = ear.intake.records(1, 2)
    await ear.take(one, one, two, one)
    await ear.take(one, two)
    assert await ear.bodies() == [one.value, two.value]
    assert ear.taker.alarms == 0


async def test_other_bytes_under_a_known_number_are_an_alarm_and_overwrite_nothing(ear: Ear) -> None:
    one, two = ear.intake.records(1, 2)
    await ear.take(one)
    await ear.take(*ear.intake.records(1), two)
    assert await ear.bodies() == [one.value, two.value]
    assert ear.taker.alarms == 1
    kept = await ear.desk.pool.fetch("SELECT number FROM alarm WHERE topic = $1", ear.intake.topic.name)
    assert [row["number"] for row in kept] == [1], "no restart may wipe it out"


async def test_other_bytes_under_a_known_id_are_an_alarm_and_overwrite_nothing(ear: Ear) -> None:
    fact = ear.intake.fact(1)
    other = replace(ear.intake.fact(2), event_id=fact.event_id)
    two = ear.intake.record(ear.intake.fact(2))
    await ear.take(ear.intake.record(fact))
    await ear.take(ear.intake.record(other))
    assert (ear.far, ear.taker.alarms) == ((1, 2), 1)
    await ear.take(two)
    assert ear.far == (2, 2)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_second_first_version_of_a_stream_is_an_alarm(ear: Ear, at_once: bool) -> None:
    fact = ear.intake.fact(1)
    records = [ear.intake.record(each) for each in (fact, replace(fact, event_id=uuid4(), fact_number=2))]
    for batch in [records] if at_once else [[record] for record in records]:
        await ear.take(*batch)
    assert await ear.bodies() == [records[0].value]
    assert (ear.far, ear.taker.alarms) == ((1, 2), 1)


@pytest.mark.parametrize("value", [b"", b"no json", b"{}", b"[" * 50_000, b'{"specversion":"1.0"}', b"\xff" * 100_000])
async def test_poison_is_set_aside_and_the_next_record_taken(ear: Ear, value: bytes) -> None:
    one, two = ear.intake.records(1, 2)
    await ear.take(one, ear.intake.poison(value), two)
    assert await ear.bodies() == [one.value, two.value]
    assert len(await ear.quarantine()) == 1
    assert ear.far == (2, 2)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"source": "urn:fallbuch:weinheim:reporting"}, "foreign_source"),
        ({"subject": f"assignment-{UUID(int=1)}"}, "foreign_category"),
        ({"subject": "care-drk-1"}, "foreign_category"),
        ({"subject": "told-drk"}, "foreign_category"),
        ({"subject": "reads-allocation"}, "foreign_category"),
        ({"data": {"case_id": 5}}, "content_does_not_fit"),
        ({"data": {"house": "\x00"}}, "content_does_not_fit"),
        ({"subject": "moon-\x00"}, "envelope_incomplete"),
        ({"type": "Moon\x00"}, "envelope_incomplete"),
        ({"id": 5}, "envelope_incomplete"),
        ({"time": "0001-01-01T00:00:00+14:00"}, "envelope_incomplete"),
        ({"factnumber": 2**63}, "envelope_incomplete"),
    ],
)
async def test_what_must_not_be_written_there_is_set_aside(ear: Ear, changed: dict[str, object], reason: str) -> None:
    one, two = ear.intake.records(1, 2)
    await ear.take(one, ear.intake.record(ear.intake.fact(2), **changed), two)
    assert await ear.quarantine() == [reason]
    assert await ear.bodies() == [one.value, two.value]


@pytest.mark.parametrize("key", [None, b"", b"case-other", b"\xff"])
async def test_a_record_under_another_key_than_its_stream_is_set_aside(ear: Ear, key: bytes | None) -> None:
    one, two = ear.intake.records(1, 2)
    await ear.take(one, unkeyed(ear.intake.record(ear.intake.fact(2)), key), two)
    assert await ear.quarantine() == ["key_is_not_the_stream"]
    assert ear.far == (2, 2)


def unkeyed(record: Again, key: bytes | None) -> Again:
    """The same value under another key, or none."""
    return Again(key, record.value, record.offset)  # type: ignore[arg-type]


async def test_a_record_in_quarantine_is_sealed(ear: Ear) -> None:
    await ear.take(ear.intake.poison(b"Canary Zaphod"))
    sealed = await ear.desk.pool.fetchval("SELECT sealed FROM quarantine WHERE topic = $1", ear.intake.topic.name)
    assert b"Zaphod" not in sealed
    assert decrypt(KEY, sealed, ear.intake.topic.name.encode()) == b"Canary Zaphod"


async def test_the_same_poison_read_again_is_one_row(ear: Ear) -> None:
    poison = ear.intake.poison(b"no json")
    await ear.take(poison)
    await ear.take(poison)
    assert await ear.quarantine() == ["not_json"]


async def test_a_record_is_tried_again_on_request(ear: Ear) -> None:
    one, two, three = ear.intake.records(1, 2, 3)
    await ear.take(one)
    assert not await ear.taker.again(ear.intake.topic, three.value)
    assert await ear.taker.again(ear.intake.topic, two.value)
    assert not await ear.taker.again(ear.intake.topic, two.value)
    with pytest.raises(Refused):
        await ear.taker.again(ear.intake.topic, b"no json")
    assert await ear.bodies() == [one.value, two.value]


async def test_a_category_that_nobody_owns_is_taken_as_heard(ear: Ear) -> None:
    record = ear.intake.record(ear.intake.fact(1), subject="moon-1", type="MoonSeen", dataschema=schema("MoonSeen", 1))
    await ear.take(record)
    assert await ear.bodies() == [record.value]


def schema(name: str, version: int) -> str:
    return f"urn:fallbuch:schema:{name}:{version}"


@pytest.mark.parametrize(("name", "version"), [("CaseRegistered", 99), ("MoonSeen", 1)])
async def test_a_newer_fact_is_kept_and_its_readers_are_parked_visibly(
    make_database: object, name: str, version: int
) -> None:
    """Nothing is passed over: the views stand before it until the upgrade, the facts go on arriving."""
    assert callable(make_database)
    async with open_desk(await make_database("allocation"), "allocation") as desk:
        ear = Ear(desk, Taker(desk.log, Noon(), KEY), Intake())
        one, three = ear.intake.records(1, 3)
        newer = ear.intake.record(ear.intake.fact(2), type=name, dataschema=schema(name, version))
        await ear.take(one, newer, three)
        assert await ear.bodies() == [one.value, newer.value, three.value]
        viewer = Viewer(desk.log, VIEWS)
        while await viewer.step():
            pass
        assert viewer.position == 1
        assert str(viewer.waiting_for) == f"log position 2: {name} version {version}"


@pytest.mark.parametrize(("table", "limit"), [("place", "next_offset < 2"), ("heard", "last_number < 2")])
async def test_rows_numbers_and_place_are_kept_together_or_not_at_all(
    table: str, limit: str, ear: Ear, allocation: Database
) -> None:
    """One statement of the transaction is made to fail once: nothing of the others remains."""
    one, two = ear.intake.records(1, 2)
    await ear.take(one)
    owner = await asyncpg.connect(allocation.owner_url)
    try:
        await owner.execute(f"ALTER TABLE {table} ADD CONSTRAINT full_disk CHECK ({limit}) NOT VALID")
        with pytest.raises(asyncpg.CheckViolationError):
            await ear.take(two, ear.intake.poison(b"no json"))
    finally:
        await owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT full_disk")
        await owner.close()
    assert (await ear.bodies(), await ear.quarantine(), await ear.next_offset()) == ([one.value], [], 1)
    await ear.take(two)
    assert (ear.far, await ear.next_offset()) == ((2, 2), 2)


async def test_a_provider_s_topic_is_counted_by_the_versions_of_its_stream(ear: Ear) -> None:
    source = f"urn:fallbuch:{ear.intake.town}:allocation"
    topic = Topic(f"{ear.intake.town}.in", source, "told-drk")
    told = [
        ear.intake.record(replace(ear.intake.fact(number, EXAMPLES["CaseWithdrawn"], version), source=source))
        for number, version in ((4, 1), (9, 2), (17, 3))
    ]
    foreign = ear.intake.record(
        replace(ear.intake.fact(5, EXAMPLES["CaseWithdrawn"].model_copy(update={"provider": "caritas"})), source=source)
    )
    await ear.taker.take(topic, [told[0], foreign, told[2]])
    heard = ear.taker.heard[topic.sequence]
    assert (heard.last_number, heard.seen_number) == (1, 3)
    await ear.taker.take(topic, told)
    assert ear.taker.heard[topic.sequence].last_number == 3
    reasons = await ear.desk.pool.fetch("SELECT reason FROM quarantine WHERE topic = $1", topic.name)
    assert [row["reason"] for row in reasons] == ["foreign_stream"]
