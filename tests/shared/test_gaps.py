"""When a missing fact is looked for in the topic from its beginning."""

from shared.gaps import AGAIN_SECONDS, PATIENCE_SECONDS, Gaps
from shared.take import Heard

TOPIC = "intake.facts.v1"


def test_nothing_is_looked_for_where_nothing_is_missing() -> None:
    assert not Gaps().look_back(TOPIC, Heard(7, 7), 1_000.0)


def test_what_is_missing_is_given_time_to_come_and_then_looked_for_once() -> None:
    gaps, missing = Gaps(), Heard(7, 12)
    assert not gaps.look_back(TOPIC, missing, 0.0)
    assert not gaps.look_back(TOPIC, missing, PATIENCE_SECONDS - 1)
    assert gaps.look_back(TOPIC, missing, PATIENCE_SECONDS)
    assert not gaps.look_back(TOPIC, missing, PATIENCE_SECONDS + 1)
    assert gaps.look_back(TOPIC, missing, PATIENCE_SECONDS + AGAIN_SECONDS)


def test_another_fact_that_is_missing_has_its_own_time() -> None:
    gaps = Gaps()
    gaps.look_back(TOPIC, Heard(7, 12), 0.0)
    assert not gaps.look_back(TOPIC, Heard(9, 12), PATIENCE_SECONDS)
    assert not gaps.look_back("reporting.facts.v1", Heard(7, 12), PATIENCE_SECONDS)
    assert gaps.look_back(TOPIC, Heard(9, 12), 2 * PATIENCE_SECONDS)


def test_what_came_is_forgotten() -> None:
    gaps = Gaps()
    gaps.look_back(TOPIC, Heard(7, 12), 0.0)
    gaps.look_back(TOPIC, Heard(12, 12), 1.0)
    assert not gaps.look_back(TOPIC, Heard(7, 12), PATIENCE_SECONDS)
