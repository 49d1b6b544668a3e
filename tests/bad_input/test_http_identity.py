"""Items 1 to 18: who asks. Every token that is not accepted is answered alike, and nothing of it comes back."""

import json
import time
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from infra.issuer import issuer_of
from shared.cli.instance import Instance
from tests.bad_input.desk import CANARY, Desk, encoded, forged, refused, registration, rules

HOUR = 3600


def nobody(desk: Desk, authorization: str | None) -> None:
    """A good command under this header: 401 as always, and no fact."""
    headers = {} if authorization is None else {"Authorization": authorization}
    body = registration()
    answer = httpx.put(f"{desk.url}/cases/{body['case_id']}", json=body, headers=headers, trust_env=False)
    said = refused(answer, 401, "A valid token is needed.")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert said["type"] == "urn:fallbuch:problem:not-identified"
    assert authorization is None or authorization[-20:] not in answer.text
    refused(desk.ask("GET", f"/cases/{body['case_id']}"), 404)


def bearer(token: str) -> str:
    return f"Bearer {token}"


def test_00_the_token_that_all_others_are_made_from_is_accepted(stack: Instance, desk: Desk) -> None:
    answer = desk.ask("GET", "/cases", headers={"Authorization": bearer(forged(stack))})
    assert answer.status_code == 200


@pytest.mark.parametrize("header", [None, "Bearer", "Basic Y2xlcms6", f"Bearer {CANARY}", "Bearer a.b.c"])
def test_01_no_token(desk: Desk, header: str | None) -> None:
    nobody(desk, header)


def test_02_a_token_that_has_expired(stack: Instance, desk: Desk) -> None:
    now = int(time.time())
    nobody(desk, bearer(forged(stack, iat=now - 2 * HOUR, exp=now - HOUR)))


def test_03_a_token_that_holds_only_in_future(stack: Instance, desk: Desk) -> None:
    nobody(desk, bearer(forged(stack, nbf=int(time.time()) + HOUR)))


@pytest.mark.parametrize("audience", ["other", ["a", "b"], None])
def test_04_a_token_for_another_audience(stack: Instance, desk: Desk, audience: Any) -> None:
    nobody(desk, bearer(forged(stack, aud=audience)))


@pytest.mark.parametrize("issuer", ["https://issuer.example", "", None])
def test_05_a_token_of_another_issuer(stack: Instance, desk: Desk, issuer: str | None) -> None:
    nobody(desk, bearer(forged(stack, iss=issuer)))


def test_06_a_token_that_says_it_needs_no_signature(stack: Instance, desk: Desk) -> None:
    head, payload, signature = forged(stack).split(".")
    none = encoded(json.dumps({"alg": "none", "typ": "at+jwt", "kid": jwt.get_unverified_header(forged(stack))["kid"]}))
    nobody(desk, bearer(f"{none}.{payload}."))
    nobody(desk, bearer(f"{none}.{payload}.{signature}"))
    nobody(desk, bearer(f"{head}.{payload}."))


def test_07_a_token_whose_secret_is_the_public_key(stack: Instance, desk: Desk) -> None:
    assert stack.folder is not None
    published = json.loads((stack.folder / "secrets" / "issuer.jwks.json").read_text())["keys"][0]
    payload = forged(stack).split(".")[1]
    signing = f"{encoded(json.dumps({'alg': 'HS256', 'typ': 'at+jwt', 'kid': published['kid']}))}.{payload}"
    for secret in (json.dumps(published), published["x"]):
        mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signing.encode(), secret.encode())
        nobody(desk, bearer(f"{signing}.{encoded(mac)}"))


def test_08_a_thousand_unknown_key_ids(stack: Instance, desk: Desk) -> None:
    """That they make the service look for keys once is counted in tests/shared/test_identity.py."""
    with httpx.Client(base_url=desk.url, trust_env=False, timeout=30) as client:
        for number in range(1000):
            token = forged(stack, {"kid": f"unknown-{number}"})
            assert client.get("/cases", headers={"Authorization": bearer(token)}).status_code == 401
    assert desk.ask("GET", "/cases").status_code == 200


@pytest.mark.parametrize("header", [{"jku": "https://attacker.example/jwks"}, {"x5u": "https://attacker.example/key"}])
def test_09_a_token_that_names_where_its_key_lies(stack: Instance, desk: Desk, header: dict[str, str]) -> None:
    nobody(desk, bearer(forged(stack, header)))


@pytest.mark.parametrize("critical", [["exp"], ["b64"], ["fallbuch"], [], "exp"])
def test_10_a_token_that_must_not_be_read_without_an_extension(stack: Instance, desk: Desk, critical: Any) -> None:
    nobody(desk, bearer(forged(stack, {"crit": critical, "b64": True, "fallbuch": 1})))


def test_11_a_token_of_another_environment(stack: Instance, desk: Desk) -> None:
    """Another town's issuer, and a key of another instance under the same key id."""
    nobody(desk, bearer(forged(stack, iss=issuer_of("mannheim"))))
    nobody(desk, bearer(forged(stack, key=Ed25519PrivateKey.generate())))


@pytest.mark.parametrize("kind", ["JWT", "id+jwt", None, "AT+JWT2"])
def test_12_a_token_that_says_who_somebody_is_and_not_what_they_may(
    stack: Instance, desk: Desk, kind: str | None
) -> None:
    nobody(desk, bearer(forged(stack, {"typ": kind})))


@pytest.mark.parametrize(
    "claims",
    [
        {"role": "clerk"},
        {"scope": "clerk coordinator"},
        {"realm_access": {"roles": ["clerk"]}},
        {"groups": ["clerk"], "admin": True},
    ],
    ids=str,
)
def test_13_a_role_that_stands_in_another_claim(stack: Instance, desk: Desk, claims: dict[str, Any]) -> None:
    """`roles` says auditor, and counts alone; a role that nobody knows spoils the token."""
    body = registration()
    token = bearer(forged(stack, roles=["auditor"], **claims))
    headers = {"Authorization": token, "X-Role": "clerk", "X-Forwarded-User": "clerk"}
    refused(desk.put(body, headers=headers), 403, "Your role may not do this.")
    refused(desk.ask("GET", f"/cases/{body['case_id']}"), 404)
    nobody(desk, bearer(forged(stack, roles=["clerk", CANARY])))


def test_14_a_provider_that_stands_elsewhere_than_in_the_token(stack: Instance) -> None:
    """In the body and the query it is unknown; in a header nobody reads it."""
    desk = Desk(stack, "provider-town", "caseworker", "town")
    case_id = str(uuid4())
    body = {"contact_id": str(uuid4()), "case_id": case_id, "on": "2018-10-15", "persons": [str(uuid4())]}
    with desk.recording(facts=0):
        said = refused(desk.ask("POST", f"/cases/{case_id}/contacts", json=body | {"provider": CANARY}), 422)
        assert rules(said) == [("", "unknown_field")]
        said = refused(desk.ask("GET", f"/cases?provider_id={CANARY}"), 422)
        assert rules(said) == [("", "unknown_parameter")]
    other = Desk(stack, "provider-town", "caseworker", "drk")
    refused(other.ask("GET", "/cases", headers={"X-Provider": "town", "X-Provider-Id": "town"}), 404)


def test_15_a_case_of_another_provider_is_not_there(stack: Instance, desk: Desk) -> None:
    body = registration()
    assert desk.put(body).status_code == 201
    worker = Desk(stack, "provider-town", "caseworker", "town")
    foreign = refused(worker.ask("GET", f"/cases/{body['case_id']}"), 404)
    assert foreign == refused(worker.ask("GET", f"/cases/{uuid4()}"), 404)


def test_17_ids_that_are_guessed_in_order(stack: Instance, desk: Desk) -> None:
    body = registration()
    assert desk.put(body).status_code == 201
    number = UUID(body["case_id"]).int
    for guess in [str(UUID(int=number + 1)), str(UUID(int=number - 1)), str(UUID(int=1)), "1", "2", "0001"]:
        refused(desk.ask("GET", f"/cases/{guess}"), 404)


@pytest.mark.parametrize(
    "name", ["status", "version", "provider_id", "actor", "recorded_at", "fact_number", "note_ref"]
)
def test_18_a_field_that_only_the_service_sets(desk: Desk, name: str) -> None:
    with desk.recording(facts=0):
        assert rules(refused(desk.put(registration(**{name: CANARY})), 422)) == [("", "unknown_field")]
        inner = registration(persons=[{"person_id": str(uuid4()), name: 7}])
        assert rules(refused(desk.put(inner), 422)) == [("persons.0", "unknown_field")]
