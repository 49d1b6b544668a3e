"""O6: read tables are what the log says. Folded here once more by own rules, as sorted canonical lines.

`rebuilt` has each service compare all of its own views with its log: slower, and complete.
"""

import json
import subprocess
from collections.abc import Callable
from itertools import chain
from typing import Any

from tests.faults.oracles.where import Finding, Row, Where

REBUILD_SECONDS = 120
Table = tuple[str, str, Callable[[list[Row]], list[list[Any]]]]


def check(where: Where) -> Finding:
    faults, checked = [], 0
    for service, query, fold in TABLES:
        for name in (each for each in where.services if each.partition("-")[0] == service):
            with where.connect(name) as connection:
                kept = sorted(_line(row) for row in connection.execute(query).fetchall())
            built = sorted(_line(row) for row in fold(where.log(name)))
            checked += len(built)
            if kept != built:
                first = sorted(set(kept) ^ set(built))[:1]
                faults.append(f"{name}: {len(set(kept) ^ set(built))} rows differ, first {first}, in: {query}")
    return Finding("views", checked, faults)


def rebuilt(where: Where) -> Finding:
    faults, checked = [], 0
    for service, program in where.programs.items():
        command = (*program.argv, "rebuild", "--check")
        done = subprocess.run(
            command, env=dict(program.environment), capture_output=True, text=True, timeout=REBUILD_SECONDS, check=False
        )
        found = json.loads(done.stdout or "{}")
        checked += found.get("facts", 0)
        if done.returncode or not found.get("identical"):
            faults.append(f"{service}: {found.get('first_difference') or done.stderr[-300:]}")
    return Finding("rebuilt", checked, faults)


def _line(row: Any) -> str:
    return json.dumps([None if value is None else str(value) for value in row])


def _of(log: list[Row], *types: str) -> list[Row]:
    return [row for row in log if row.type in types]


def _cases(log: list[Row]) -> list[list[Any]]:
    """Where each household lives: of the moves, the one with the latest day; of one day's, the later recorded."""
    cases: dict[str, list[Any]] = {}
    for row in _of(log, "CaseRegistered", "HouseholdMoved"):
        data = row.fact["data"]
        if row.type == "CaseRegistered":
            cases[data["case_id"]] = [data["case_id"], data["house"], data["placed_on"], len(data["persons"])]
        elif data["moved_on"] >= cases[data["case_id"]][2]:
            cases[data["case_id"]][1:3] = data["house"], data["moved_on"]
    return list(cases.values())


def _consents(log: list[Row]) -> list[list[Any]]:
    last: dict[tuple[str, ...], list[Any]] = {}
    for row in _of(log, "ConsentGiven", "ConsentWithdrawn"):
        data = row.fact["data"]
        key = (data["person_id"], data["purpose"], data["recipient"])
        last[key] = [*key, row.type == "ConsentGiven", data["on"]]
    return list(last.values())


def _assigned(log: list[Row]) -> list[list[Any]]:
    """Who works with a case, by the last decision on it."""
    providers: dict[str, list[Any]] = {}
    for row in _of(log, "CaseAssigned", "AssignmentOverridden"):
        data = row.fact["data"]
        providers[data["case_id"]] = [data["case_id"], data["provider"]]
    return list(providers.values())


def _contacts(log: list[Row]) -> list[list[Any]]:
    found = [row.fact["data"] for row in _of(log, "ContactRecorded")]
    return [[data["contact_id"], data["case_id"], data["on"], len(data["persons"])] for data in found]


def _advice(log: list[Row]) -> list[list[Any]]:
    found = _of(log, "ContactRecorded", "PlanAgreed")
    return [[row.stream, row.version, row.fact["effectiveon"][:4]] for row in found]


def _history(log: list[Row]) -> list[list[Any]]:
    return [[row.stream, row.source, row.version, row.event_id] for row in log]


def _positions(log: list[Row]) -> list[list[Any]]:
    """The streams of a grant: its own, and those of its positions."""
    own = [[row.fact["data"]["grant_id"], row.stream] for row in _of(log, "GrantAwarded")]
    filled = [[row.fact["data"]["grant_id"], row.stream] for row in _of(log, "PositionFilled")]
    return [list(pair) for pair in {tuple(pair) for pair in chain(own, filled) if pair[0]}]


TABLES: list[Table] = [
    ("intake", "SELECT case_id, house, lives_here_from, persons FROM read.case_overview", _cases),
    ("intake", "SELECT person_id, purpose, recipient, given, stated_on FROM read.consent", _consents),
    (
        "allocation",
        "SELECT case_id, provider FROM read.assignment_overview WHERE provider IS NOT NULL",
        _assigned,
    ),
    ("provider", "SELECT contact_id, case_id, contact_on, cardinality(persons) FROM read.contact", _contacts),
    ("reporting", "SELECT stream, version, year FROM read.advice", _advice),
    ("reporting", "SELECT grant_id, stream FROM read.stream_of_grant", _positions),
    ("audit", "SELECT stream, source, version, event_id FROM read.history", _history),
]
