"""Bad requests to the running services: who asks, what is sent, and that nothing was recorded or repeated."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from infra.issuer import AUDIENCE, issuer_of
from shared.cli.actor import Actor
from shared.cli.instance import Instance

CANARY = "Zaphodine"
"""Stands in values that are refused. No answer may hold it."""
PROBLEM = "application/problem+json"


@dataclass
class Desk:
    """One person in front of one service, known to no other test: what she recorded can be counted."""

    stack: Instance
    service: str = "intake"
    role: str = "clerk"
    provider: str | None = None
    staff: str = field(default_factory=lambda: f"desk-{uuid4()}")

    def __post_init__(self) -> None:
        self.actor = Actor(self.role, self.provider, self.staff)
        self.url = self.stack.urls[self.service]

    @property
    def token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.stack.token(self.actor)}"}

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A request with her token; `headers` are added to it, or stand in its place."""
        headers = self.token | more.pop("headers", {})
        return httpx.request(
            method, self.url + path, headers=headers, timeout=30, trust_env=False, verify=False, **more
        )

    def put(self, body: Any, case_id: str | None = None, **more: Any) -> httpx.Response:
        """A body in place of a registration: bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | more.pop("headers", {})
        named = case_id or (body.get("case_id") if isinstance(body, dict) else None)
        path = f"/cases/{named if isinstance(named, str) else uuid4()}"
        return self.ask("PUT", path, content=content, headers=headers, **more)

    def facts(self) -> int:
        """How many facts this person recorded."""
        assert self.stack.folder is not None
        url = (self.stack.folder / "secrets" / f"{self.service}.database-url").read_text()
        query = "SELECT count(*) FROM log WHERE convert_from(body, 'UTF8')::json ->> 'actor' = %s"
        with psycopg.connect(url) as connection:
            row = connection.execute(query, [self.actor.staff_ref]).fetchone()
        assert row is not None
        return int(row[0])

    def own_facts(self) -> list[dict[str, Any]]:
        """The facts that this person recorded, as they stand in the log."""
        assert self.stack.folder is not None
        url = (self.stack.folder / "secrets" / f"{self.service}.database-url").read_text()
        query = """SELECT convert_from(body, 'UTF8')::json FROM log
            WHERE convert_from(body, 'UTF8')::json ->> 'actor' = %s ORDER BY fact_number"""
        with psycopg.connect(url) as connection:
            return [found for (found,) in connection.execute(query, [self.actor.staff_ref]).fetchall()]

    @contextmanager
    def recording(self, facts: int) -> Iterator[None]:
        """What happens within leads to so many facts."""
        before = self.facts()
        yield
        assert self.facts() - before == facts


def registration(**changed: Any) -> dict[str, Any]:
    """The body of a household of one person, good but for what is changed."""
    good = {
        "case_id": str(uuid4()),
        "house": "bad-input",
        "placed_on": "2018-10-15",
        "received_on": "2018-10-15",
        "persons": [{"person_id": str(uuid4())}],
    }
    return good | changed


def person(**changed: Any) -> list[dict[str, Any]]:
    """The persons of a registration: one, good but for what is changed."""
    return [{"person_id": str(uuid4())} | changed]


def refused(answer: httpx.Response, status: int, where: str = "") -> dict[str, Any]:
    """A problem document as RFC 9457 wants it, which repeats nothing. `where`: the field, or a part of the sentence."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    said: dict[str, Any] = answer.json()
    assert said["status"] == status
    assert said["type"].startswith("urn:fallbuch:problem:")
    assert said["title"]
    assert where in said["detail"], said
    assert ("errors" in said) == (status == 422)
    assert CANARY not in answer.text
    assert not {"pydantic", "Traceback", "Tuple", "Extra inputs", "should be"} & set(answer.text.split())
    return said


def rules(said: dict[str, Any]) -> list[tuple[str, str]]:
    """Field and code of each fault."""
    return [(fault["field"], fault["rule"]) for fault in said["errors"]]


def forged(
    stack: Instance, header: dict[str, Any] | None = None, key: Ed25519PrivateKey | None = None, **claims: Any
) -> str:
    """A token with a true signature by the instance's own key, or another; what is None is left out."""
    assert stack.folder is not None
    kept = json.loads((stack.folder / "secrets" / "issuer.key.json").read_text())
    now = int(time.time())
    good = {"iss": issuer_of(stack.town), "aud": AUDIENCE, "sub": str(uuid4()), "roles": ["clerk"]}
    payload = good | {"iat": now, "exp": now + 600} | claims
    head = {"alg": "EdDSA", "typ": "at+jwt", "kid": kept["kid"]} | (header or {})
    signing = ".".join(
        encoded(json.dumps({k: v for k, v in part.items() if v is not None})) for part in (head, payload)
    )
    signer = key or Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(kept["d"] + "=="))
    return f"{signing}.{encoded(signer.sign(signing.encode()))}"


def encoded(part: str | bytes) -> str:
    """Base64url without padding."""
    data = part.encode() if isinstance(part, str) else part
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
