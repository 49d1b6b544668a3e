"""Every fact ever published, damaged at one place: reading it never fails, and never takes it for something else."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.postgres.databases import Database
from services.allocation import domain as allocation
from services.allocation import views as allocation_views
from services.intake import domain as intake
from services.intake import views as intake_views
from services.provider import domain as provider
from services.provider import views as provider_views
from services.reporting import domain as reporting
from services.reporting import views as reporting_views
from shared.admission import Topic, check
from shared.event import Fact, NotAFact, canonical, encode
from shared.events.catalogue import EVENTS, NotYetKnown, decode
from shared.follow import apply
from shared.take import Again, Taker
from tests.damages import damages
from tests.shared.conftest import MakeDatabase
from tests.shared.desk import KEY, Desk, Noon, open_desk

FILES = sorted((Path(__file__).parents[1] / "contracts").glob("*.json"))
BODIES = {file.name.removesuffix(".json"): file.read_bytes() for file in FILES}
ATTRIBUTES = frozenset(json.loads(BODIES["CaseRegistered.v1"]))
READERS: dict[str, tuple[Any, Any]] = {
    "intake": (intake.REGISTER, intake_views.VIEWS),
    "allocation": (allocation.REGISTER, allocation_views.VIEWS),
    "provider": (provider.REGISTER, provider_views.VIEWS),
    "reporting": (reporting.REGISTER, reporting_views.VIEWS),
}
every_fact = pytest.mark.parametrize("name", sorted(BODIES))
thorough = settings(
    max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
against_the_database = settings(thorough, max_examples=25)


def topic_of(body: bytes, town: str = "weinheim") -> Topic:
    """The topic on which the fact belongs."""
    source = json.loads(body)["source"].replace("weinheim", town)
    return Topic(f"{source.rpartition(':')[2]}.{town}", source)


def record(body: bytes, offset: int = 0) -> Again:
    """Under the key that it would have."""
    subject: object = ""
    with suppress(ValueError, TypeError, LookupError):
        subject = json.loads(body)["subject"]
    return Again(str(subject).encode("utf-8", "surrogatepass"), body, offset)


def read(topic: Topic, damaged: bytes) -> Fact | None:
    """The fact, if it is one that this code reads. None if it goes to quarantine, or is kept and waited before."""
    try:
        check(topic, record(damaged))
        return decode(damaged)
    except NotAFact:
        return None
    except NotYetKnown:
        document = json.loads(damaged)
        schema = int(document["dataschema"].rpartition(":")[2])
        assert document["type"] not in EVENTS or schema > EVENTS[document["type"]].schema_version
        return None


@every_fact
@thorough
@given(data=st.data())
def test_a_damaged_fact_is_refused_parked_or_says_what_is_written(name: str, data: st.DataObject) -> None:
    """Nothing is read into it: what was understood, written again, are the same canonical bytes."""
    body = BODIES[name]
    _, damaged = data.draw(damages(body))
    fact = read(topic_of(body), damaged)
    if fact is not None:
        known = {attribute: value for attribute, value in json.loads(damaged).items() if attribute in ATTRIBUTES}
        written = json.loads(encode(fact))
        # A field that is not there has its default: it was added since, or whoever wrote the fact left it out.
        known["dataschema"], known["data"] = written["dataschema"], grown(known["data"], written["data"])
        assert encode(fact) == canonical(known)


def grown(known: Any, written: Any) -> Any:
    """What is known, with the fields that are not there and have a default."""
    if isinstance(known, dict) and isinstance(written, dict):
        return {name: grown(known[name], value) if name in known else value for name, value in written.items()}
    if isinstance(known, list) and isinstance(written, list):
        return [grown(*pair) for pair in zip(known, written, strict=True)]
    return known


@pytest.fixture(scope="module")
async def desk(make_database: MakeDatabase) -> AsyncIterator[Desk]:
    async with open_desk(await make_database("audit"), "intake") as desk:
        yield desk


towns = count(1)


@dataclass
class Heard:
    """What came of two records of one source."""

    log: list[bytes]
    reasons: list[str]
    alarms: int
    seen_number: int


async def hear(desk: Desk, topic: Topic, *bodies: bytes) -> Heard:
    taker = Taker(desk.log, Noon(), KEY)
    for offset, body in enumerate(bodies):
        await taker.take(topic, [record(body, offset)])
    rows = await desk.pool.fetch("SELECT body FROM log WHERE source = $1 ORDER BY log_position", topic.source)
    reasons = await desk.pool.fetch("SELECT reason FROM quarantine WHERE topic = $1", topic.name)
    heard = taker.heard[topic.sequence]
    return Heard([row["body"] for row in rows], [row["reason"] for row in reasons], taker.alarms, heard.seen_number)


@every_fact
@against_the_database
@given(data=st.data())
async def test_a_damaged_fact_never_replaces_the_good_one(name: str, desk: Desk, data: st.DataObject) -> None:
    """After the good one it is set aside, an alarm, or waited before: the log holds the good one alone."""
    town = f"town{next(towns):05}"
    fresh = {"factnumber": 1, "id": str(uuid5(NAMESPACE_URL, town))}
    good = canonical(json.loads(BODIES[name].replace(b":weinheim:", f":{town}:".encode())) | fresh)
    _, damaged = data.draw(damages(good))
    heard = await hear(desk, topic_of(BODIES[name], town), good, damaged)
    assert heard.log == [good]
    assert heard.reasons or heard.alarms or heard.seen_number > 1 or damaged == good


@pytest.fixture(scope="module")
async def databases(make_database: MakeDatabase) -> AsyncIterator[dict[str, asyncpg.Connection]]:
    """Each service's read tables."""
    made: dict[str, Database] = {service: await make_database(service) for service in READERS}
    path = {"search_path": "read, public"}
    open_ = {name: await asyncpg.connect(one.url, server_settings=path) for name, one in made.items()}
    yield open_
    for connection in open_.values():
        await connection.close()


@every_fact
@against_the_database
@given(data=st.data())
async def test_what_is_accepted_stops_no_view_and_no_register(
    name: str, databases: dict[str, asyncpg.Connection], data: st.DataObject
) -> None:
    """A damage that only its sender could notice gives a wrong figure, which a replay finds; it stops nobody."""
    body = BODIES[name]
    fact = read(topic_of(body), data.draw(damages(body))[1])
    if fact is None:
        return
    for service, (register, views) in READERS.items():
        register.evolve(register.initial, fact)
        transaction = databases[service].transaction()
        await transaction.start()
        await apply(databases[service], views, [fact])
        await transaction.rollback()
