"""Who is calling. Roles, provider and pseudonym come from a verified token and from nowhere else."""

import asyncio
import json
import time
import warnings
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from joserfc import jws, jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet

from shared.roles import OF_A_PROVIDER, ROLES

ALGORITHMS = ["PS256", "ES256", "EdDSA", "Ed25519"]
LEEWAY_SECONDS = 60
REFRESH_SECONDS = 60
LIFE_SECONDS_LIMIT = 24 * 3600
SIGNED_LIMIT = 1_000
"""Of how many tokens it is remembered that they were signed as they should be."""


class NotIdentified(Exception):
    """No token, or one that is not accepted. Which check failed is not told to the caller."""


@dataclass(frozen=True)
class Caller:
    """A verified caller. `staff_ref` is a pseudonym."""

    staff_ref: str
    roles: frozenset[str]
    provider: str | None


class Issuer:
    """Verifies tokens of the one issuer that this service trusts."""

    def __init__(self, issuer: str, audience: str, jwks: str) -> None:
        self._jwks = jwks
        self._keys: KeySet | None = None
        self._kids: set[str] = set()
        self._looked_at = -REFRESH_SECONDS * 1.0
        self._fetching = asyncio.Lock()
        self._signed: dict[bytes, dict[str, Any]] = {}
        """What such tokens claim, by their SHA-256: a caller brings the same one for minutes."""
        self._claims = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )

    async def verify(self, authorization: str | None) -> Caller:
        """The caller of `Authorization: Bearer …`. Raises `NotIdentified`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotIdentified
        try:
            return await self._verify(token.strip())
        except (JoseError, ValueError, KeyError, TypeError, httpx.HTTPError, OSError):
            raise NotIdentified from None

    async def _verify(self, token: str) -> Caller:
        """Whether the token was signed is asked once; whether it holds now, each time."""
        mark = sha256(token.encode()).digest()
        claims = self._signed.get(mark) or await self._signed_claims(token)
        self._claims.validate(claims)
        caller = caller_of(claims)
        if len(self._signed) >= SIGNED_LIMIT:
            self._signed.clear()
        self._signed[mark] = claims
        return caller

    async def _signed_claims(self, token: str) -> dict[str, Any]:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("typ") != "at+jwt" or {"crit", "jku", "x5u", "jwk", "x5c"} & header.keys():
            raise NotIdentified
        keys = await self._key_set(str(header["kid"]))
        with warnings.catch_warnings():
            # RFC 9864 renames EdDSA to Ed25519; issuers still write the older name.
            warnings.simplefilter("ignore", SecurityWarning)
            return jwt.decode(token, keys, algorithms=ALGORITHMS).claims

    async def _key_set(self, kid: str) -> KeySet:
        """The issuer's keys; an unknown key id makes us look again, at most once a minute."""
        async with self._fetching:
            if kid not in self._kids and time.monotonic() - self._looked_at >= REFRESH_SECONDS:
                self._looked_at = time.monotonic()
                self._keys = KeySet.import_key_set(await self._fetch())
                self._kids = {str(key.kid) for key in self._keys.keys}
                self._signed.clear()  # a key may have been withdrawn
            if self._keys is None:
                raise NotIdentified
            return self._keys

    async def _fetch(self) -> Any:
        if not self._jwks.startswith("https://"):
            return json.loads(await asyncio.to_thread(Path(self._jwks).read_text))
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.get(self._jwks)
            answer.raise_for_status()
            return answer.json()


def caller_of(claims: dict[str, Any]) -> Caller:
    """Raises `NotIdentified` if the claims contradict each other."""
    roles, provider = claims.get("roles"), claims.get("provider")
    if not isinstance(roles, list) or not roles or not set(roles) <= ROLES:
        raise NotIdentified
    if provider is not None and not isinstance(provider, str):
        raise NotIdentified
    if set(roles) & OF_A_PROVIDER and not provider:
        raise NotIdentified
    if claims["exp"] - claims["iat"] > LIFE_SECONDS_LIMIT:
        raise NotIdentified
    return Caller(str(UUID(claims["sub"])), frozenset(roles), provider)
