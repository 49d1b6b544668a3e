"""`make faults`: the large run. `SEED`, `FAULTS`, `COMMANDS` and `MINUTES` bound it; the report's path is printed."""

import asyncio
import os
import random
import sys
import tempfile
from pathlib import Path

from shared.faults import POINTS
from tests.faults.conftest import write
from tests.faults.runner import GOAL_SECONDS, Plan, run
from tests.faults.site import open_site
from tests.faults.whole_system import WHOLE

REPORT = Path("build/faults-large.json")
HOWS = ("stop", "raise")
SHARE_OF_THE_SYSTEM = 6
"""One fault in so many hits a whole server or topic."""


def planned(seed: int, faults: int, commands: int, minutes: float) -> Plan:
    """At least `faults` of them: every kind of the whole system in turn, and the rest at the points."""
    dice = random.Random(seed)
    whole = list(WHOLE) * max(1, faults // SHARE_OF_THE_SYSTEM // len(WHOLE))
    times = max(1, -(-(faults - len(whole) - len(HOWS) * len(POINTS)) // len(POINTS)))
    return Plan(seed, times, commands, HOWS, tuple(dice.sample(whole, len(whole))), minutes)


async def main() -> int:
    asked = {name: int(os.environ.get(name, given)) for name, given in GIVEN.items()}
    seed = asked["SEED"] or random.SystemRandom().getrandbits(31)
    plan = planned(seed, asked["FAULTS"], asked["COMMANDS"], asked["MINUTES"])
    say(f"SEED={seed}: {plan.times} kills at each point, {len(plan.whole)} faults of the whole system")
    with tempfile.TemporaryDirectory(prefix="fallbuch-faults-") as folder:
        async with open_site(Path(folder), seed, callers=12) as site:
            report = await run(site, plan, say)
    write(report, REPORT)
    say(f"{report.verdict}: {REPORT.resolve()}")
    return report.verdict != "green" or max(report.longest_recovery_seconds.values()) > GOAL_SECONDS


GIVEN = {"SEED": 0, "FAULTS": 300, "COMMANDS": 20_000, "MINUTES": 60}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
