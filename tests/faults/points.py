"""Faults at the twelve points of the shell: armed in several services at once, each proven to have fired."""

import asyncio
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from shared.faults import POINTS
from tests.faults.site import LIST, Site, until

STOPPED_SECONDS = 2.0
ROOT_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class At:
    """One fault at one point of one service: `kill9`, `stop` or `raise`."""

    service: str
    point: str
    how: str = "kill9"

    @property
    def kind(self) -> str:
        return f"{self.point}:{self.how}"


def passes(service: str, point: str) -> bool:
    """Whether the service ever comes to the point: audit decides nothing, so it tells nothing."""
    return service != "audit" or point.partition(".")[0] in ("log", "hear")


def rounds(dice: random.Random, times: int, hows: tuple[str, ...] = ("kill9",)) -> list[list[At]]:
    """Every point `times` times with each `how`, spread over the services, and in a round each service once."""
    services = [service.name for service in LIST]
    left = [(point, how) for how in hows for point in POINTS for _ in range(times)]
    dice.shuffle(left)
    planned = []
    while left:
        planned.append(list(_round(dice, services, left)))
    return planned


def _round(dice: random.Random, services: list[str], left: list[tuple[str, str]]) -> Iterator[At]:
    for service in dice.sample(services, len(services)):
        fitting = next((each for each in left if passes(service, each[0])), None)
        if fitting is not None:
            left.remove(fitting)
            yield At(service, *fitting)


async def strike(site: Site, faults: list[At]) -> list[str]:
    """Arm all of them, and wait until each has fired. Answers their kinds. Raises `NotSeen`."""
    exits = {fault.service: site.died[f"{fault.service}:-9"] for fault in faults}
    for fault in faults:
        (site.folder / f"{fault.service}@{fault.point}").write_text(fault.how)
    asking = asyncio.create_task(_ask_for_roots(site, faults))
    try:
        await asyncio.gather(*(_fired(site, fault, exits[fault.service]) for fault in faults))
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
    return [fault.kind for fault in faults]


async def _fired(site: Site, fault: At, exits: int) -> None:
    proof = site.folder / f"{fault.service}@{fault.point}.fired"
    await until(proof.exists, f"{fault.kind} in {fault.service}")
    proof.unlink()
    if fault.how == "kill9":
        await until(lambda: site.died[f"{fault.service}:-9"] > exits, f"the death of {fault.service}")
    if fault.how == "stop":
        await asyncio.sleep(STOPPED_SECONDS)
        site.send_signal(fault.service, signal.SIGCONT)


async def _ask_for_roots(site: Site, faults: list[At]) -> None:
    services = [fault.service for fault in faults if fault.point.startswith("root.")]
    while services:
        await asyncio.gather(*(site.state_root(service) for service in services))
        await asyncio.sleep(ROOT_EVERY_SECONDS)
