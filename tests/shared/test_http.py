"""Commands over HTTP on a small app: intake's two commands about a case, a question, and one provider's route."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from infra.postgres.databases import Database
from services.intake.domain.case import MoveHousehold, RegisterCase
from shared.errors import Misconfigured
from shared.http import allowed, answer_errors, command_route, id_in_path
from shared.identity import Caller, Issuer
from shared.interface import PROBLEMS
from shared.limits import DROPPED_BYTES_LIMIT, Limits
from tests.shared.desk import Desk, open_desk, registration
from tests.shared.tokens import AUDIENCE, ISSUER, TestIssuer

CANARY = "Zaphodine"
A_PERSON = "6f8d59e6-4bfb-48a2-9467-72b7f1421a2d"


@pytest.fixture(scope="module")
async def desk(intake: Database) -> AsyncIterator[Desk]:
    async with open_desk(intake) as desk:
        yield desk


def small_app(desk: Desk, issuer: TestIssuer) -> FastAPI:
    app = FastAPI()
    app.state.issuer = Issuer(ISSUER, AUDIENCE, str(issuer.jwks))
    app.add_middleware(Limits)
    answer_errors(app)
    router = APIRouter(responses=PROBLEMS)
    command_route(router, "PUT", "/cases/{case_id}", RegisterCase, desk.executor)
    command_route(router, "POST", "/cases/{case_id}/moves", MoveHousehold, desk.executor)

    @router.get("/own/{case_id}", operation_id="ShowOwnCase")
    async def own(case_id: str, caller: Annotated[Caller, allowed("ShowOwnCase", "drk")]) -> dict[str, Any]:
        return {"case_id": id_in_path(case_id)}

    app.include_router(router)
    return app


@pytest.fixture(scope="module")
async def client(desk: Desk, issuer: TestIssuer) -> AsyncIterator[httpx.AsyncClient]:
    """A clerk's."""
    transport = httpx.ASGITransport(small_app(desk, issuer))
    async with httpx.AsyncClient(transport=transport, base_url="http://intake", headers=issuer.bearer()) as client:
        yield client


def body_of(command: RegisterCase | None = None, **changed: Any) -> dict[str, Any]:
    return (command or registration()).model_dump(mode="json") | changed


async def put(client: httpx.AsyncClient, body: dict[str, Any], **headers: str) -> httpx.Response:
    return await client.put(f"/cases/{body['case_id']}", json=body, headers=headers)


async def raw(client: httpx.AsyncClient, content: Any, content_type: str = "application/json") -> httpx.Response:
    return await client.put(f"/cases/{uuid4()}", content=content, headers={"content-type": content_type})


def is_problem(answer: httpx.Response, status: int, part: str = "") -> None:
    """RFC 9457, with a sentence, and without what was sent."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert set(said) == {"type", "title", "status", "detail"} | ({"errors"} if status == 422 else set())
    assert said["type"].startswith("urn:fallbuch:problem:")
    assert said["status"] == status
    assert said["title"]
    assert part in said["detail"]
    assert CANARY not in answer.text


async def test_a_command_is_recorded_and_its_version_named(client: httpx.AsyncClient, desk: Desk) -> None:
    body = body_of()
    answer = await put(client, body)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert [fact["type"] for fact in answer.json()["facts"]] == ["CaseRegistered"]
    assert await desk.facts(f"case-{body['case_id']}") == ["CaseRegistered"]


async def test_what_is_so_already_is_answered_without_a_fact(client: httpx.AsyncClient) -> None:
    body = body_of()
    await put(client, body)
    answer = await put(client, body)
    assert (answer.status_code, answer.headers["etag"], answer.json()["facts"]) == (200, '"1"', [])


async def test_who_brings_no_token_is_asked_for_one(client: httpx.AsyncClient) -> None:
    answer = await put(client, body_of(), Authorization="")
    is_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    is_problem(await put(client, body_of(), Authorization=f"Bearer {CANARY}"), 401)


async def test_a_role_that_may_not_is_refused(client: httpx.AsyncClient, issuer: TestIssuer) -> None:
    for claims in ({"roles": ["auditor"]}, {"roles": ["caseworker"], "provider": "drk"}, {"roles": ["operator"]}):
        is_problem(await put(client, body_of(), **issuer.bearer(**claims)), 403, "Your role may not")


async def test_the_role_comes_before_the_body(client: httpx.AsyncClient, issuer: TestIssuer) -> None:
    """Who may not do it does not learn either whether it would have been understood."""
    answer = await client.put("/cases/x", content=b"no json", headers=issuer.bearer(roles=["auditor"]))
    is_problem(answer, 403)


async def test_another_provider_finds_nothing(client: httpx.AsyncClient, issuer: TestIssuer) -> None:
    def token(provider: str) -> dict[str, str]:
        return issuer.bearer(roles=["caseworker"], provider=provider)

    assert (await client.get(f"/own/{uuid4()}", headers=token("drk"))).status_code == 200
    is_problem(await client.get(f"/own/{uuid4()}", headers=token("caritas")), 404)
    is_problem(await client.get(f"/own/{CANARY}", headers=token("drk")), 404)


async def test_an_unknown_case_and_an_unknown_path_are_not_found(client: httpx.AsyncClient) -> None:
    move = {"case_id": str(uuid4()), "house": "klausing", "moved_on": "2018-11-01"}
    is_problem(await client.post(f"/cases/{move['case_id']}/moves", json=move), 404, "no such case")
    is_problem(await client.get(f"/{CANARY}"), 404)
    is_problem(await client.delete(f"/cases/{uuid4()}"), 405)


async def test_a_rule_says_no_in_a_sentence(client: httpx.AsyncClient) -> None:
    body = body_of()
    await put(client, body)
    is_problem(await put(client, body | {"house": CANARY}), 409, "registered already, with other content")


async def test_a_body_that_is_too_large_is_refused_before_its_end(client: httpx.AsyncClient) -> None:
    """What comes after the answer is dropped for a while, so that the caller can read it; then the rest is left."""
    sent = 0

    async def without_end() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 64 * 1024

    is_problem(await raw(client, b" " * (256 * 1024 + 1)), 413, "256 KiB")
    is_problem(await raw(client, without_end()), 413, "256 KiB")
    assert sent <= DROPPED_BYTES_LIMIT // (64 * 1024) + 1


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/x-www-form-urlencoded", "application/jsonp"])
async def test_another_content_type_is_refused(client: httpx.AsyncClient, content_type: str) -> None:
    is_problem(await raw(client, json.dumps(body_of()).encode(), content_type), 415, "application/json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"Zaphodine",
        b'"Zaphodine"',
        b'{"house": Zaphodine}',
        b'{"house": "Zaphodine", "house": "b"}',
        b'{"persons": [{"sex": "f", "sex": "Zaphodine"}]}',
        b"[" * 100_000,
        b'{"a":' * 40_000,
        b"\xff\xfe" + "{}".encode("utf-16-le"),
        b"\xef\xbb\xbf{}",
        b'{"house": "\xff"}',
        b'{"house": "\\ud800"}',
        b'{"house": NaN}',
        b'{"house": 1e999}',
        b'{"house": ' + b"1" * 5000 + b"}",
    ],
    ids=lambda content: f"{content[:20]!r}",
)
async def test_what_is_not_understood_is_said_without_repeating_it(client: httpx.AsyncClient, content: bytes) -> None:
    is_problem(await raw(client, content), 422)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"provider": CANARY}, "there is a field that is not known here; known are: case_id, house"),
        ({CANARY: 1, "version": 7}, "there are 2 fields that are not known here; known are: case_id, house"),
        ({"persons": [{"person_id": A_PERSON, CANARY: 1}]}, "persons.0: there is a field"),
        ({"house": f"Frau {CANARY}"}, "house: must be an id, 1 to 64 letters A-Z, digits or . _ -"),
        ({"placed_on": "0001-01-01"}, "placed_on: must be at least 1990-01-01"),
        ({"placed_on": "9999-12-31"}, "placed_on: must be at most 2199-12-31"),
        ({"house": CANARY + "\x00"}, "house"),
        ({"house": 5}, "house"),
        ({"house": None}, "house"),
        ({"house": "x" * 65}, "house"),
        ({"placed_on": f"2018-02-30{CANARY}"}, "placed_on"),
        ({"placed_on": "2018-02-30"}, "placed_on"),
        ({"placed_on": "0000-01-01"}, "placed_on"),
        ({"placed_on": 1539561600}, "placed_on"),
        ({"persons": []}, "persons"),
        ({"persons": [{"person_id": CANARY}]}, "persons.0.person_id"),
        ({"persons": [{"person_id": A_PERSON, "given_name": [CANARY]}]}, "persons.0.given_name"),
        ({"persons": [{"person_id": A_PERSON, "sex": CANARY}]}, "persons.0.sex"),
        ({"persons": [{"person_id": A_PERSON, "birth_year": True}]}, "persons.0.birth_year"),
        ({"persons": [{"person_id": A_PERSON, "birth_year": "1984"}]}, "persons.0.birth_year"),
        ({"persons": [{"person_id": A_PERSON, "birth_year": 10**30}]}, "persons.0.birth_year"),
    ],
    ids=str,
)
async def test_the_field_at_fault_is_named_and_its_value_is_not(
    client: httpx.AsyncClient, changed: dict[str, Any], field: str
) -> None:
    is_problem(await put(client, body_of(**changed)), 422, f"{field}")


async def test_path_and_body_must_name_the_same_case(client: httpx.AsyncClient, desk: Desk) -> None:
    body = body_of()
    answer = await client.put(f"/cases/{uuid4()}", json=body)
    is_problem(answer, 422, "case_id in the path: is not the same")
    assert await desk.facts(f"case-{body['case_id']}") == []


async def test_an_old_version_is_refused_and_nothing_recorded(client: httpx.AsyncClient, desk: Desk) -> None:
    body = body_of()
    await put(client, body)
    move = {"case_id": body["case_id"], "house": "klausing", "moved_on": "2018-11-01"}
    path = f"/cases/{body['case_id']}/moves"
    is_problem(await client.post(path, json=move, headers={"If-Match": '"0"'}), 412)
    for unreadable in ("1", 'W/"1"', '"-1"', '"' + "1" * 16 + '"', "*"):
        is_problem(await client.post(path, json=move, headers={"If-Match": unreadable}), 422)
    assert (await client.post(path, json=move, headers={"If-Match": '"1"'})).headers["etag"] == '"2"'
    assert await desk.facts(f"case-{body['case_id']}") == ["CaseRegistered", "HouseholdMoved"]


async def test_a_key_gives_its_first_answer_and_belongs_to_its_caller(
    client: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    body, key = body_of(), {"Idempotency-Key": "desk-7"}
    first = await put(client, body, **key)
    again = await put(client, body, **key)
    assert (again.status_code, again.json(), again.headers["etag"]) == (201, first.json(), '"1"')
    is_problem(await put(client, body_of(), **key), 409, "used before")
    colleague = issuer.bearer(sub=str(uuid4()))
    assert (await put(client, body_of(), **key, **colleague)).status_code == 201
    is_problem(await put(client, body_of(), **{"Idempotency-Key": "k" * 201}), 422)


async def test_a_client_that_goes_away_leaves_one_fact_or_none(client: httpx.AsyncClient, desk: Desk) -> None:
    body = body_of()
    going = asyncio.create_task(put(client, body, **{"Idempotency-Key": body["case_id"]}))
    await asyncio.sleep(0)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    assert (await put(client, body, **{"Idempotency-Key": body["case_id"]})).status_code in (200, 201)
    assert await desk.facts(f"case-{body['case_id']}") == ["CaseRegistered"]


async def test_why_nothing_is_recorded_is_said_in_german_to_the_last_word(
    client: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "{topic} holds another fact {n} than this log: neither may go on. See `fallbuch relay look`"
    monkeypatch.setattr(desk.log, "closed", Misconfigured(other, topic="intake.facts.v1", n=7))
    why = "intake.facts.v1 enthält eine andere Tatsache 7 als dieses Buch"
    answer = await put(client, body_of(), **{"Accept-Language": "de"})
    is_problem(answer, 503, f"Jetzt wird nichts festgehalten: {why}")
    is_problem(await put(client, body_of()), 503, "Nothing is recorded now: intake.facts.v1 holds another fact 7")


async def test_a_database_that_is_gone_is_said_without_details(desk: Desk, issuer: TestIssuer) -> None:
    """The log fails as it does when its pool is closed; the caller learns that now is not the time."""

    class Gone:
        async def execute(self, _: object) -> None:
            raise ConnectionRefusedError(f"{CANARY} 127.0.0.1")

    app, router = FastAPI(), APIRouter()
    app.state.issuer = Issuer(ISSUER, AUDIENCE, str(issuer.jwks))
    answer_errors(app)
    command_route(router, "PUT", "/cases/{case_id}", RegisterCase, Gone())  # type: ignore[arg-type]
    app.include_router(router)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://intake", headers=issuer.bearer()
    ) as client:
        is_problem(await put(client, body_of()), 503)
