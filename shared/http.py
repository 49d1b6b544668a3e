"""HTTP for all services: commands and questions as routes, errors as problem+json (RFC 9457) that echo nothing."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import structlog
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from shared.correlation import carry_out
from shared.decider import Command
from shared.errors import KeyReused, Misconfigured, Missing, Refused, Stale, Unknown
from shared.events.codes import Day
from shared.execute import Also, Answer, Executor, Wish
from shared.identity import Caller, Issuer, NotIdentified
from shared.roles import ALLOWED

BODY_BYTES_LIMIT = 256 * 1024

trace = structlog.get_logger()


AskedDay = Annotated[Day, Query(description="YYYY-MM-DD")]
"""A day in a question."""


class Forbidden(Exception):
    """The caller is known, and may not do this."""


class Problem(BaseModel):
    """An error as RFC 9457 wants it. `detail` is a sentence for people and never holds what was sent."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class RecordedFact(BaseModel):
    """A fact that a command led to."""

    type: str
    stream: str
    version: int
    fact_number: int


class Recorded(BaseModel):
    """The answer to a command; without facts it was already so."""

    facts: list[RecordedFact]
    log_position: int


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description}
    for status, description in {
        401: "No accepted token",
        403: "The role may not do this",
        404: "Nothing under this id for this caller",
        409: "A rule says no",
        412: "Decided on an old version",
        413: "Too large",
        422: "Not understood: the field and the rule are named",
        503: "Not now: ask again",
    }.items()
}
STATUS: dict[type[Exception], tuple[int, str]] = {
    NotIdentified: (401, "Not identified"),
    Forbidden: (403, "Not allowed"),
    Missing: (404, "Not found"),
    Refused: (409, "Refused"),
    KeyReused: (409, "Key used before"),
    Stale: (412, "Changed meanwhile"),
    Unknown: (503, "Outcome unknown"),
    Misconfigured: (503, "Not now"),
    asyncpg.PostgresError: (503, "Not now"),
    asyncpg.InterfaceError: (503, "Not now"),
    OSError: (503, "Not now"),
}
SAID = (Missing, Refused, KeyReused, Stale, Unknown, Misconfigured, Forbidden)
"""Errors whose sentence was written for the caller. What others say stays inside."""


def problem(status: int, title: str, detail: str) -> JSONResponse:
    body = Problem(title=title, status=status, detail=detail).model_dump()
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def answer_errors(app: FastAPI) -> None:
    """Have every error answered as a problem."""

    async def said(request: Request, error: Exception) -> Response:
        status, title = next(answer for kind, answer in STATUS.items() if isinstance(error, kind))
        detail = str(error) if isinstance(error, SAID) else title
        return problem(status, title, detail or title)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [f"{'.'.join(map(str, fault['loc'][1:])) or 'body'}: {fault['msg']}" for fault in error.errors()[:10]]
        return problem(422, "Not understood", "; ".join(faults))

    async def other(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return problem(error.status_code, "Refused", str(error.detail))

    for kind in STATUS:
        app.add_exception_handler(kind, said)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, other)


def allowed(operation: str, provider: str | None = None) -> Any:
    """A dependency: the verified caller, if its role may do `operation` (at this provider's service, if given)."""
    roles = ALLOWED[operation]

    async def check(request: Request, authorization: Annotated[str | None, Header()] = None) -> Caller:
        issuer: Issuer = request.app.state.issuer
        caller = await issuer.verify(authorization)
        if not caller.roles & roles:
            raise Forbidden("your role may not do this")
        if provider is not None and caller.provider != provider:
            raise Missing("there is nothing under this id")
        return caller

    return Depends(check)


async def parsed(request: Request, kind: type[Command]) -> Command:
    """The body as a command, strictly: JSON types as they are, no key twice, nothing unknown."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "the body must be application/json")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_LIMIT:
            raise HTTPException(413, "the body is larger than 256 KiB")
    try:
        json.loads(body, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError):
        raise HTTPException(422, "the body is not JSON, or names a key twice") from None
    try:
        command = kind.model_validate_json(body)
    except ValueError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)  # type: ignore[attr-defined]
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in details]) from None
    for name, value in request.path_params.items():
        if str(getattr(command, name)) != value:
            raise HTTPException(422, f"{name}: is not the same in the path and in the body")
    return command


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def command_route(
    router: APIRouter,
    method: str,
    path: str,
    kind: type[Command],
    executor: Executor,
    *,
    provider: str | None = None,
    also: Callable[[Any], Awaitable[Also]] | None = None,
) -> None:
    """A route that decides a command. `also` gives vault rows for it, and may refuse."""

    async def route(
        request: Request,
        caller: Annotated[Caller, allowed(kind.__name__, provider)],
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
        if_match: Annotated[str | None, Header(pattern=r'^"[0-9]{1,15}"$')] = None,
    ) -> Response:
        command = await parsed(request, kind)
        version = int(if_match.strip('"')) if if_match else None
        rows = await also(command) if also else None
        wish = Wish(command, caller.staff_ref, idempotency_key, version, also=rows)
        return recorded(await carry_out(executor, wish))

    body = {"content": {"application/json": {"schema": kind.model_json_schema()}}, "required": True}
    path_ids = [
        {"name": part.strip("{}"), "in": "path", "required": True, "schema": {"type": "string"}}
        for part in path.split("/")
        if part.startswith("{")
    ]
    router.add_api_route(
        path, route, methods=[method], operation_id=kind.__name__, name=kind.__name__, response_model=Recorded,
        status_code=201, summary=(kind.__doc__ or "").split("\n")[0], responses={200: {"model": Recorded}, **PROBLEMS},
        openapi_extra={"requestBody": body, "parameters": path_ids},
    )  # fmt: skip


def recorded(answer: Answer) -> Response:
    """201 with the facts; 200 without any where it was already so."""
    body = {"facts": answer.facts, "log_position": answer.log_position}
    return JSONResponse(body, 201 if answer.facts else 200, {"ETag": f'"{answer.version}"'})


def id_in_path(text: str) -> UUID:
    """An id from a path. Raises `Missing` if it is none: nothing lies there."""
    try:
        return UUID(text)
    except ValueError:
        raise Missing("there is nothing under this id") from None
