"""Whoever writes a program against a service needs `/openapi.json` alone: words in both languages, and examples."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI

from shared.interface import describe
from shared.operation import operation_routes
from shared.wording.answers import ANSWERS
from shared.wording.answers.words import SHOWN
from shared.wording.fields import FIELDS
from shared.wording.operations import OPERATIONS
from tests.docs.truth import APIS, PROVIDER, all_commands


def document(name: str) -> dict[str, Any]:
    service = cast(Any, SimpleNamespace(settings=SimpleNamespace(provider=PROVIDER), executor=None))
    app = FastAPI()
    app.include_router(APIS[name].routes(service) if name in APIS else operation_routes(service))
    describe(app)
    return app.openapi()


DOCUMENTS = {name: document(name) for name in [*APIS, "every"]}
ASKED = [
    (name, operation)
    for name, each in DOCUMENTS.items()
    for path in each["paths"].values()
    for operation in path.values()
]
BODIES = [
    (name, operation)
    for name, operation in ASKED
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]


def answers(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The forms of good answers that are JSON."""
    good = [each["responses"].get("200", {}) for path in document["paths"].values() for each in path.values()]
    return [each["content"]["application/json"]["schema"] for each in good if "application/json" in each["content"]]


def named(asked: Any) -> str:
    return str(asked["operationId"]) if isinstance(asked, dict) else str(asked)


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field with what is said of it, nested ones too."""
    for name, field in schema.get("properties", {}).items():
        yield name, field
        yield from fields(field)
        yield from fields(field.get("items", {}))


@pytest.mark.parametrize(("name", "operation"), ASKED, ids=named)
def test_every_operation_says_in_both_languages_what_it_does(name: str, operation: dict[str, Any]) -> None:
    assert operation["operationId"] in OPERATIONS
    assert operation["summary"].startswith(OPERATIONS[operation["operationId"]])
    assert operation["description"] or "requestBody" not in operation
    assert [each["name"] for each in operation.get("parameters", []) if not each["description"]] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_field_says_in_both_languages_what_it_means(name: str) -> None:
    said = DOCUMENTS[name]
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"] for each, operation in BODIES if each == name
    ]
    silent = {
        field
        for schema in [*said["components"]["schemas"].values(), *bodies, *answers(said)]
        for field, has in fields(schema)
        if not has.get("description")
    }
    assert silent == set()


@pytest.mark.parametrize(("name", "operation"), BODIES, ids=named)
def test_the_example_of_a_body_is_understood(name: str, operation: dict[str, Any]) -> None:
    example = operation["requestBody"]["content"]["application/json"]["example"]
    known = all_commands()
    if operation["operationId"] in known:
        assert known[operation["operationId"]][1].model_validate_json(json.dumps(example))


@pytest.mark.parametrize("name", ["intake", "allocation", "provider"])
def test_every_question_says_what_it_is_answered_with(name: str) -> None:
    unsaid = {
        each["operationId"]
        for path in DOCUMENTS[name]["paths"].values()
        for each in path.values()
        if "$ref" not in (schema := each["responses"]["200"]["content"]["application/json"]["schema"])
        and not schema.get("properties")
    }
    assert unsaid == set()


def test_there_is_no_word_for_what_is_not_there() -> None:
    assert set(OPERATIONS) == {operation["operationId"] for _, operation in ASKED}
    there = {each["name"] for _, operation in ASKED for each in operation.get("parameters", [])}
    for said in DOCUMENTS.values():
        there |= {field for schema in answers(said) for field, _ in fields(schema)}
        there |= {field for schema in said["components"]["schemas"].values() for field, _ in fields(schema)}
    there |= {
        field for _, each in BODIES for field, _ in fields(each["requestBody"]["content"]["application/json"]["schema"])
    }
    assert set(FIELDS) | set(SHOWN) <= there
    assert set(FIELDS) & set(SHOWN) == set()
    assert set(ANSWERS) <= set(OPERATIONS)
