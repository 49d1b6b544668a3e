"""A line for each command and each batch of heard records; what belongs together says so; no line holds a value."""

import json
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, MutableMapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from fastapi import APIRouter, FastAPI
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from infra.postgres.databases import Database
from services.intake.domain.case import MoveHousehold, RegisterCase
from shared.correlation import Correlated
from shared.execute import Executor
from shared.http import answer_errors, command_route
from shared.identity import Issuer
from shared.interface import PROBLEMS
from shared.take import Taker
from shared.trace import Foreign, described
from tests.shared.desk import KEY, Desk, Noon, open_desk, registration
from tests.shared.test_take import Intake
from tests.shared.tokens import AUDIENCE, ISSUER, TestIssuer

ROOT = Path(__file__).parents[2]
CANARY = "Zaphodine"
CORRELATION = "0b5c7f3e-8a51-4a54-9df0-2f6f2d6a1c11"

Line = MutableMapping[str, Any]


@pytest.fixture(scope="module")
async def desk(intake: Database) -> AsyncIterator[Desk]:
    async with open_desk(intake) as desk:
        yield desk


def asking(executor: Executor, issuer: TestIssuer) -> httpx.AsyncClient:
    """A clerk in front of intake's two commands, and of one that always breaks."""
    app = FastAPI()
    app.state.issuer = Issuer(ISSUER, AUDIENCE, str(issuer.jwks))
    answer_errors(app)
    router = APIRouter(responses=PROBLEMS)
    command_route(router, "PUT", "/cases/{case_id}", RegisterCase, executor)
    command_route(router, "POST", "/cases/{case_id}/moves", MoveHousehold, executor)

    @router.get("/broken", operation_id="Broken")
    async def broken() -> None:
        raise ZeroDivisionError(CANARY)

    app.include_router(router)
    transport = httpx.ASGITransport(Correlated(app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://intake", headers=issuer.bearer())


@pytest.fixture
async def client(desk: Desk, issuer: TestIssuer) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(desk.executor, issuer) as client:
        yield client


async def told(client: httpx.AsyncClient, body: dict[str, Any], **headers: str) -> tuple[httpx.Response, list[Line]]:
    """The answer, and the lines that were written for it; others in this process have no correlation id."""
    with capture_logs([merge_contextvars]) as lines:
        answer = await client.put(f"/cases/{body['case_id']}", json=body, headers=headers)
    assert CANARY not in str(lines)
    return answer, [line for line in lines if "correlation_id" in line]


def household(**changed: Any) -> dict[str, Any]:
    """With a name in it that nobody may read anywhere."""
    return registration(given_name=CANARY, family_name=CANARY).model_dump(mode="json") | changed


async def stored(desk: Desk, case_id: str) -> dict[str, Any]:
    body = await desk.pool.fetchval("SELECT body FROM log WHERE stream = $1", f"case-{case_id}")
    found: dict[str, Any] = json.loads(body)
    return found


async def test_a_command_is_told_in_one_line(client: httpx.AsyncClient, desk: Desk) -> None:
    body = household()
    answer, [line] = await told(client, body)
    fact = await stored(desk, body["case_id"])
    assert line.pop("duration_ms") > 0
    assert line == {
        "event": "command",
        "log_level": "info",
        "command": "RegisterCase",
        "outcome": "recorded",
        "correlation_id": answer.headers["x-correlation-id"],
        "log_position": answer.json()["log_position"],
        "facts": [{"type": "CaseRegistered", "event_id": fact["id"]}],
    }


async def test_the_correlation_id_is_in_the_fact_in_the_line_and_in_the_answer(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    body = household()
    answer, [line] = await told(client, body, **{"X-Correlation-Id": CORRELATION.upper()})
    assert answer.headers["x-correlation-id"] == CORRELATION
    assert line["correlation_id"] == CORRELATION
    assert (await stored(desk, body["case_id"]))["correlationid"] == CORRELATION


@pytest.mark.parametrize(
    "given", ["", CANARY, CORRELATION + "0", "{" + CORRELATION[1:-1] + "}", CORRELATION.replace("-", ""), "x" * 36]
)
async def test_a_correlation_id_that_is_no_uuid_is_replaced(client: httpx.AsyncClient, desk: Desk, given: str) -> None:
    body = household()
    answer, [line] = await told(client, body, **{"X-Correlation-Id": given})
    own = answer.headers["x-correlation-id"]
    assert own != given
    assert str(UUID(own)) == line["correlation_id"] == own == (await stored(desk, body["case_id"]))["correlationid"]


async def test_two_requests_do_not_belong_together(client: httpx.AsyncClient) -> None:
    ids = {(await told(client, household()))[0].headers["x-correlation-id"] for _ in range(3)}
    assert len(ids) == 3


async def test_what_came_of_a_command_is_one_word(client: httpx.AsyncClient, desk: Desk) -> None:
    body, key = household(), {"Idempotency-Key": str(uuid4())}
    before = dict(desk.executor.outcomes)
    outcomes = []
    for sent, headers in (
        (body, key),
        (body, key),
        (body, {}),
        (body | {"house": CANARY}, {}),
        (body, {"If-Match": '"7"'}),
        (household(), key),
    ):
        _, [line] = await told(client, sent, **headers)
        outcomes.append(line["outcome"])
    assert outcomes == ["recorded", "repeated", "already_so", "refused", "stale", "key_reused"]
    move = {"case_id": str(uuid4()), "house": "klausing", "moved_on": "2018-11-01"}
    with capture_logs([merge_contextvars]) as lines:
        await client.post(f"/cases/{move['case_id']}/moves", json=move)
    assert [line["outcome"] for line in lines if line.get("command") == "MoveHousehold"] == ["missing"]
    more = {name: desk.executor.outcomes[name] - before[name] for name in before}
    assert more == dict.fromkeys([*outcomes, "missing"], 1) | {"unknown": 0, "failed": 0}


async def test_what_never_became_a_command_is_told_by_operation_and_status(
    client: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    for headers, changed, status in (
        ({"Authorization": f"Bearer {CANARY}"}, {}, 401),
        (issuer.bearer(roles=["auditor"]), {}, 403),
        ({}, {"house": CANARY + "\x00"}, 422),
    ):
        answer, [line] = await told(client, household(**changed), **headers)
        assert (line["event"], line["operation"], line["status"]) == ("refused", "RegisterCase", status)
        assert line["correlation_id"] == answer.headers["x-correlation-id"]
        assert "command" not in line


async def test_an_unknown_path_is_not_repeated(client: httpx.AsyncClient) -> None:
    with capture_logs([merge_contextvars]) as lines:
        assert (await client.get(f"/{CANARY}?name={CANARY}")).status_code == 404
    assert [line for line in lines if "correlation_id" in line] == []


async def test_a_command_that_breaks_is_told_by_the_type_of_its_error(issuer: TestIssuer) -> None:
    class Broken:
        async def execute(self, _: object) -> None:
            raise asyncpg.UniqueViolationError(f"Key (given_name)=({CANARY}) already exists.")

    async with asking(Broken(), issuer) as client:  # type: ignore[arg-type]
        answer, lines = await told(client, household())
    [line] = [line for line in lines if line["event"] == "command"]
    assert (answer.status_code, line["outcome"], line["error"]) == (503, "failed", "UniqueViolationError")
    assert CANARY not in str(lines)


async def test_a_fault_of_our_own_is_told_once_with_its_place(client: httpx.AsyncClient) -> None:
    with capture_logs([merge_contextvars]) as lines:
        answer = await client.get("/broken")
    [line] = [line for line in lines if "correlation_id" in line]
    assert (answer.status_code, answer.headers["x-correlation-id"]) == (500, line["correlation_id"])
    assert (line["event"], line["operation"], line["exc_info"]) == ("request_failed", "Broken", True)


async def test_a_batch_of_heard_records_is_told_in_one_line(allocation: Database) -> None:
    async with open_desk(allocation, "allocation") as desk:
        intake, taker = Intake(), Taker(desk.log, Noon(), KEY)
        with capture_logs() as lines:
            await taker.take(intake.topic, intake.records(1, 2, 3))
            await taker.take(intake.topic, intake.records(5))
    lines = [line for line in lines if line.get("topic") == intake.topic.name]
    said = [{name: line.get(name) for name in ("topic", "records", "first", "last")} for line in lines]
    assert [line["event"] for line in lines] == ["heard", "heard"]
    topic = intake.topic.name
    assert said == [
        {"topic": topic, "records": 3, "first": 1, "last": 3},
        {"topic": topic, "records": 1, "first": None, "last": None},
    ]


def raised(error: Exception) -> Exception:
    """As it is caught."""
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise error from None if isinstance(error, OSError) else ValueError(CANARY)
    except Exception as caught:
        return caught


def test_an_error_is_its_type_its_place_and_the_types_of_its_causes() -> None:
    line = described(raised(RuntimeError(CANARY)))
    assert (line["error"], line["after"]) == ("RuntimeError", ["ValueError"])
    assert line["at"][-1].startswith("tests/shared/test_traces.py:")
    assert line["at"][-1].endswith(" raised")
    assert CANARY not in str(line)


def test_a_library_that_repeats_itself_is_told_once_and_counted() -> None:
    handler = Foreign(quiet_seconds=3_600)
    with capture_logs() as lines:
        for _ in range(5):
            handler.emit(logging.makeLogRecord({"name": "loud", "filename": "loud.py", "lineno": 7, "levelno": 40}))
        handler.emit(logging.makeLogRecord({"name": "loud", "filename": "loud.py", "lineno": 8, "levelno": 40}))
        handler.quiet_seconds = 0
        handler.emit(logging.makeLogRecord({"name": "loud", "filename": "loud.py", "lineno": 7, "levelno": 40}))
    said = [(line["where"], line.get("repeated")) for line in lines if line.get("library") == "loud"]
    assert said == [("loud.py:7", None), ("loud.py:8", None), ("loud.py:7", 4)]


SAYS_EVERYTHING = """
import asyncio, logging, warnings
import structlog
from shared.trace import trace_as_json

trace_as_json()
canary = "Zaph" + "odine"
try:
    {}[canary]
except KeyError:
    structlog.get_logger().exception("ours")
    logging.getLogger("some.library").exception("it was %s", canary)
    logging.getLogger("uvicorn.error").error(f"in the message {canary}", exc_info=True)
logging.getLogger("some.library").info("quiet %s", canary)
warnings.warn(canary)

async def main():
    async def lost():
        raise ValueError(canary)
    task = asyncio.ensure_future(lost())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task

asyncio.run(main())
raise RuntimeError(canary)
"""


def test_whatever_is_said_by_whomever_is_a_json_line_without_values() -> None:
    """Our code, libraries, warnings, a task that nobody waits for, and the error that ends the process."""
    ended = subprocess.run(
        [sys.executable, "-c", SAYS_EVERYTHING], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["ours", "library", "library", "library", "library", "uncaught"]
    assert [line.get("error") for line in lines] == [*["KeyError"] * 3, None, "ValueError", "RuntimeError"]
    assert lines[1]["template"] == "it was %s"
    assert "template" not in lines[2]
    assert CANARY not in ended.stderr
