"""`python -m bench.soak --minutes 60`: does a town that works quietly grow? Resident memory of each service over time.

First as many facts are recorded as a service keeps read (`FACTS_KEPT`): this cache is full then. Commands come at
light load, most of them repeated: registers hold what was decided, so they may grow with facts, and with nothing else.
The slope is that of a least-squares line through the second half of the minutes, MiB an hour.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from bench.client import Asked, Connection, ask_all
from bench.rows.resting import MUST_MIB, resident_mib
from bench.town import CASEWORKER, CLERK, SERVICE, Town, household, start_town
from shared.events.catalogue import FACTS_KEPT

MUST_MIB_AN_HOUR = 1.0
LOOK_SECONDS, PAUSE_SECONDS = 5.0, 0.5
CALLERS = 8
REPEATED = 60
"""How often each command is given before a new one."""
Looks = dict[str, list[tuple[float, float]]]
"""By service: hours since the beginning, MiB."""


def main() -> int:
    """Exit code 1 if a service holds too much, or grows."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long (10)")
    looks = asyncio.run(soak(parser.parse_args().minutes))
    slopes = {name: slope(each) for name, each in looks.items()}
    for name, each in looks.items():
        print(f"{name}: {each[0][1]:.1f} MiB, at the end {each[-1][1]:.1f}, slope {slopes[name]:+.2f} MiB an hour")
    found = {
        name: {"first_mib": each[0][1], "last_mib": each[-1][1], "slope_mib_an_hour": slopes[name]}
        for name, each in looks.items()
    }
    print(json.dumps(found))
    too_much = any(each[-1][1] > MUST_MIB for each in looks.values())
    return 1 if too_much or max(slopes.values()) >= MUST_MIB_AN_HOUR else 0


async def soak(minutes: float) -> Looks:
    """Look every five seconds."""
    with tempfile.TemporaryDirectory(prefix="fallbuch-soak-") as folder:
        async with start_town(Path(folder)) as town:
            await _fill_caches(town)
            working = asyncio.create_task(_work(town))
            looks: Looks = {name: [] for name in town.services}
            began_at = time.monotonic()
            while (now := time.monotonic() - began_at) < minutes * 60:
                for name, pid in town.services.items():
                    looks[name].append((now / 3600, resident_mib(pid)))
                await asyncio.sleep(LOOK_SECONDS)
                if working.done():
                    working.result()
            working.cancel()
            return looks


async def _fill_caches(town: Town) -> None:
    asked: list[Asked] = [("POST", town.contacts_path, town.contact()) for _ in range(FACTS_KEPT)]
    answered = await ask_all(town.instance.urls[SERVICE], CALLERS, asked, town.instance.token(CASEWORKER))
    assert all(status == 201 for _, status in answered)


async def _work(town: Town) -> None:
    """A household and a contact, new every half minute and repeated every half second, until cancelled."""
    urls, token = town.instance.urls, town.instance.token
    async with Connection(urls["intake"]) as desk, Connection(urls[SERVICE]) as care:
        while True:
            case_id, contact = uuid4(), town.contact()
            body = household(case_id, uuid4())
            for _ in range(REPEATED):
                answers = (
                    await desk.ask("PUT", f"/cases/{case_id}", body, token(CLERK), str(uuid4())),
                    await care.ask("POST", town.contacts_path, contact, token(CASEWORKER), str(uuid4())),
                )
                assert all(status in (200, 201) for status, _ in answers), answers
                await asyncio.sleep(PAUSE_SECONDS)


def slope(looks: list[tuple[float, float]]) -> float:
    """MiB an hour."""
    late = looks[len(looks) // 2 :]
    hours, mib = [hour for hour, _ in late], [value for _, value in late]
    return statistics.linear_regression(hours, mib).slope if len(late) > 1 else 0.0


if __name__ == "__main__":
    sys.exit(main())
