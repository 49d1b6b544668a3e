"""What `/openapi.json` says beyond what FastAPI finds by itself: problem documents, bodies, ids in paths, tokens."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from shared.described import in_two_languages, operations
from shared.problems import PROBLEM_JSON, Problem

SCHEMA = "#/components/schemas/{model}"
ETAG = {"ETag": {"description": "The stream's version", "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}}
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {PROBLEM_JSON: {"schema": {"$ref": SCHEMA.format(model="Problem")}}},
    }
    for status, description in {
        400: "Not an HTTP request",
        401: "No accepted token",
        403: "The role may not do this",
        404: "Nothing under this id for this caller",
        408: "The request did not arrive in time",
        409: "A rule says no",
        412: "Decided on an old version",
        413: "The body is too large",
        414: "The address is too long",
        415: "The body is not JSON, or is compressed",
        422: "Not understood: the field and the rule are named",
        431: "The headers are too large or too many",
        500: "Something went wrong here",
        503: "Not now: ask again",
    }.items()
}
"""How any route may answer besides its own answers."""


def takes(kind: type[BaseModel], path: str = "") -> dict[str, Any]:
    """What a route adds to its description: the command as its body, and the ids of its path with their form."""
    schema = kind.model_json_schema(ref_template=SCHEMA)
    ids = [
        {"name": name, "in": "path", "required": True, "schema": schema["properties"][name]} for name in ids_of(path)
    ]
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return {"requestBody": body} | ({"parameters": ids} if ids else {})


def recorded_as(answer: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """The two good answers to a command, and all others."""
    return {
        200: {"model": answer, "description": "It was already so: nothing was recorded", "headers": ETAG},
        201: {"model": answer, "description": "Recorded", "headers": ETAG},
        **PROBLEMS,
    }


def ids_of(path: str) -> list[str]:
    """The names in braces."""
    return [part.strip("{}") for part in path.split("/") if part.startswith("{")]


def describe(app: FastAPI) -> None:
    """Have `/openapi.json` be complete. It is made when it is asked for the first time, when all routes are there."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(FastAPI.openapi(app))
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> None:
    components = document.setdefault("components", {})
    components["securitySchemes"] = {"bearer": BEARER}
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template=SCHEMA)
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            schemas |= media["schema"].pop("$defs", {})
        named = [each for each in operation.get("parameters", []) if each["name"] != "authorization"]
        if len(named) < len(operation.get("parameters", [])):
            operation |= {"parameters": named, "security": [{"bearer": []}]}
    in_two_languages(document)
