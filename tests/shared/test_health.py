"""When a service is not ready it says why; and who is excused from moving, and who is not."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shared import pulse as pulse_module
from shared.admission import Topic
from shared.brokers import Brokers
from shared.health import waiting_for, why_not_ready
from shared.pulse import HEARING, Pulse
from shared.service import Service
from shared.survey import Survey
from shared.watchdog import STUCK_SECONDS, UNASSIGNED_SECONDS, Sight

INTAKE, TOLD = Topic("intake.facts.v1", "urn:intake"), Topic("provider.drk.in.v1", "urn:own", "told-drk")
OWN = Topic("allocation.facts.v1", "urn:own")
NOW = Survey(
    log_position=20,
    facts=8,
    readers={"views": 20, "names": 20},
    places={INTAKE.name: 12},
    relayed={OWN.name: 8, TOLD.name: 3},
    told={"told-drk": 3},
)


def part(name: str, **how: Any) -> SimpleNamespace:
    return SimpleNamespace(**({"name": name, "waiting_for": None, "keeps_up": True} | how))


def relay(topic: Topic, **how: Any) -> SimpleNamespace:
    return SimpleNamespace(**({"topic": topic, "stands_by": False, "producer": object()} | how))


def hearing(assigned: set[str], **how: Any) -> SimpleNamespace:
    return SimpleNamespace(**({"assigned": assigned, "joined": True, "divided": set(), "reached": {}} | how))


def service(**how: Any) -> Service:
    """One that is well, but for what is said."""
    settings = SimpleNamespace(name="allocation", source="urn:own", database_url=str)
    parts = {
        "readers": [part("views"), part("names")],
        "relays": [relay(OWN), relay(TOLD)],
        "hearer": hearing({INTAKE.name}),
        "log": SimpleNamespace(closed=None),
    }
    made = SimpleNamespace(
        settings=settings,
        heard_topics=[INTAKE],
        relay_topics=[OWN, TOLD],
        brokers=Brokers("127.0.0.1:1"),
        **(parts | how),
    )
    made.pulse = Pulse(cast(Service, made))
    made.pulse.survey, made.pulse.ends = NOW, {INTAKE.name: 12}
    made.pulse.database_answers = made.pulse.writer_answers = made.pulse.kafka_answers = True
    return cast(Service, made)


def why(of: Service) -> list[str]:
    return list(why_not_ready(of))


async def sight(of: Service, name: str) -> Sight:
    [found] = [each for each in await of.pulse.sights() if each.part == name]
    return found


def test_a_service_that_is_well_is_ready() -> None:
    assert why(service()) == []


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"hearer": None}, ["Kafka is not reached yet"]),
        ({"hearer": hearing(set(), joined=False)}, ["waits for its turn to hear"]),
        ({"hearer": hearing(set())}, []),
        (
            {"hearer": hearing({INTAKE.name}, divided={INTAKE.name})},
            ["topic intake.facts.v1 has more than one partition"],
        ),
        ({"relays": [relay(OWN, producer=None)]}, ["does not reach allocation.facts.v1 yet"]),
        ({"relays": [relay(OWN, producer=None, stands_by=True)]}, []),
        ({"log": SimpleNamespace(closed="an older copy"), "hearer": None}, ["an older copy"]),
        (
            {"readers": [part("views", waiting_for="log position 7: CaseSplit version 1")]},
            ["the views are parked at log position 7: CaseSplit version 1"],
        ),
        ({"readers": [part("names", keeps_up=False)]}, []),
    ],
    ids=str,
)
def test_a_part_that_does_not_get_on_is_named(how: dict[str, Any], words: list[str]) -> None:
    assert why(service(**how)) == words


@pytest.mark.parametrize(
    ("silent", "words"),
    [
        ("database_answers", "the database does not answer"),
        ("writer_answers", "the writer of the log does not answer"),
        ("kafka_answers", "Kafka does not answer"),
    ],
)
def test_who_does_not_answer_is_named(silent: str, words: str) -> None:
    of = service()
    setattr(of.pulse, silent, False)
    assert why(of) == [words]


async def test_each_part_has_its_goal_and_its_position() -> None:
    of = service()
    of.pulse.survey = replace(NOW, relayed={OWN.name: 6}, readers={"views": 15, "names": 20})
    of.pulse.ends = {INTAKE.name: 15}
    sights = {each.part: (each.position, each.goal, each.excused) for each in await of.pulse.sights()}
    assert sights == {
        "intake.facts.v1": (12, 15, False),
        "allocation.facts.v1": (6, 8, False),
        "provider.drk.in.v1": (0, 3, False),
        "views": (15, 20, False),
        "names": (20, 20, False),
        HEARING: (1, 1, False),
    }


@pytest.mark.parametrize("silent", ["database_answers", "kafka_answers"])
async def test_while_the_database_or_kafka_is_away_nobody_is_blamed(silent: str) -> None:
    of = service(hearer=None)
    setattr(of.pulse, silent, False)
    blamed = {each.part for each in await of.pulse.sights() if not each.excused}
    assert blamed == (set() if silent == "database_answers" else {"views", "names"}), "readers need no Kafka"


async def test_who_waits_for_a_person_an_upgrade_or_another_service_is_excused() -> None:
    parked, behind = part("views", waiting_for="log position 7"), part("names", keeps_up=False)
    excused = {each.part for each in await service(readers=[parked, behind]).pulse.sights() if each.excused}
    assert excused == {"views", "names"}


async def test_while_the_log_is_closed_nobody_is_blamed() -> None:
    assert all(each.excused for each in await service(log=SimpleNamespace(closed="an older copy")).pulse.sights())


async def test_what_is_assigned_to_another_process_has_twice_the_time() -> None:
    assert (await sight(service(), INTAKE.name)).patience_seconds == STUCK_SECONDS
    assert (await sight(service(hearer=None), INTAKE.name)).patience_seconds == UNASSIGNED_SECONDS


@pytest.mark.parametrize(("members", "excused"), [(0, False), (1, False), (2, True), (None, True)])
async def test_without_assignment_it_is_blamed_unless_another_process_hears(
    monkeypatch: pytest.MonkeyPatch, members: int | None, excused: bool
) -> None:
    async def answer(brokers: Brokers, group: str) -> int | None:
        assert group == "svc.allocation.hear"
        return members

    monkeypatch.setattr(pulse_module, "members", answer)
    of = service(hearer=hearing(set()))
    for _ in range(pulse_module.ASK_OTHERS_AFTER_LOOKS):
        assert (await sight(of, HEARING)).lag == 1
    found = await sight(of, HEARING)
    assert (found.position, found.goal, found.patience_seconds) == (0, 1, UNASSIGNED_SECONDS)
    assert found.excused is excused


async def test_the_time_without_assignment_begins_anew_with_each_assignment() -> None:
    hearer = hearing(set())
    of = service(hearer=hearer)
    assert not (await sight(of, HEARING)).excused
    hearer.assigned = {INTAKE.name}
    assert (await sight(of, HEARING)).lag == 0


def test_what_is_missing_is_what_no_process_of_the_service_has_taken() -> None:
    """This process heard nothing; what the other one took counts, as the database has it."""
    of = service(taker=SimpleNamespace(heard={}))
    of.pulse.survey = replace(
        NOW, heard={"urn:intake": 12, "urn:reporting": 3}, seen={"urn:intake": 12, "urn:reporting": 5}
    )
    assert of.pulse.survey.missing() == {"urn:intake": 0, "urn:reporting": 2}
    assert waiting_for(of) == {"urn:reporting": "fact 4"}
