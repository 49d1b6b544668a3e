"""A provider's topic holds what allocation says that it told, and nothing else."""

import json
from collections.abc import Callable, Iterable, Sequence

import pytest

from services.audit.domain.completeness import examine_told, verdict
from services.audit.domain.examination import examine
from shared.event import canonical
from tests.audit.topic import ALLOCATION, NOW_MS, SOURCE, body, records, stated
from tests.examples import EXAMPLES

TOPIC, STREAM = "provider.drk.in.v1", "told-drk"
TOLD = [
    body(number, EXAMPLES[name], version, ALLOCATION)
    for number, name, version in (
        (2, "CaseEntrusted", 1),
        (4, "ConsentChanged", 2),
        (5, "CaseChanged", 3),
        (6, "CaseWithdrawn", 4),
    )
]
OTHERS = [body(1, EXAMPLES["HouseDefined"], 1, ALLOCATION), body(3, EXAMPLES["CaseAssigned"], 1, ALLOCATION)]
WHOLE = [OTHERS[0], TOLD[0], OTHERS[1], *TOLD[1:]]


def of_told(bodies: Iterable[bytes], whole: Sequence[bytes] = WHOLE, age_ms: int = 1000) -> dict[str, object]:
    allocation = examine(ALLOCATION, records(whole, age_ms), [stated(whole, len(whole), ALLOCATION)])
    assert allocation.finding is None
    return verdict([allocation], [examine_told(TOPIC, STREAM, records(bodies, age_ms), allocation)], NOW_MS)


def test_a_provider_s_topic_with_what_allocation_says_is_good() -> None:
    answer = of_told(TOLD)
    assert (answer["ok"], answer["told"]) == (True, {TOPIC: 4})
    assert of_told([*TOLD, TOLD[1]])["ok"]
    assert of_told([*TOLD[2:], *TOLD])["ok"], "sent again from the first on"


@pytest.mark.parametrize("place", range(3))
def test_a_record_that_the_provider_was_not_told_is_a_hole(place: int) -> None:
    assert of_told([*TOLD[:place], *TOLD[place + 1 :]])["verdict"] == f"hole at {place + 1} in {TOPIC}"


def test_told_last_may_be_on_its_way_for_two_minutes() -> None:
    assert of_told(TOLD[:3], age_ms=120_000)["ok"]
    late = of_told(TOLD[:3], age_ms=120_001)
    assert (late["ok"], late["verdict"]) == (False, f"hole at 4 in {TOPIC}")
    assert of_told(TOLD, WHOLE[:5], age_ms=120_000)["ok"]
    ahead = of_told(TOLD, WHOLE[:5], age_ms=120_001)
    assert (ahead["ok"], ahead["verdict"]) == (False, f"fork at 4 in {TOPIC}")


def changed(whole: bytes) -> bytes:
    return canonical(json.loads(whole) | {"actor": "somebody-else"})


@pytest.mark.parametrize(
    ("place", "made"),
    [
        (0, changed),
        (3, changed),
        (1, lambda _: OTHERS[0]),
        (1, lambda _: body(9, EXAMPLES["CaseWithdrawn"].model_copy(update={"provider": "caritas"}), 2, ALLOCATION)),
        (1, lambda _: body(4, EXAMPLES["ConsentChanged"], 2, SOURCE)),
    ],
)
def test_a_foreign_or_changed_record_is_a_fork(place: int, made: Callable[[bytes], bytes]) -> None:
    bodies = [*TOLD]
    bodies[place] = made(TOLD[place])
    answer = of_told(bodies)
    assert not answer["ok"]
    assert str(answer["verdict"]).startswith("fork at ")


def test_two_swapped_records_of_a_provider_are_found() -> None:
    assert not of_told([TOLD[1], TOLD[0], *TOLD[2:]])["ok"]
