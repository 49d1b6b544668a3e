"""A run: by seed one round of faults after the other while callers send; after each everything must be whole again.

A round: callers send, faults are armed and proven to have fired, callers wait for their last answers, the instance
heals by itself, and every oracle looks.
"""

import asyncio
import random
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.oracles import judged, liveness, views
from tests.faults.oracles.where import FAULTS_SHOWN, Finding
from tests.faults.points import At, rounds, strike
from tests.faults.site import Site
from tests.faults.whole_system import WHOLE

GOAL_SECONDS = 60.0
"""So long may it take until everybody is whole again; a slower run says so."""
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Plan:
    """How much of it. `times`: kills at each point; `hows`: what else happens there, once each."""

    seed: int
    times: int
    commands: int
    hows: tuple[str, ...] = ()
    whole: tuple[str, ...] = tuple(WHOLE)
    minutes: float = 60.0
    given_up_seconds: float = 240.0


@dataclass
class Report:
    """What happened, and what the oracles found. Machine-readable and kept."""

    seed: int
    commit: str
    planned: Counter[str] = field(default_factory=Counter)
    fired: Counter[str] = field(default_factory=Counter)
    commands: dict[str, int] = field(default_factory=dict)
    checked: dict[str, int] = field(default_factory=dict)
    longest_recovery_seconds: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    last: str = ""
    rounds: str = "none"
    """How many; a run whose time is over ends early. Every kind must have fired all the same."""
    seconds: float = 0.0
    verdict: str = "not finished"

    def note(self, kinds: list[str], struck_seconds: float, recovered_seconds: float) -> None:
        """A round is over."""
        self.last = f"struck in {struck_seconds:.1f} s, whole again after {recovered_seconds:.1f} s"
        self.fired.update(kinds)
        for kind in kinds:
            before = self.longest_recovery_seconds.get(kind, 0.0)
            self.longest_recovery_seconds[kind] = round(max(before, recovered_seconds), 2)

    def judge(self, findings: list[Finding], after: list[str]) -> None:
        for finding in findings:
            self.checked[finding.oracle] = max(self.checked.get(finding.oracle, 0), finding.checked)
            self.faults += [
                f"after {', '.join(after)}: {finding.oracle}: {fault}" for fault in finding.faults[:FAULTS_SHOWN]
            ]

    def as_json(self) -> dict[str, Any]:
        counted = {"planned": dict(sorted(self.planned.items())), "fired": dict(sorted(self.fired.items()))}
        longest = max(self.longest_recovery_seconds.values(), default=0.0)
        told = {"faults_fired": sum(self.fired.values()), "whole_within_a_minute": longest <= GOAL_SECONDS}
        return {**vars(self), **counted, **told}


@dataclass(frozen=True)
class Round:
    """Faults that hit at once."""

    kinds: list[str]
    strike: Callable[[Site], Awaitable[list[str]]]

    def __str__(self) -> str:
        return ", ".join(self.kinds)


def planned(plan: Plan) -> list[Round]:
    """The rounds of a plan, in the order of its seed."""
    dice = random.Random(plan.seed)
    points = rounds(dice, plan.times) + rounds(dice, 1, plan.hows) if plan.hows else rounds(dice, plan.times)
    found = [_at_points(faults) for faults in points] + [_whole(name, dice.random()) for name in plan.whole]
    dice.shuffle(found)
    return found


def _at_points(faults: list[At]) -> Round:
    return Round([fault.kind for fault in faults], lambda site: strike(site, faults))


def _whole(name: str, seed: float) -> Round:
    async def happen(site: Site) -> list[str]:
        await WHOLE[name](site, random.Random(seed))
        return [name]

    return Round([name], happen)


async def run(site: Site, plan: Plan, say: Callable[[str], None] = lambda _: None) -> Report:
    """Raises nothing that a fault led to: what goes wrong stands in the report, and ends the run."""
    report, began_at = Report(plan.seed, commit()), time.monotonic()
    todo = planned(plan)
    for each in todo:
        report.planned.update(each.kinds)
    try:
        for number, each in enumerate(todo, start=1):
            if time.monotonic() - began_at > plan.minutes * 60:
                break
            share = site.traffic.asked + (plan.commands - site.traffic.asked) // (len(todo) - number + 1)
            await _round(site, each, share, report, plan.given_up_seconds)
            report.rounds = f"{number} of {len(todo)}"
            say(f"{report.rounds}, {site.traffic.asked} commands, {report.last}, {len(report.faults)} wrong: {each}")
            if report.faults:
                break
        report.judge([views.rebuilt(site.where), *await asyncio.to_thread(judged, site.where.afresh())], ["everything"])
    except Exception as error:
        report.faults.append(f"{type(error).__name__}: {error}")
        say(traceback.format_exc())
    report.commands = {"sent": site.traffic.asked, **site.traffic.sender.journal.counts}
    report.seconds = round(time.monotonic() - began_at, 1)
    report.faults += [f"{kind} never fired" for kind in sorted(set(report.planned) - set(report.fired))]
    report.verdict = "red" if report.faults else "green"
    return report


async def _round(site: Site, each: Round, commands: int, report: Report, patience_seconds: float) -> None:
    site.traffic.enough = commands
    site.traffic.start()
    began_at = time.monotonic()
    try:
        kinds = await each.strike(site)
        struck_at = time.monotonic()
        await site.traffic.until(commands)
    finally:
        await site.traffic.pause()
    await healed(site, patience_seconds)
    report.note(kinds, struck_at - began_at, time.monotonic() - struck_at)
    report.judge(await asyncio.to_thread(judged, site.where), kinds)


async def healed(site: Site, seconds: float) -> None:
    """Wait until nobody is behind, nothing is left to tell, and nothing moves from one look to the next.

    Raises `TimeoutError` with who is behind, and behind what.
    """
    deadline, before = time.monotonic() + seconds, None
    while True:
        faults = (await asyncio.to_thread(liveness.check, site.where)).faults
        now = await asyncio.to_thread(liveness.positions, site.where)
        if not faults and now == before:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"not healed within {seconds:.0f} s: {'; '.join(faults) or 'still moving'}")
        before = None if faults else now
        await asyncio.sleep(LOOK_SECONDS)


def commit() -> str:
    """Which code was tried."""
    told = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return told.stdout.strip()
