"""O1: what callers were told is so. Acknowledged facts are there exactly once, refused ones never, nothing is invented.

Every command in the journal acts under a pseudonym of its own, so a fact's `actor` says which command it comes from.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.faults.oracles.where import Finding, Row, Where

OF_THE_PROGRAMS = {"FileOpened"}
"""Facts that a provider's own service asks for, under its own pseudonym."""
BESIDE = {"AccessRefused"}
"""Facts about the asking itself: whoever asks for what is not theirs is refused, and that is recorded."""
OF_A_DAY = "day_has_come"
"""Why a service did something of itself, where no fact but the calendar led to it."""


@dataclass
class Told:
    """What one command's caller was told in the end, and how often the command was sent."""

    service: str
    outcome: str = "unknown"
    facts: list[tuple[Any, ...]] = field(default_factory=list)
    attempts: int = 0
    unknown: int = 0


def read(lines: Iterable[str]) -> dict[str, Told]:
    """By pseudonym. A torn last line is a call that was never made."""
    told: dict[str, Told] = {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry["what"] == "asks":
            command = told.setdefault(entry["actor"], Told(entry["service"]))
            command.attempts, command.outcome = command.attempts + 1, "unknown"
        else:
            command = told[entry["actor"]]
            command.outcome, command.unknown = entry["outcome"], command.unknown + (entry["outcome"] == "unknown")
            command.facts = [(f["type"], f["stream"], f["version"], f["fact_number"]) for f in entry["facts"]]
    return told


def check(where: Where) -> Finding:
    with where.journal.open() as lines:
        told = read(lines)
    faults: list[str] = []
    for service in where.services:
        log = where.log(service)
        own = [row for row in log if row.source == where.source(service)]
        faults += _kept(service, own, told)
        faults += _followed(service, own, {row.event_id for row in log})
    faults += _answered(where)
    return Finding("journal", len(told), faults)


def _kept(service: str, own: list[Row], told: dict[str, Told]) -> Iterator[str]:
    recorded: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in own:
        recorded[row.fact["actor"]].append((row.type, row.stream, row.version, row.fact_number))
    for actor, command in told.items():
        if command.service != service:
            continue
        found = recorded.pop(actor, [])
        if command.outcome == "unknown":
            yield f"{service}: the outcome of {actor} was never learned"
        elif sorted(fact for fact in found if fact[0] not in BESIDE) != sorted(command.facts):
            yield f"{service}: {actor} was told {command.outcome} with {command.facts}, and the log has {found}"
    for actor, facts in recorded.items():
        if actor != "system" and any(fact[0] not in OF_THE_PROGRAMS for fact in facts):
            yield f"{service}: nobody asked for {facts[:3]} of {actor}"


def _followed(service: str, own: list[Row], ids: set[str]) -> Iterator[str]:
    """Automatic steps: each from a fact that is there, and once."""
    automatic = [row for row in own if row.fact["actor"] == "system" and row.fact["causationid"] != OF_A_DAY]
    for row in automatic:
        if row.fact["causationid"] not in ids:
            yield f"{service}: fact {row.fact_number} follows from nothing"
    for step, count in Counter((row.fact["causationid"], row.stream, row.type) for row in automatic).items():
        if count > 1:
            yield f"{service}: {step[2]} followed {count} times from {step[0]}"


def _answered(where: Where) -> Iterator[str]:
    """Every household that intake took in stands with allocation."""
    registered = {row.fact["data"]["case_id"] for row in where.own("intake") if row.type == "CaseRegistered"}
    stands = {row.stream.removeprefix("assignment-") for row in where.own("allocation")}
    for case_id in sorted(registered - stands):
        yield f"allocation: nothing was proposed for case {case_id}"
