"""C8: a change of full-time equivalents is checked against 0.25 and 1.0, and the load follows what is left."""

from pathlib import Path

from shared.cli.instance import Instance
from tests.journeys.test_stories import facts, played

STORY = Path(__file__).parent / "shares.yaml"


def test_c8_a_share_below_a_quarter_or_above_one_is_refused_with_the_reason(stack: Instance) -> None:
    assert played(stack, STORY).document["first_difference"] is None
    before = facts(stack)
    assert played(stack, STORY).document["first_difference"] is None
    assert facts(stack) == before
