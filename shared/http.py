"""HTTP for all services: commands and questions as routes, and every error as a problem document."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from shared.bodies import parsed
from shared.correlation import carry_out
from shared.decider import Command
from shared.errors import KeyReused, Misconfigured, Missing, Refused, Said, Stale, Unknown
from shared.events.codes import Day
from shared.execute import Also, Answer, Executor, Wish
from shared.field_rules import broken_by, unknown
from shared.german import GERMAN
from shared.identity import Caller, Issuer, NotIdentified
from shared.interface import recorded_as, takes
from shared.pool import DATABASE_AWAY
from shared.problems import (
    Broken,
    Declined,
    NotUnderstood,
    Sentence,
    language_of,
    not_understood,
    problem,
)
from shared.roles import ALLOWED

AskedDay = Annotated[Day, Query(description="YYYY-MM-DD")]
"""A day in a question."""
IdempotencyKey = Annotated[str | None, Header(max_length=200, pattern=r"^[!-~]+$")]
IfMatch = Annotated[str | None, Header(pattern=r'^"[0-9]{1,15}"$')]


class Forbidden(Said):
    """The caller is known, and may not do this."""


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


KIND_OF: dict[type[Exception], str] = {
    NotIdentified: "not-identified",
    Forbidden: "not-allowed",
    Missing: "not-found",
    Refused: "refused",
    KeyReused: "key-reused",
    Stale: "changed-meanwhile",
    Unknown: "outcome-unknown",
    **dict.fromkeys((Misconfigured, *DATABASE_AWAY), "not-now"),
}
"""Errors by the kind of problem that they are. Only the sentence of a `Said` was written for the caller."""
KIND_OF_STATUS = {404: "not-found", 405: "method", 413: "too-large", 415: "unsupported"}


def answer_errors(app: FastAPI, german: Mapping[str, str] = GERMAN) -> None:
    """Have every error answered as a problem, in German with the sentences of `german`."""

    async def said(request: Request, error: Exception) -> Response:
        kind = error.kind if isinstance(error, Declined) else kind_of(error)
        sentence = Sentence(error.sentence, error.values) if isinstance(error, Said) else None
        return problem(kind, language_of(request), sentence, german)

    async def faulty(request: Request, error: Exception) -> Response:
        assert isinstance(error, NotUnderstood | RequestValidationError)
        faults = error.faults if isinstance(error, NotUnderstood) else broken_by(error.errors())
        return not_understood(faults, language_of(request), german)

    async def by_the_framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = problem(KIND_OF_STATUS.get(error.status_code, "malformed"), language_of(request), None, german)
        if error.status_code == 405:
            answer.headers["Allow"] = ", ".join(sorted(methods_at(request)))
        return answer

    for kind in (*KIND_OF, Declined):
        app.add_exception_handler(kind, said)
    app.add_exception_handler(NotUnderstood, faulty)
    app.add_exception_handler(RequestValidationError, faulty)
    app.add_exception_handler(HTTPException, by_the_framework)


def kind_of(error: Exception) -> str:
    return next(name for each, name in KIND_OF.items() if isinstance(error, each))


def methods_at(request: Request) -> set[str]:
    """Every method that this address takes, over all routes."""
    path = request.scope["path"]
    return {
        method
        for route in iter_route_contexts(request.app.routes)
        if route.path_regex.match(path)
        for method in route.methods or ()
    }


def allowed(operation: str, provider: str | None = None) -> Any:
    """A dependency: the verified caller, if its role may do `operation` (at this provider's service, if given)."""
    roles = ALLOWED[operation]

    async def check(request: Request, authorization: Annotated[str | None, Header()] = None) -> Caller:
        issuer: Issuer = request.app.state.issuer
        caller = await issuer.verify(authorization)
        if not caller.roles & roles:
            raise Forbidden("Your role may not do this.")
        if provider is not None and caller.provider != provider:
            if foreign := getattr(request.app.state, "foreign", None):
                await foreign(caller, request.path_params)
            raise Missing("There is nothing under this id.")
        only_known_queries(request)
        return caller

    return Depends(check)


def only_known_queries(request: Request) -> None:
    """Raises `NotUnderstood` for a parameter that the route does not know, and for one that stands twice."""
    known = [field.alias for field in request.scope["route"].dependant.query_params]
    names = [name for name, _ in request.query_params.multi_items()]
    faults = [Broken("query", name, "twice", (Sentence("is given twice"),)) for name in known if names.count(name) > 1]
    if strange := set(names) - set(known):
        faults.append(Broken("query", "", "unknown_parameter", (unknown("parameter", len(strange), known),)))
    if faults:
        raise NotUnderstood(faults)


def command_route(
    router: APIRouter,
    method: str,
    path: str,
    kind: type[Command],
    executor: Executor,
    *,
    provider: str | None = None,
    also: Callable[[Any], Awaitable[Also | None]] | None = None,
    watched: Callable[[Caller, Command], AbstractAsyncContextManager[None]] | None = None,
) -> None:
    """A route that decides a command. `also` may give vault rows for it, and refuse; `watched` stands around it."""

    async def route(
        request: Request,
        caller: Annotated[Caller, allowed(kind.__name__, provider)],
        idempotency_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Response:
        command = await parsed(request, kind)
        async with watched(caller, command) if watched else nullcontext():
            rows = await also(command) if also else None
            wish = Wish(command, caller.staff_ref, idempotency_key, version_in(if_match), also=rows)
            return recorded(await carry_out(executor, wish))

    router.add_api_route(
        path, route, methods=[method], operation_id=kind.__name__, name=kind.__name__, response_model=Recorded,
        status_code=201, summary=(kind.__doc__ or "").split("\n")[0], responses=recorded_as(Recorded),
        openapi_extra=takes(kind, path),
    )  # fmt: skip


def version_in(if_match: str | None) -> int | None:
    """The version that the caller decided on, if one was named."""
    return int(if_match.strip('"')) if if_match else None


def recorded(answer: Answer) -> Response:
    """201 with the facts; 200 without any where it was already so."""
    body = {"facts": answer.facts, "log_position": answer.log_position}
    return JSONResponse(body, 201 if answer.facts else 200, {"ETag": f'"{answer.version}"'})


def id_in_path(text: str) -> UUID:
    """An id from a path. Raises `Missing` if it is none: nothing lies there."""
    try:
        return UUID(text)
    except ValueError:
        raise Missing("There is nothing under this id.") from None
