"""What other people's programs read is what the classes say, and every published example fits it."""

import json
from typing import Any

import jsonschema
import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema
from referencing import Registry, Resource

from tests.docs import published
from tests.docs.pages import ROOT

ADVICE = "run `python -m tests.docs.published`, and commit what it writes"
EXAMPLES = [pytest.param(name, version, id=f"{name}.v{version}") for name, version in published.versions()]


def test_the_schemas_the_asyncapi_document_and_the_page_are_current() -> None:
    behind = [path for path, text in published.documents().items() if _read(path) != text]
    behind += [file.name for file in published.SCHEMAS.glob("*.json") if _is_too_many(file.name)]
    assert not behind, ADVICE


@pytest.mark.parametrize(("name", "version"), EXAMPLES)
def test_every_published_example_fits_its_schema_and_the_envelope(name: str, version: int) -> None:
    body = published.example(name, version)
    _check(body, published.ENVELOPE)
    _check(body["data"], published.schema(name, version))


@pytest.mark.parametrize("name", sorted(published.told() | published.own()))
def test_a_message_of_the_document_takes_its_example_and_nothing_else(name: str) -> None:
    message = published.asyncapi()["components"]["messages"][name]
    body = message["examples"][0]["payload"]
    _check(body, message["payload"])
    wrongs: list[dict[str, object]] = [
        {"type": "Other"},
        {"data": {}},
        {"data": body["data"] | {"given_name": "Amal"}},
        {"factnumber": 0},
    ]
    for wrong in wrongs:
        with pytest.raises(jsonschema.ValidationError):
            _check(body | wrong, message["payload"])


def test_the_document_is_asyncapi_3() -> None:
    document = json.loads(published.ASYNCAPI.read_text())
    assert ApplicationSchema.model_validate(document).asyncapi == "3.0.0"
    assert {channel["address"] for channel in document["channels"].values()} == {
        "provider.{provider}.in.v1",
        "provider.{provider}.facts.v1",
        "audit.checkpoints.v1",
    }


def test_a_provider_is_told_and_tells_different_things() -> None:
    assert {"CaseEntrusted", "CaseWithdrawn", "ConsentChanged"} <= set(published.told())
    assert {"ContactRecorded", "PlanAgreed", "CaseworkerAssigned"} <= set(published.own())
    assert not set(published.told()) & set(published.own())


def _read(path: str) -> str | None:
    file = ROOT / path
    return file.read_text() if file.exists() else None


def _is_too_many(name: str) -> bool:
    return f"docs/schemas/{name}" not in published.documents()


def _check(value: object, schema: dict[str, Any]) -> None:
    """Raises `ValidationError` if it does not fit; formats count."""
    found = {f"./schemas/{name}.v{version}.json": published.schema(name, version) for name, version in REFERRED}
    found["./schemas/envelope.json"] = published.ENVELOPE
    registry: Registry[Any] = Registry()
    for uri, each in found.items():
        registry = registry.with_resource(uri, Resource.from_contents(each))
    jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.FormatChecker(["uuid", "date"])
    ).validate(value)


REFERRED = list(published.versions())
