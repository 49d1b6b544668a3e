"""The local issuer of tokens for an embedded instance. It takes anybody's word: never for production."""

import json
import time
import uuid
import warnings
from pathlib import Path
from uuid import UUID

from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import KeySet, OKPKey

from infra.files import replace

ALGORITHM = "EdDSA"
AUDIENCE = "fallbuch"
KEY, PUBLIC_KEYS = "issuer.key.json", "issuer.jwks.json"


def issuer_of(town: str) -> str:
    return f"urn:fallbuch:{town}:local-issuer"


def make_keys(secrets: Path) -> Path:
    """Make the issuer's key unless it exists; the path of its public key set, which services read."""
    if not (secrets / KEY).exists():
        key = OKPKey.generate_key("Ed25519", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
        replace(secrets / KEY, json.dumps(key.as_dict(private=True)))
    public = KeySet([_key(secrets)]).as_dict(private=False)
    replace(secrets / PUBLIC_KEYS, json.dumps(public))
    return secrets / PUBLIC_KEYS


def mint(
    secrets: Path, *, town: str, role: str, provider: str | None, staff_ref: UUID | str, seconds: int = 900
) -> str:
    """A token for one person in one role, by the real clock."""
    key, now = _key(secrets), int(time.time())
    claims: dict[str, object] = {
        "iss": issuer_of(town),
        "aud": AUDIENCE,
        "sub": str(UUID(str(staff_ref))),
        "iat": now,
        "nbf": now,
        "exp": now + seconds,
        "jti": str(uuid.uuid4()),
        "roles": [role],
    }
    if provider:
        claims["provider"] = provider
    header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": key.kid}
    with warnings.catch_warnings():
        # RFC 9864 renames EdDSA to Ed25519; the services, and other libraries, still know the older name.
        warnings.simplefilter("ignore", SecurityWarning)
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def mint_for_service(secrets: Path, *, town: str, provider: str) -> str:
    """The token with which a provider's own service asks intake for names."""
    staff_ref = uuid.uuid5(uuid.NAMESPACE_URL, f"fallbuch:service:provider-{provider}")
    return mint(secrets, town=town, role="provider_admin", provider=provider, staff_ref=staff_ref)


def _key(secrets: Path) -> OKPKey:
    return OKPKey.import_key(json.loads((secrets / KEY).read_text(encoding="utf-8")))
