"""Tokens of the local issuer can be verified by another library."""

import json
import time
import uuid
from pathlib import Path

import jwt
import pytest

from infra.issuer import make_keys, mint, mint_for_service


@pytest.fixture
def keys(tmp_path: Path) -> jwt.PyJWKSet:
    return jwt.PyJWKSet.from_dict(json.loads(make_keys(tmp_path).read_text()))


def verified(token: str, keys: jwt.PyJWKSet) -> dict[str, object]:
    header = jwt.get_unverified_header(token)
    assert header["typ"] == "at+jwt"
    claims: dict[str, object] = jwt.decode(
        token,
        keys[header["kid"]],
        algorithms=["EdDSA"],
        audience="fallbuch",
        issuer="urn:fallbuch:weinheim:local-issuer",
        options={"require": ["iss", "aud", "sub", "iat", "nbf", "exp", "jti"]},
    )
    return claims


def test_a_token_says_who_in_which_role_and_for_how_long(tmp_path: Path, keys: jwt.PyJWKSet) -> None:
    staff_ref = uuid.uuid4()
    token = mint(tmp_path, town="weinheim", role="caseworker", provider="drk", staff_ref=staff_ref, seconds=60)
    claims = verified(token, keys)
    assert (claims["sub"], claims["roles"], claims["provider"]) == (str(staff_ref), ["caseworker"], "drk")
    assert isinstance(claims["exp"], int)
    assert 0 < claims["exp"] - time.time() <= 60


def test_a_role_of_the_town_has_no_provider(tmp_path: Path, keys: jwt.PyJWKSet) -> None:
    token = mint(tmp_path, town="weinheim", role="auditor", provider=None, staff_ref=str(uuid.uuid4()))
    assert "provider" not in verified(token, keys)


def test_a_providers_service_is_its_administrator(tmp_path: Path, keys: jwt.PyJWKSet) -> None:
    claims = verified(mint_for_service(tmp_path, town="weinheim", provider="drk"), keys)
    assert (claims["roles"], claims["provider"]) == (["provider_admin"], "drk")


def test_the_public_key_set_holds_no_private_key_and_stays(tmp_path: Path, keys: jwt.PyJWKSet) -> None:
    public = make_keys(tmp_path).read_text()
    assert all("d" not in key for key in json.loads(public)["keys"])
    assert make_keys(tmp_path).read_text() == public


def test_a_staff_ref_that_is_no_uuid_is_refused(tmp_path: Path, keys: jwt.PyJWKSet) -> None:
    with pytest.raises(ValueError, match="UUID"):
        mint(tmp_path, town="weinheim", role="auditor", provider=None, staff_ref="somebody")
