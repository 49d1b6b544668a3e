"""How long faults last: in the large run the broker is away for up to a minute, in the short one for less."""

import inspect
import random

from shared.watchdog import STUCK_SECONDS
from tests.faults.conftest import FROZEN_SECONDS, LONGEST_STOP_SECONDS
from tests.faults.of_kafka import stop_seconds
from tests.faults.site import open_site

LARGE = {name: each.default for name, each in inspect.signature(open_site).parameters.items()}
SESSION_ENDS_SECONDS = 10.0
"""After so long the server ends the session of a writer that froze in its transaction."""


def drawn(longest: float) -> list[float]:
    dice = random.Random(1)
    return [stop_seconds(dice, longest) for _ in range(1_000)]


def test_the_broker_is_stopped_for_one_to_sixty_seconds_and_seldom_for_long() -> None:
    found = drawn(LARGE["longest_stop_seconds"])
    assert 1 <= min(found) < 2
    assert 59 < max(found) <= STUCK_SECONDS
    assert sum(seconds > 30 for seconds in found) < 300


def test_the_short_run_has_shorter_stops() -> None:
    assert max(drawn(LONGEST_STOP_SECONDS)) <= 20


def test_a_writer_is_frozen_for_longer_than_the_server_waits_for_it() -> None:
    assert LARGE["frozen_seconds"] == 30
    assert FROZEN_SECONDS > SESSION_ENDS_SECONDS
