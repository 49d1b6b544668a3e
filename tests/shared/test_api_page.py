"""The page for people at `/docs`: complete, and without anything from elsewhere."""

import re

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from services.intake.domain.case import RegisterCase
from shared.api_page import in_words, show_at_docs
from shared.http import command_route
from shared.interface import describe
from shared.operation import Resend


@pytest.fixture
async def page() -> str:
    app, router = FastAPI(title="Aufnahme <intake>", docs_url=None, redoc_url=None), APIRouter()
    command_route(router, "PUT", "/cases/{case_id}", RegisterCase, None)  # type: ignore[arg-type]
    app.include_router(router)
    describe(app)
    show_at_docs(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://intake") as client:
        assert (await client.get("/redoc")).status_code == 404
        answer = await client.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    return answer.text


async def test_it_loads_nothing_and_runs_nothing(page: str) -> None:
    assert not re.search(r"<script|<link|<img|src=|https?://|@import|url\(", page)
    assert "Aufnahme &lt;intake&gt;" in page


async def test_it_says_who_may_send_what_where(page: str) -> None:
    assert "<code>PUT /cases/{case_id}</code>" in page
    assert "Rollen · roles: clerk, coordinator" in page
    for field in RegisterCase.model_fields:
        assert f"<td>{field}<td>body" in page
    assert "<td>persons[].given_name<td>body" in page
    assert "Schnittstelle · <span lang=en>API</span>" in page


def test_types_are_said_in_short() -> None:
    assert in_words({"anyOf": [{"type": "integer"}, {"const": "not_stated"}]}, {}) == "integer | not_stated"
    assert in_words({"type": "array", "items": {"$ref": "#/x/Sex"}}, {"Sex": {"enum": ["f", "m"]}}) == (
        "list of one of: f, m"
    )
    assert in_words(Resend.model_json_schema()["properties"]["from_number"], {}) == "integer"
