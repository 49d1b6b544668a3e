"""After 60 kills and every fault of the whole system nothing is lost, doubled or invented, and everybody goes on."""

from collections import Counter

from shared.faults import POINTS
from tests.faults.conftest import PLAN, Finished
from tests.faults.whole_system import WHOLE


async def test_nothing_is_lost_doubled_or_invented_under_faults(finished: Finished) -> None:
    report = finished.report
    assert report.faults == [], f"seed {report.seed}"
    assert report.verdict == "green"


async def test_every_point_and_every_kind_of_fault_has_fired(finished: Finished) -> None:
    fired = Counter(finished.report.fired)
    assert fired == finished.report.planned
    assert {point: fired[f"{point}:kill9"] for point in POINTS} == dict.fromkeys(POINTS, 5)
    assert {name: fired[name] for name in WHOLE} == dict.fromkeys(WHOLE, 1)


async def test_enough_was_asked_and_looked_at(finished: Finished) -> None:
    commands, checked = finished.report.commands, finished.report.checked
    assert commands["sent"] >= PLAN.commands
    assert min(commands["ok"], commands["refused"], commands["unknown"], commands["retried"]) > 0
    assert checked["journal"] >= PLAN.commands
    assert min(checked.values()) > 0
