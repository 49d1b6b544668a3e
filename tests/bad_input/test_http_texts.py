"""Items 29 and 30: characters that hide, turn or break what is read, and texts that mean something to a machine."""

from typing import Any
from uuid import uuid4

import pytest

from shared.cli.instance import Instance
from tests.bad_input.desk import CANARY, Desk, person, refused, registration, rules

HIDDEN = {
    "NUL": "\x00", "bell": "\x07", "tab": "\t", "carriage return": "\r", "escape": "\x1b", "delete": "\x7f",
    "next line": "\x85", "right to left": "\u202e", "isolate": "\u2066", "zero width space": "\u200b",
    "zero width joiner": "\u200d", "byte order mark": "\ufeff", "soft hyphen": "\u00ad", "line separator": "\u2028",
    "private use": "\ue000", "not assigned": "\u0378", "tag letter": "\U000e0041",
}  # fmt: skip
INERT = [
    "'; DROP TABLE log; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "*)(uid=*))(|(uid=*",
    "%s%s%n", "../../etc/passwd", "=HYPERLINK(1)", "O'Brien", "Weiß-Çelik", "李", "Nguyễn",
]  # fmt: skip


def override(stack: Instance, reason: Any) -> tuple[Desk, Any]:
    """A coordinator's reason, for a case that is not there: a good text leads to 404."""
    desk, case_id = Desk(stack, "allocation", "coordinator"), str(uuid4())
    body = {"case_id": case_id, "provider": "town", "reason_code": "other", "reason": reason}
    return desk, desk.ask("POST", f"/assignments/{case_id}/override", json=body)


@pytest.mark.parametrize("character", HIDDEN.values(), ids=HIDDEN.keys())
def test_29_a_character_that_hides_or_turns(stack: Instance, desk: Desk, character: str) -> None:
    """In a name, in a reason, and in an id, which has a form of its own."""
    name = f"{CANARY}{character}x"
    with desk.recording(facts=0):
        said = refused(desk.put(registration(persons=person(family_name=name))), 422)
        assert rules(said) == [("persons.0.family_name", "hidden_characters")]
        assert rules(refused(desk.put(registration(house=name)), 422)) == [("house", "form")]
    assert rules(refused(override(stack, name)[1], 422)) == [("reason", "hidden_characters")]


def test_29_text_that_is_not_composed(stack: Instance, desk: Desk) -> None:
    with desk.recording(facts=0):
        said = refused(desk.put(registration(persons=person(given_name="Rene\u0301"))), 422, "NFC")
    assert rules(said) == [("persons.0.given_name", "not_composed")]
    assert rules(refused(override(stack, "Rene\u0301")[1], 422)) == [("reason", "not_composed")]


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "x\\ud83dy", "\\ude00\\ud83d"])
def test_29_half_a_character(desk: Desk, half: str) -> None:
    for field in ("house", f"{CANARY}{half}"):
        body = b'{"' + field.encode() + b'": "' + half.encode() + b'"}'
        with desk.recording(facts=0):
            assert rules(refused(desk.put(body), 422, "half a character")) == [("", "text")]


def test_29_a_picture_is_no_name_and_may_stand_in_a_reason(stack: Instance, desk: Desk) -> None:
    with desk.recording(facts=0):
        said = refused(desk.put(registration(persons=person(given_name="Anna 🏠"))), 422)
    assert rules(said) == [("persons.0.given_name", "letters")]
    refused(override(stack, "needs a house 🏠\nsecond line")[1], 404)


def test_29_ten_thousand_combining_marks(stack: Instance, desk: Desk) -> None:
    marks = "a" + "\u0327" * 10_000
    with desk.recording(facts=0):
        assert rules(refused(desk.put(registration(persons=person(given_name=marks))), 422)) == [("", "too_long")]
        said = refused(desk.put(registration(persons=person(given_name=marks[:500]))), 422)
    assert rules(said) == [("persons.0.given_name", "too_long")]


@pytest.mark.parametrize("blank", [" Anna", "Anna ", " ", "", "Anna\nMaria", "Anna\u00a0Maria", "Anna\u3000Maria"])
def test_29_blanks_where_none_belong(desk: Desk, blank: str) -> None:
    with desk.recording(facts=0):
        said = refused(desk.put(registration(persons=person(given_name=blank))), 422)
    ((field, rule),) = rules(said)
    assert field == "persons.0.given_name"
    assert rule in {"empty", "one_line", "letters", "too_short"}


@pytest.mark.parametrize("text", INERT)
def test_30_a_text_that_means_something_to_a_machine_is_kept_as_it_is(desk: Desk, text: str) -> None:
    """Sent again it is already so; sent with one letter more it is another name."""
    body = registration(persons=person(family_name=text))
    with desk.recording(facts=1):
        assert desk.put(body).status_code == 201
        assert desk.put(body).status_code == 200
        body["persons"][0]["family_name"] = f"{text}x"
        refused(desk.put(body), 409)
