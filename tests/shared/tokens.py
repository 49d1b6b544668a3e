"""Tokens by an issuer of the test's own, made with PyJWT: another library than the one that verifies."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

ISSUER, AUDIENCE = "https://issuer.example", "fallbuch"
STAFF_REF = "6b1f4f0e-6c0e-4d7a-9b60-0d5b2c1f7a11"
KINDS: dict[str, Any] = {"EdDSA": OKPAlgorithm, "ES256": ECAlgorithm, "PS256": RSAAlgorithm}


@dataclass
class TestIssuer:
    """Three keys, and the file with their public halves."""

    __test__ = False

    jwks: Path
    keys: dict[str, Any] = field(
        default_factory=lambda: {
            "EdDSA": ed25519.Ed25519PrivateKey.generate(),
            "ES256": ec.generate_private_key(ec.SECP256R1()),
            "PS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        }
    )

    def publish(self) -> None:
        """Write the key set, as a service reads it."""
        published = [
            json.loads(KINDS[name].to_jwk(key.public_key())) | {"kid": name, "use": "sig", "alg": name}
            for name, key in self.keys.items()
        ]
        self.jwks.write_text(json.dumps({"keys": published}))

    def public_text(self, name: str) -> bytes:
        """What an attacker knows of a key."""
        text: bytes = self.keys[name].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return text

    def token(
        self, algorithm: str = "EdDSA", header: Mapping[str, Any] | None = None, key: Any = None, **claims: Any
    ) -> str:
        """A good token, but for what is changed; a claim or header that is None is left out."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": AUDIENCE, "sub": STAFF_REF, "iat": now, "exp": now + 600, "roles": ["clerk"]}
        wanted = {name: value for name, value in (good | claims).items() if value is not None}
        headers = {"typ": "at+jwt", "kid": algorithm} | dict(header or {})
        return jwt.encode(wanted, key or self.keys[algorithm], algorithm, headers=headers)

    def bearer(self, **claims: Any) -> dict[str, str]:
        """The header of a request."""
        return {"Authorization": f"Bearer {self.token(**claims)}"}
