"""Every oracle is green over a good run, and red over a copy of it in which one thing was changed."""

import ast
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Finished
from tests.faults.oracles import ORACLES, liveness
from tests.faults.oracles.where import Where

numbers = count(1)
OURS = ("shared", "services", "infra")
AT_REST = [name for name in ORACLES if name != "liveness"]


def test_no_oracle_uses_a_line_of_the_system() -> None:
    """They say what must hold in words of their own, so they share no mistake with what they judge."""
    for path in (Path(__file__).parent / "oracles").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.partition(".")[0] in OURS], path
            assert all(name.startswith("tests.faults.oracles") for name in names if name.startswith("tests")), path


@pytest.mark.parametrize("oracle", AT_REST)
async def test_a_good_run_is_green(finished: Finished, oracle: str) -> None:
    assert ORACLES[oracle](finished.where.afresh()).faults == []


LAST = "WHERE fact_number = (SELECT max(fact_number) FROM log WHERE type = 'CaseRegistered')"
ONE_CASE = "WHERE case_id = (SELECT min(case_id::text)::uuid FROM read.case_overview)"
ONE_ASSIGNED = "WHERE stream IN (SELECT stream FROM log WHERE type = 'CaseAssigned' LIMIT 1)"
BEFORE = "WHERE (source, stream, version) IN (SELECT source, stream, 1 FROM log WHERE version = 2 LIMIT 1)"
ONE_TOLD = "WHERE stream = 'told-drk' AND version = 1"
CHANGED = [
    # an acknowledged fact is lost; one is there twice; one comes from nobody; an automatic step comes twice, or never
    ("journal", "intake", f"DELETE FROM log {LAST}"),
    ("journal", "reporting", "DELETE FROM log WHERE type = 'FundsReceived'"),
    ("journal", "intake", "{again} WHERE type = 'HouseholdMoved' LIMIT 1"),
    ("journal", "intake", f"UPDATE log SET body = {{other_actor}} {LAST}"),
    ("journal", "allocation", "{again} WHERE type = 'AssignmentProposed' LIMIT 1"),
    ("journal", "allocation", f"DELETE FROM log {ONE_ASSIGNED}"),
    # a version is missing, or not the next
    ("streams", "intake", f"DELETE FROM log {BEFORE}"),
    ("streams", "audit", f"DELETE FROM log {BEFORE}"),
    ("streams", "allocation", "UPDATE log SET version = version + 1000 WHERE stream = 'told-drk' AND version > 1"),
    # a byte, a leaf, a number, a position, a column
    ("leaves", "intake", "UPDATE log SET body = set_byte(body, 20, 65) WHERE log_position = 3"),
    ("leaves", "audit", "UPDATE log SET leaf_hash = sha256(body) WHERE log_position = 3"),
    ("leaves", "reporting", "UPDATE log SET fact_number = fact_number + 1000000 WHERE fact_number = 2"),
    ("leaves", "provider-drk", "DELETE FROM log WHERE log_position = 1"),
    ("leaves", "allocation", "UPDATE log SET type = 'HouseDefined' WHERE type = 'CatchmentSet'"),
    # a cent more, a payment twice, a payment that nobody heard of
    ("money", "reporting", "UPDATE log SET body = {a_cent_more} WHERE type = 'FundsReceived'"),
    ("money", "allocation", "UPDATE log SET body = {a_cent_more} WHERE type = 'FundsReceived'"),
    ("money", "reporting", "{again} WHERE type = 'FundsReceived' LIMIT 1"),
    ("money", "audit", "DELETE FROM log WHERE type = 'FundsPassedOn'"),
    # a row more, a row less, a row otherwise
    ("views", "intake", f"UPDATE read.case_overview SET house = 'elsewhere' {ONE_CASE}"),
    ("views", "intake", "UPDATE read.consent SET given = NOT given"),
    ("views", "provider-drk", "DELETE FROM read.contact"),
    ("views", "allocation", "UPDATE read.assignment_overview SET provider = 'caritas' WHERE provider = 'drk'"),
    ("views", "reporting", "INSERT INTO read.advice VALUES ('nobody', 'nothing', 1, 2024)"),
    ("views", "audit", "DELETE FROM read.history WHERE version = 1"),
    # Kafka has more than the log, or less; a hearer has less, or otherwise; a root is that of other facts
    ("transport", "intake", f"DELETE FROM log {LAST}"),
    ("transport", "reporting", "{again} WHERE type = 'FundsReceived' LIMIT 1"),
    ("transport", "audit", "DELETE FROM log WHERE log_position = (SELECT max(log_position) FROM log)"),
    ("transport", "provider-drk", f"UPDATE log SET body = set_byte(body, 20, 65) {ONE_TOLD}"),
    ("transport", "allocation", "UPDATE log SET leaf_hash = sha256(body) WHERE fact_number = 1"),
]
WORDS = {
    "again": """INSERT INTO log SELECT log_position + 1000000, fact_number + 1000000, source, stream, version + 1000,
        gen_random_uuid(), type, recorded_at, convert_to(replace(convert_from(body, 'UTF8'), '"specversion"',
        '"specversion"'), 'UTF8'), leaf_hash FROM log""",
    "other_actor": """convert_to(regexp_replace(convert_from(body, 'UTF8'), '"actor":"[^"]*"',
        '"actor":"00000000-0000-4000-8000-000000000000"'), 'UTF8')""",
    "a_cent_more": """convert_to(regexp_replace(convert_from(body, 'UTF8'), '"cents":', '"cents":1'), 'UTF8')""",
}


@pytest.mark.parametrize(("oracle", "service", "change"), CHANGED)
async def test_an_oracle_is_red_over_a_corrupted_copy(
    finished: Finished, oracle: str, service: str, change: str
) -> None:
    where = finished.copy(service, f"bad-{next(numbers)}")
    changed = tampered(where, service, change.format(**WORDS))
    assert changed > 0
    assert ORACLES[oracle](where).faults, change


def tampered(where: Where, service: str, change: str) -> int:
    """As one who owns the server could: no trigger is in the way. How many rows were changed."""
    with where.connect(service) as connection:
        connection.execute("SET session_replication_role = replica")
        return connection.execute(change).rowcount  # type: ignore[arg-type]


async def test_an_outcome_that_was_never_learned_is_seen(finished: Finished, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    lines = finished.where.journal.read_text().splitlines()
    journal.write_text("\n".join(lines[:-1]))
    assert ORACLES["journal"](finished.where.afresh(journal=journal)).faults


UNWELL: dict[str, Callable[[dict[str, Any]], object]] = {
    "not ready": lambda health: health.update(ready=False, why=["Kafka is not reached yet"]),
    "outbox": lambda health: health.update(outbox=1),
    "lag": lambda health: health["lag"].update({"intake.facts.v1": 1}),
    "reader": lambda health: health["view_lag"].update(views=1),
    "parked": lambda health: health.update(waiting_for={"views": "log position 7"}),
    "quarantine": lambda health: health.update(quarantine=1),
    "unheard": lambda health: health["heard"].update({"urn:fallbuch:weinheim:intake": 1}),
}


@pytest.mark.parametrize("what", UNWELL)
async def test_somebody_who_stands_still_is_seen(finished: Finished, what: str) -> None:
    health = json.loads(json.dumps(finished.health))
    with answering(health) as urls:
        where = finished.where.afresh(urls=urls)
        assert liveness.check(where).faults == []
        UNWELL[what](health["allocation"])
        assert liveness.check(where).faults


async def test_somebody_who_does_not_answer_is_seen(finished: Finished) -> None:
    assert len(liveness.check(finished.where).faults) == len(finished.where.urls)


@contextmanager
def answering(health: dict[str, dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Somebody who says for every service what is in `health`."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(health[self.path.split("/")[1]]).encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield {name: f"http://127.0.0.1:{server.server_port}/{name}" for name in health}
        finally:
            server.shutdown()
            thread.join()
