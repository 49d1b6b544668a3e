"""Faults of bodies, in words: no name of the caller's, no Python, one code for each rule. Without a database."""

import re
from importlib import import_module
from typing import Any, Literal
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel, ValidationError

from services.intake.domain.case import RegisterCase
from shared.bodies import read_json
from shared.decider import Command
from shared.field_rules import FORMS, broken_by
from shared.german import GERMAN
from shared.http import AskedDay, answer_errors, only_known_queries
from shared.known_fields import names_at, names_of
from shared.problems import Broken, NotUnderstood, say

NAME = "Zaphodine"


def faults(kind: type[BaseModel], body: dict[str, Any]) -> list[Broken]:
    try:
        kind.model_validate(body, strict=False)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        return broken_by(found, body, kind)
    return []


def said(fault: Broken, language: Literal["en", "de"] = "en") -> str:
    return ", or ".join(say(sentence, language, GERMAN) for sentence in fault.sentences)


def case(**changed: Any) -> dict[str, Any]:
    good = {"case_id": str(uuid4()), "house": "talstrasse", "placed_on": "2018-10-15", "received_on": "2018-10-15"}
    return good | {"persons": [{"person_id": str(uuid4())}]} | changed


def test_a_name_that_the_caller_made_up_is_counted_and_ours_are_listed() -> None:
    inner, one = faults(RegisterCase, case(**{NAME: 1}, persons=[{"person_id": str(uuid4()), NAME: 1, "Anna": 2}]))
    assert (one.field, one.rule, inner.field, inner.rule) == ("", "unknown_field", "persons.0", "unknown_field")
    assert said(one).startswith("there is a field that is not known here; known are: case_id, house, ")
    assert said(inner).startswith("there are 2 fields that are not known here; known are: person_id, ")
    assert said(inner, "de").startswith("hier stehen 2 Felder, die nicht bekannt sind; bekannt sind: person_id, ")
    assert NAME not in repr([one, inner])


def test_the_fields_at_a_place_are_those_of_its_model() -> None:
    assert names_at(RegisterCase, ()) == list(RegisterCase.model_fields)
    assert "given_name" in names_at(RegisterCase, ("persons", 3))
    assert "given_name" not in names_at(RegisterCase, ())


def test_a_key_twice_is_named_only_if_it_is_ours() -> None:
    for key, field in ((NAME, ""), ("house", "house")):
        with pytest.raises(NotUnderstood) as refused:
            read_json(f'{{"{key}": 1, "{key}": 2}}'.encode(), names_of(RegisterCase))
        assert [fault.field for fault in refused.value.faults] == [field]


async def asked(**query: str) -> httpx.Response:
    """The answer of a small app to a question about a day."""
    app = FastAPI()
    answer_errors(app)

    @app.get("/days")
    async def days(request: Request, on: AskedDay) -> dict[str, str]:
        only_known_queries(request)
        return {"on": on.isoformat()}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://days") as client:
        return await client.get("/days", params=query)


async def test_a_parameter_that_the_caller_made_up_is_not_repeated() -> None:
    answer = await asked(on="2018-10-15", **{NAME: "1", "Anna": "2"})
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["field"], fault["rule"]) == (422, "", "unknown_parameter")
    assert fault["detail"] == "there are 2 parameters that are not known here; known are: on"
    assert NAME not in answer.text


@pytest.mark.parametrize(("day", "bound"), [("0001-01-01", "1990-01-01"), ("9999-12-31", "2199-12-31")])
async def test_a_bound_of_days_is_written_as_a_day(day: str, bound: str) -> None:
    """In a body and in a question."""
    (fault,) = faults(RegisterCase, case(placed_on=day))
    assert (fault.field, fault.rule) == ("placed_on", "range")
    assert bound in said(fault)
    assert said(fault, "de").endswith(f" {bound} sein")
    (questioned,) = (await asked(on=day)).json()["errors"]
    assert questioned["detail"] == said(fault)
    assert (await asked(on="2018-10-15")).json() == {"on": "2018-10-15"}


def test_every_bound_and_form_of_a_command_can_be_said() -> None:
    """A bound that is left to Python (as of a day that was checked before) would be said as Python writes it."""
    for service in ("intake", "allocation", "reporting", "provider"):
        import_module(f"services.{service}.app")
    kinds = [kind for kind in all_below(Command) if kind.__module__.startswith("services.")]
    assert len(kinds) > 15
    for kind in kinds:
        text = repr(kind.model_json_schema())
        assert not re.findall(r"'(?:ge|le|gt|lt)':", text), kind
        assert set(patterns_in(kind.model_json_schema())) <= set(FORMS), kind


def all_below(kind: type[Any]) -> list[type[Any]]:
    return [found for each in kind.__subclasses__() for found in (each, *all_below(each))]


def patterns_in(node: Any) -> list[str]:
    match node:
        case {"pattern": str(pattern)}:
            return [pattern]
        case dict():
            keys = list(node.get("patternProperties", {}))
            return keys + [found for inner in node.values() for found in patterns_in(inner)]
        case list():
            return [found for inner in node for found in patterns_in(inner)]
    return []


@pytest.mark.parametrize(
    ("changed", "field", "rule"),
    [
        ({"placed_on": "2018-02-30"}, "placed_on", "day"),
        ({"persons": [{"person_id": str(uuid4()), "given_name": "An\u200bna"}]}, "given_name", "hidden_characters"),
        ({"persons": [{"person_id": str(uuid4()), "given_name": "Rene\u0301"}]}, "given_name", "not_composed"),
        ({"persons": [{"person_id": str(uuid4()), "given_name": " Anna"}]}, "given_name", "one_line"),
        ({"persons": [{"person_id": str(uuid4()), "given_name": " "}]}, "given_name", "empty"),
        ({"persons": [{"person_id": str(uuid4()), "given_name": "Anna 🏠"}]}, "given_name", "letters"),
        ({"house": "Frau Müller"}, "house", "form"),
    ],
)
def test_each_rule_has_a_code_of_its_own(changed: dict[str, Any], field: str, rule: str) -> None:
    (fault,) = faults(RegisterCase, case(**changed))
    assert fault.field.endswith(field)
    assert fault.rule == rule


def test_an_id_of_a_form_of_its_own_is_explained_in_words() -> None:
    (fault,) = faults(RegisterCase, case(house="Frau Müller"))
    assert "letters A-Z, digits or . _ -" in said(fault)
    assert "ohne Leerzeichen und Umlaute" in said(fault, "de")
    assert "Müller" not in said(fault)


def test_one_entry_is_not_said_in_the_plural() -> None:
    (fault,) = faults(RegisterCase, case(persons=[]))
    assert said(fault) == "must have at least one entry"
    assert said(fault, "de") == "muss mindestens einen Eintrag haben"
    (fault,) = faults(RegisterCase, case(persons=[{"person_id": str(uuid4()), "given_name": ""}]))
    assert said(fault, "de") == "muss mindestens ein Zeichen haben"
