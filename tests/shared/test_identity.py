"""Which tokens are accepted, and that every other one is refused in the same way."""

import base64
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hypothesis
import jwt
import pytest
from hypothesis import strategies as st

from shared.identity import Caller, Issuer, NotIdentified
from tests.shared.tokens import AUDIENCE, ISSUER, STAFF_REF, TestIssuer

NOW = int(time.time())


@pytest.fixture
def trusted(issuer: TestIssuer) -> Issuer:
    return Issuer(ISSUER, AUDIENCE, str(issuer.jwks))


async def refused(trusted: Issuer, token: str) -> None:
    with pytest.raises(NotIdentified) as error:
        await trusted.verify(f"Bearer {token}")
    assert not str(error.value)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "PS256"])
async def test_a_good_token_names_its_caller(issuer: TestIssuer, trusted: Issuer, algorithm: str) -> None:
    found = await trusted.verify(f"Bearer {issuer.token(algorithm)}")
    assert found == Caller(STAFF_REF, frozenset({"clerk"}), None)


async def test_a_token_that_was_accepted_is_refused_once_its_time_is_over(
    issuer: TestIssuer, trusted: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = issuer.token()
    assert await trusted.verify(f"Bearer {token}") == await trusted.verify(f"Bearer {token}")
    monkeypatch.setattr(time, "time", lambda: NOW + 3600)
    await refused(trusted, token)


async def test_a_token_that_was_accepted_is_refused_once_its_key_is_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as we know by then: a token with a new key made us look again."""
    issuer = TestIssuer(tmp_path / "jwks.json")
    issuer.publish()
    trusted, token = Issuer(ISSUER, AUDIENCE, str(issuer.jwks)), issuer.token("EdDSA")
    assert await trusted.verify(f"Bearer {token}")
    del issuer.keys["EdDSA"]
    issuer.publish()
    monkeypatch.setattr("shared.identity.REFRESH_SECONDS", 0)
    await refused(trusted, issuer.token("ES256", header={"kid": "new"}))
    await refused(trusted, token)


async def test_what_is_remembered_of_tokens_is_bounded(
    issuer: TestIssuer, trusted: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.identity.SIGNED_LIMIT", 3)
    for minute in range(10):
        await trusted.verify(f"Bearer {issuer.token(exp=int(time.time()) + 600 + minute)}")
        assert len(trusted._signed) <= 3


async def test_a_provider_s_caller_is_of_that_provider(issuer: TestIssuer, trusted: Issuer) -> None:
    token = issuer.token(roles=["caseworker", "lead"], provider="drk", aud=["other", AUDIENCE])
    assert await trusted.verify(f"bearer {token}") == Caller(STAFF_REF, frozenset({"caseworker", "lead"}), "drk")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic Y2xlcms6", "Bearer x", "Bearer a.b.c", "..."])
async def test_who_brings_no_token_is_nobody(trusted: Issuer, header: str | None) -> None:
    with pytest.raises(NotIdentified):
        await trusted.verify(header)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 3600},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": NOW + 10**7},
        {"nbf": NOW + 3600},
        {"nbf": "tomorrow"},
        {"iat": None},
        {"iat": NOW + 3600, "exp": NOW + 7200},
        {"aud": "other"},
        {"aud": ["other", "another"]},
        {"aud": None},
        {"iss": "https://other.example"},
        {"iss": None},
        {"iss": f"{ISSUER}/"},
        {"sub": "Anna Weiß"},
        {"sub": None},
        {"sub": ""},
        {"roles": None},
        {"roles": []},
        {"roles": "clerk"},
        {"roles": ["king"]},
        {"roles": ["clerk", "king"]},
        {"roles": [["clerk"]]},
        {"roles": [{"clerk": 1}]},
        {"roles": ["caseworker"]},
        {"roles": ["clerk", "lead"]},
        {"roles": ["caseworker"], "provider": ""},
        {"roles": ["caseworker"], "provider": ["drk"]},
        {"roles": ["caseworker"], "provider": {"drk": 1}},
    ],
    ids=lambda claims: " ".join(claims),
)
async def test_claims_that_are_not_in_order_are_refused(
    issuer: TestIssuer, trusted: Issuer, claims: dict[str, Any]
) -> None:
    # PyJWT checks some claims when it signs; so the signature is made over the bytes.
    now = int(time.time())
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": STAFF_REF, "iat": now, "exp": now + 600, "roles": ["clerk"]}
    wanted = {name: value for name, value in (good | claims).items() if value is not None}
    token = jwt.PyJWS().encode(
        json.dumps(wanted).encode(), issuer.keys["EdDSA"], "EdDSA", {"typ": "at+jwt", "kid": "EdDSA"}
    )
    await refused(trusted, token)


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": "id+jwt"},
        {"typ": None},
        {"kid": None},
        {"kid": "ES256"},
        {"jku": "https://attacker.example/jwks"},
        {"x5u": "https://attacker.example/key"},
        {"x5c": ["MIIB"]},
        {"jwk": {"kty": "OKP"}},
        {"crit": ["exp"], "exp": 1},
        {"crit": ["b64"], "b64": False},
    ],
    ids=str,
)
async def test_a_header_that_asks_for_more_is_refused(
    issuer: TestIssuer, trusted: Issuer, header: dict[str, Any]
) -> None:
    """Among them an ID token, which says who somebody is and not what they may do here."""
    good = json.loads(base64.urlsafe_b64decode(issuer.token().split(".")[0] + "=="))
    wanted = {name: value for name, value in (good | header).items() if value is not None}
    await refused(trusted, signed(issuer, wanted))


def signed(issuer: TestIssuer, header: Mapping[str, Any] | list[Any]) -> str:
    """A token with exactly this header, and a true signature over it."""
    payload = issuer.token().split(".")[1]
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    signature = issuer.keys["EdDSA"].sign(f"{head}.{payload}".encode())
    return f"{head}.{payload}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


async def test_a_token_that_nobody_signed_is_refused(issuer: TestIssuer, trusted: Issuer) -> None:
    head, payload, signature = issuer.token().split(".")
    await refused(trusted, f"{head}.{payload}.")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "at+jwt", "kid": "EdDSA"}).encode())
    for end in ("", signature):
        await refused(trusted, f"{none.rstrip(b'=').decode()}.{payload}.{end}")


@pytest.mark.parametrize("name", ["EdDSA", "ES256", "PS256"])
async def test_a_public_key_is_no_secret(issuer: TestIssuer, trusted: Issuer, name: str) -> None:
    """HS256 with the public key as its secret, as PEM and as it is published."""
    published = next(key for key in json.loads(issuer.jwks.read_text())["keys"] if key["kid"] == name)
    payload = issuer.token().split(".")[1]
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "typ": "at+jwt", "kid": name}).encode())
    signing = head.rstrip(b"=") + b"." + payload.encode()
    for secret in (issuer.public_text(name), json.dumps(published).encode()):
        mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signing, secret)
        await refused(trusted, f"{signing.decode()}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}")


async def test_another_issuer_s_key_under_our_key_id_is_refused(trusted: Issuer, tmp_path: Path) -> None:
    await refused(trusted, TestIssuer(tmp_path / "jwks.json").token())


async def test_a_thousand_unknown_key_ids_make_us_look_once(
    issuer: TestIssuer, trusted: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, fetch = 0, trusted._fetch

    async def counted() -> Any:
        nonlocal looked
        looked += 1
        return await fetch()

    monkeypatch.setattr(trusted, "_fetch", counted)
    for number in range(1000):
        await refused(trusted, issuer.token(header={"kid": f"unknown-{number}"}))
    assert looked == 1
    assert await trusted.verify(f"Bearer {issuer.token()}")
    assert looked == 1


async def test_a_key_file_that_is_not_there_identifies_nobody(issuer: TestIssuer, tmp_path: Path) -> None:
    await refused(Issuer(ISSUER, AUDIENCE, str(tmp_path / "none.json")), issuer.token())


@pytest.mark.parametrize("header", [[], [1], "text", 5, None, {"alg": 5}, {"alg": "EdDSA", "kid": {}}, {"kid": 5}])
async def test_a_header_of_another_shape_is_refused(issuer: TestIssuer, trusted: Issuer, header: Any) -> None:
    await refused(trusted, signed(issuer, header))


async def test_a_header_without_a_bottom_is_refused(issuer: TestIssuer, trusted: Issuer) -> None:
    deep = base64.urlsafe_b64encode(b"[" * 100_000).rstrip(b"=").decode()
    await refused(trusted, f"{deep}.{issuer.token().split('.')[1]}.AAAA")
    await refused(trusted, f"{issuer.token().split('.')[0]}.{deep}.AAAA")


@hypothesis.given(place=st.integers(0, 2), text=st.text(st.characters(codec="ascii"), max_size=60))
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], deadline=None)
async def test_no_damaged_token_gets_through(issuer: TestIssuer, trusted: Issuer, place: int, text: str) -> None:
    parts = issuer.token().split(".")
    hypothesis.assume(text != parts[place])
    parts[place] = text
    await refused(trusted, ".".join(parts))
