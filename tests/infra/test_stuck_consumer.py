"""Who stands still comes back by itself: a consumer, as aiokafka's sometimes after a broker's restart; a whole loop."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from infra.progress import Progress
from infra.service import Service
from infra.stack import Stack
from shared.cli.actor import Actor
from shared.cli.instance import embedded
from shared.watchdog import EXIT_STUCK
from tests.infra.wait import until

# Allocation as it is, with less patience. In its first life it takes no record, and believes that all is well.
LAME = """
import asyncio, pathlib, runpy, sys
from shared import hear, watchdog
watchdog.LOOK_SECONDS, watchdog.STUCK_SECONDS = 0.3, 3.0
first_life = pathlib.Path(sys.argv.pop())
if first_life.exists():
    first_life.unlink()
    async def never(self, records):
        await asyncio.Event().wait()
    hear.Hearer._take = never
runpy.run_module("services.allocation", run_name="__main__")
"""

# Intake as it is, with less patience.
HASTY = """
import runpy
from shared import watchdog
watchdog.LOOK_SECONDS, watchdog.BLOCKED_SECONDS = 0.3, 3.0
runpy.run_module("services.intake", run_name="__main__")
"""


def lame(mark: Path) -> list[Service]:
    mark.touch()
    return [
        Service("intake", (sys.executable, "-m", "services.intake")),
        Service("allocation", (sys.executable, "-c", LAME, str(mark))),
    ]


def register(stack: Stack) -> None:
    """A household, by the clerk at intake. Raises `HTTPError` if she gets no answer."""
    instance, case_id = embedded(stack.folder.root), str(uuid4())
    body = {
        "case_id": case_id,
        "house": "sandloch",
        "placed_on": "2018-10-15",
        "received_on": "2018-10-15",
        "persons": [{"person_id": str(uuid4())}],
    }
    headers = {"Authorization": f"Bearer {instance.token(Actor('clerk'))}"}
    answer = httpx.put(f"{instance.urls['intake']}/cases/{case_id}", json=body, headers=headers, trust_env=False)
    assert answer.status_code == 201, answer.text


def health(stack: Stack, name: str) -> dict[str, Any]:
    """Empty while it does not answer."""
    try:
        url = stack.instance["services"][name]["url"]
        found: dict[str, Any] = httpx.get(f"{url}/health", trust_env=False, timeout=10).json()
        return found
    except (httpx.HTTPError, json.JSONDecodeError):
        return {}


async def test_a_stuck_consumer_ends_its_process_which_comes_back_and_catches_up(tmp_path: Path) -> None:
    died: list[str] = []

    def watch(progress: Progress) -> None:
        if progress.stage == "died":
            died.append(progress.text)

    async with Stack(
        tmp_path / "data", "story", providers=("drk",), report=watch, services=lame(tmp_path / "mark")
    ) as stack:
        register(stack)
        await until(lambda: health(stack, "allocation").get("lag", {}).get("intake.facts.v1") == 1, 30)
        await until(lambda: bool(died), 60)
        assert died[0].startswith(f"allocation ended unasked with code {EXIT_STUCK}")
        assert '"part_stuck"' in died[0]
        await stack.start("allocation")
        await until(lambda: health(stack, "allocation").get("heard") == heard(1), 60)
        now = health(stack, "allocation")
        assert (now["ready"], now["lag"]["intake.facts.v1"]) == (True, 0)


async def test_a_blocked_loop_ends_its_process_which_says_where_it_stood_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    died: list[str] = []
    armed = tmp_path / "armed"
    armed.mkdir()
    monkeypatch.setenv("FALLBUCH_FAULTS", str(armed))
    services = [Service("intake", (sys.executable, "-c", HASTY))]
    report = lambda progress: died.extend([progress.text] * (progress.stage == "died"))  # noqa: E731
    async with Stack(tmp_path / "data", "story", providers=(), report=report, services=services) as stack:
        (armed / "intake@log.before_commit").write_text("block")
        with pytest.raises(httpx.HTTPError):
            await asyncio.to_thread(register, stack)
        await until(lambda: bool(died), 30)
        assert died[0].startswith(f"intake ended unasked with code {EXIT_STUCK}")
        assert '"loop_blocked"' in died[0]
        await stack.start("intake")
        register(stack)
        assert health(stack, "intake")["facts"] == 1


def heard(facts: int) -> dict[str, int]:
    """From intake alone."""
    others = ("reporting", "provider-drk")
    return {"urn:fallbuch:weinheim:intake": facts} | {f"urn:fallbuch:weinheim:{name}": 0 for name in others}
