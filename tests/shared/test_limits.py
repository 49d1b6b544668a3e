"""What becomes of a request that breaks within a service, or takes longer than it may."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from services.intake.domain.case import RegisterCase
from shared import limits
from shared.http import answer_errors, command_route
from shared.identity import Issuer
from shared.limits import Limits
from tests.shared.desk import registration
from tests.shared.tokens import AUDIENCE, ISSUER, TestIssuer

CANARY = "Zaphodine"


class Broken:
    """A service with a fault of its own."""

    async def execute(self, _: object) -> None:
        raise LookupError(CANARY)


class Slow:
    """A service that never comes to an end."""

    async def execute(self, _: object) -> None:
        await asyncio.Event().wait()


async def asked(executor: Any, issuer: TestIssuer, *, quiet: bool = True, **headers: str) -> httpx.Response:
    """The answer to a good command. `quiet`: what the application raises besides does not come to us."""
    app, router = FastAPI(), APIRouter()
    app.state.issuer = Issuer(ISSUER, AUDIENCE, str(issuer.jwks))
    app.add_middleware(Limits)
    answer_errors(app)
    command_route(router, "PUT", "/cases/{case_id}", RegisterCase, executor)
    app.include_router(router)
    transport = httpx.ASGITransport(app, raise_app_exceptions=not quiet)
    body = registration().model_dump(mode="json")
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
        return await client.put(f"/cases/{body['case_id']}", json=body, headers=issuer.bearer() | headers)


async def test_a_fault_of_our_own_is_said_without_its_text(issuer: TestIssuer) -> None:
    """In the caller's language; and it goes on to whoever traces it."""
    answer = await asked(Broken(), issuer, **{"Accept-Language": "de"})
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json()["detail"].startswith("Hier ist ein Fehler aufgetreten.")
    assert answer.headers["content-language"] == "de"
    assert CANARY not in answer.text
    with pytest.raises(LookupError):
        await asked(Broken(), issuer, quiet=False)


async def test_a_command_that_takes_too_long_is_of_unknown_outcome(
    issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUEST_SECONDS", 1.0)
    answer = await asked(Slow(), issuer)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:fallbuch:problem:outcome-unknown")
    assert "idempotency key" in answer.json()["detail"]
