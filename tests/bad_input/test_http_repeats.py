"""Items 37 to 39: a command that comes again, with another body, all at once, or decided on an old version."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.cli.instance import Instance
from tests.bad_input.desk import CANARY, Desk, refused, registration, rules
from tests.reporting.weinheim import RULES

AT_ONCE = 50


def move(body: dict[str, Any], house: str) -> dict[str, Any]:
    return {"case_id": body["case_id"], "house": house, "moved_on": "2018-10-20"}


def test_37_a_key_that_was_used_for_something_else(desk: Desk) -> None:
    key = {"Idempotency-Key": f"desk-{uuid4()}"}
    body = registration()
    with desk.recording(facts=1):
        first = desk.put(body, headers=key)
        assert first.status_code == 201
        for other in (registration(), body | {"house": "elsewhere"}):
            said = refused(desk.put(other, headers=key), 409)
            assert said["type"] == "urn:fallbuch:problem:key-reused"
        path = f"/cases/{body['case_id']}/moves"
        refused(desk.ask("POST", path, json=move(body, "elsewhere"), headers=key), 409)
        again = desk.put(body, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())


@pytest.mark.parametrize("key", ["", "a b", "k" * 201, "ä".encode()], ids=str)
def test_37_a_key_that_is_none(desk: Desk, key: Any) -> None:
    """An empty one too: whoever sends a key relies on it."""
    with desk.recording(facts=0):
        said = refused(desk.put(registration(), headers={"Idempotency-Key": key}), 422)
    assert [fault["where"] for fault in said["errors"]] == ["header"]


def test_38_the_same_command_fifty_times_at_once_has_one_effect(desk: Desk) -> None:
    body, key = registration(), {"Idempotency-Key": f"desk-{uuid4()}"}

    def put(_: int) -> httpx.Response:
        return desk.put(body, headers=key)

    with desk.recording(facts=1), ThreadPoolExecutor(AT_ONCE) as together:
        answers = list(together.map(put, range(AT_ONCE)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


def test_38_fifty_commands_under_one_key_at_once_have_one_effect(desk: Desk) -> None:
    key = {"Idempotency-Key": f"desk-{uuid4()}"}

    def put(_: int) -> int:
        return desk.put(registration(), headers=key).status_code

    with desk.recording(facts=1), ThreadPoolExecutor(AT_ONCE) as together:
        statuses = sorted(together.map(put, range(AT_ONCE)))
    assert statuses == [201] + [409] * (AT_ONCE - 1)


def test_39_an_old_version_is_refused(desk: Desk) -> None:
    body = registration()
    path = f"/cases/{body['case_id']}/moves"
    with desk.recording(facts=2):
        assert desk.put(body).headers["etag"] == '"1"'
        for old in ('"0"', '"2"', '"999999999999999"'):
            said = refused(desk.ask("POST", path, json=move(body, "elsewhere"), headers={"If-Match": old}), 412)
            assert said["type"] == "urn:fallbuch:problem:changed-meanwhile"
        moved = desk.ask("POST", path, json=move(body, "elsewhere"), headers={"If-Match": '"1"'})
        assert (moved.status_code, moved.headers["etag"]) == (201, '"2"')


@pytest.mark.parametrize("version", ["1", 'W/"1"', '"-1"', '"1", "2"', "*", '""', '"' + "1" * 16 + '"', f'"{CANARY}"'])
def test_39_a_version_that_is_none(desk: Desk, version: str) -> None:
    body = registration()
    with desk.recording(facts=1):
        assert desk.put(body).status_code == 201
        path = f"/cases/{body['case_id']}/moves"
        said = refused(desk.ask("POST", path, json=move(body, "elsewhere"), headers={"If-Match": version}), 422)
    assert rules(said) == [("if-match", "form")]


def test_39_of_two_who_decide_on_one_version_one_is_told(desk: Desk) -> None:
    body = registration()
    path = f"/cases/{body['case_id']}/moves"

    def send(number: int) -> int:
        wish = move(body, f"house-{number}")
        return desk.ask("POST", path, json=wish, headers={"If-Match": '"1"'}).status_code

    with desk.recording(facts=2), ThreadPoolExecutor(10) as together:
        assert desk.put(body).status_code == 201
        statuses = sorted(together.map(send, range(10)))
    assert statuses == [201] + [412] * 9


def award(grant_id: str) -> dict[str, Any]:
    return {
        "grant_id": grant_id,
        "notice_ref": "RPS-2001-1",
        "decided_on": "2001-01-02",
        "grant_period": {"starts_on": "2001-02-01", "ends_on": "2003-01-31"},
        "cap_cents": 100_000,
        "rate_cents_per_fte_year": {"degree": 6_400_000, "vocational": 5_100_000},
        "fte_hundredths": 50,
        "shares": {"town": 50},
        "rules": RULES.model_dump(),
    }


@pytest.fixture
def officer(stack: Instance) -> Desk:
    return Desk(stack, "reporting", "grant_officer")


def submit(officer: Desk, grant_id: str, report_id: str, as_of: str = "2001-12-31", **headers: str) -> httpx.Response:
    body = {"report_id": report_id, "grant_id": grant_id, "as_of": as_of}
    return officer.ask("PUT", f"/reports/{report_id}", json=body, headers=headers)


def test_37_a_report_submitted_again_under_its_key_gets_the_first_answer_whatever_is_known_by_now(
    officer: Desk,
) -> None:
    """What is frozen has another cut the second time; what was asked for is the same."""
    grant_id, report_id, key = str(uuid4()), str(uuid4()), {"Idempotency-Key": f"desk-{uuid4()}"}
    assert officer.ask("PUT", f"/grants/{grant_id}", json=award(grant_id)).status_code == 201
    funds = {"grant_id": grant_id, "cents": 1, "paid_on": "2001-03-01", "payment_ref": "P-1"}
    with officer.recording(facts=2):
        first = submit(officer, grant_id, report_id, **key)
        assert first.status_code == 201, first.text
        assert officer.ask("POST", f"/grants/{grant_id}/funds-received", json=funds).status_code == 201
        again = submit(officer, grant_id, report_id, **key)
        for other in (
            submit(officer, grant_id, str(uuid4()), **key),
            submit(officer, grant_id, report_id, "2002-01-31", **key),
        ):
            assert refused(other, 409)["type"] == "urn:fallbuch:problem:key-reused"
    assert (again.status_code, again.json()) == (201, first.json())
    assert submit(officer, grant_id, report_id).status_code == 200, "without a key it is already so"


def test_39_a_report_decided_on_an_old_version_is_refused(officer: Desk) -> None:
    grant_id, report_id = str(uuid4()), str(uuid4())
    assert officer.ask("PUT", f"/grants/{grant_id}", json=award(grant_id)).status_code == 201
    with officer.recording(facts=1):
        refused(submit(officer, grant_id, report_id, **{"If-Match": '"1"'}), 412)
        assert submit(officer, grant_id, report_id, **{"If-Match": '"0"'}).status_code == 201
