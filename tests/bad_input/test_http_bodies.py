"""Items 19 to 28, 31 and 36: what stands in the body. One cause, one sentence, the field by name."""

import json
from typing import Any
from uuid import uuid4

import pytest

from shared.cli.instance import Instance
from tests.bad_input.desk import CANARY, Desk, person, refused, registration, rules


def one_fault(desk: Desk, body: Any, field: str, rule: str, **more: Any) -> str:
    """Refused for exactly this, in English and German; nothing recorded. The English sentence."""
    with desk.recording(facts=0):
        english = refused(desk.put(body, **more), 422, field)
        german = refused(desk.put(body, headers={"Accept-Language": "de-DE,de;q=0.9"}, **more), 422, field)
    assert rules(english) == rules(german) == [(field, rule)]
    assert german["detail"] != english["detail"]
    return str(english["detail"])


def test_19_an_unknown_field(desk: Desk) -> None:
    said = one_fault(desk, registration(colour=CANARY), "", "unknown_field")
    assert said.startswith("there is a field that is not known here; known are: ")
    assert "colour" not in said


@pytest.mark.parametrize("name", [CANARY, f"{CANARY} Beeblebrox", "<script>", "a" * 41, "", "\u202ereversed", "ä"])
def test_19_the_name_of_an_unknown_field_is_not_repeated(desk: Desk, name: str) -> None:
    one_fault(desk, registration(**{name: 1}), "", "unknown_field")


def test_20_a_key_that_stands_twice(desk: Desk) -> None:
    """The last one would win unseen, in some readers; in others the first."""
    text = json.dumps(registration())
    for twice in (f'{{"house": "{CANARY}", {text[1:]}', f'{{"hous\\u0065": "{CANARY}", {text[1:]}'):
        assert "names a key twice" in one_fault(desk, twice.encode(), "house", "key_twice")
    inner = json.dumps(registration(persons=["PERSON"])).replace('"PERSON"', '{"sex": "f", "sex": "m"}')
    one_fault(desk, inner.encode(), "sex", "key_twice")


@pytest.mark.parametrize("body", [b"", b" ", b"\n"])
def test_21_an_empty_body(desk: Desk, body: bytes) -> None:
    assert one_fault(desk, body, "", "json") == "The body must be JSON."


@pytest.mark.parametrize(
    "body",
    [b"Zaphodine", b"{", b"{'house': 1}", b'{"house": 1,}', b"house=1", b"<case/>", b'{"a": 1} {"a": 1}', b"{\x00}"],
)
def test_22_what_is_no_json(desk: Desk, body: bytes) -> None:
    assert one_fault(desk, body, "", "json") == "The body must be JSON."


@pytest.mark.parametrize("body", [b"null", b"[]", b"5", b'"Zaphodine"', b"true", b"[[]]"])
def test_22_json_of_another_kind(desk: Desk, body: bytes) -> None:
    assert one_fault(desk, body, "", "object") == "must be an object"


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"],
)
def test_23_another_content_type(desk: Desk, content_type: str) -> None:
    body = registration()
    with desk.recording(facts=0):
        refused(desk.put(body, headers={"Content-Type": content_type}), 415, "application/json")


def test_23_the_right_content_type_in_other_letters_and_with_a_charset(desk: Desk) -> None:
    with desk.recording(facts=1):
        answer = desk.put(registration(), headers={"Content-Type": "Application/JSON; charset=utf-8"})
        assert answer.status_code == 201


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig"])
def test_24_another_encoding(desk: Desk, encoding: str) -> None:
    body = json.dumps(registration(persons=person(given_name="Weiß")), ensure_ascii=False).encode(encoding)
    with desk.recording(facts=0):
        assert rules(refused(desk.put(body), 422))[0][1] in ("encoding", "json")


@pytest.mark.parametrize("damage", [b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"])
def test_24_bytes_that_are_no_utf_8(desk: Desk, damage: bytes) -> None:
    body = json.dumps(registration(house="HOUSE")).encode().replace(b"HOUSE", damage)
    assert one_fault(desk, body, "", "encoding") == "The body must be written in UTF-8."


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_25_numbers_that_json_does_not_know(desk: Desk, number: str) -> None:
    body = json.dumps(registration(persons=person(birth_year="YEAR"))).replace('"YEAR"', number)
    one_fault(desk, body.encode(), "", "json")


@pytest.mark.parametrize("number", ["1e999", "1984.5", "1984e0", "-1e400", "1E3"])
def test_25_numbers_that_are_not_whole(desk: Desk, number: str) -> None:
    body = json.dumps(registration(persons=person(birth_year="YEAR"))).replace('"YEAR"', number)
    one_fault(desk, body.encode(), "persons.0.birth_year", "whole_number")


@pytest.mark.parametrize("value", ["1984", True, False, None, [], {}, [1984]])
def test_26_a_number_of_another_kind(desk: Desk, value: Any) -> None:
    one_fault(desk, registration(persons=person(birth_year=value)), "persons.0.birth_year", "whole_number")


@pytest.mark.parametrize("value", [5, True, None, ["bad-input"], {"id": "bad-input"}])
def test_26_a_text_of_another_kind(desk: Desk, value: Any) -> None:
    one_fault(desk, registration(house=value), "house", "text")


@pytest.mark.parametrize("value", [None, "", {}, "Anna", 5])
def test_26_a_list_of_another_kind(desk: Desk, value: Any) -> None:
    one_fault(desk, registration(persons=value), "persons", "list")


@pytest.mark.parametrize(
    ("digits", "field", "rule"),
    [(30, "persons.0.birth_year", "range"), (5_000, "", "number_range"), (200_000, "", "number_range")],
)
def test_27_a_number_without_end(desk: Desk, digits: int, field: str, rule: str) -> None:
    body = json.dumps(registration(persons=person(birth_year="YEAR"))).replace('"YEAR"', "1" + "0" * digits)
    one_fault(desk, body.encode(), field, rule)


@pytest.mark.parametrize(
    ("cents", "rule"),
    [
        ("1e1000000", "whole_number"),
        ("100", "whole_number"),
        ("12,50", "whole_number"),
        ("١٢", "whole_number"),
        (0.1 + 0.2, "whole_number"),
        (1.005, "whole_number"),
        (-0.0, "whole_number"),
        (0, "range"),
        (-1, "range"),
        (10**13, "range"),
        ({"amount": 5, "currency": "USD"}, "whole_number"),
    ],
    ids=str,
)
def test_28_an_amount_that_is_no_amount_in_cents(stack: Instance, cents: Any, rule: str) -> None:
    desk, grant = Desk(stack, "reporting", "grant_officer"), str(uuid4())
    body = {"grant_id": grant, "cents": cents, "paid_on": "2018-10-15", "payment_ref": "b1"}
    with desk.recording(facts=0):
        said = refused(desk.ask("POST", f"/grants/{grant}/funds-received", json=body), 422, "cents")
        assert rules(said) == [("cents", rule)]
        said = refused(desk.ask("POST", f"/grants/{grant}/funds-received", json=body | {"currency": CANARY}), 422)
        assert ("", "unknown_field") in rules(said)


@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"a":' * 40_000, b"[" * 21 + b"]" * 21, b"[" * 900 + b"]" * 900])
def test_31_a_body_without_a_bottom(desk: Desk, deep: bytes) -> None:
    assert "20 levels" in one_fault(desk, deep, "", "too_deep")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({str(number): 1 for number in range(201)}, "too_many"),
        ([1] * 1001, "too_many"),
        ({"house": "x" * 10_001}, "too_long"),
    ],
    ids=["keys", "entries", "characters"],
)
def test_31_a_body_too_wide(desk: Desk, body: Any, rule: str) -> None:
    one_fault(desk, body, "", rule)


@pytest.mark.parametrize(
    "day",
    [
        "2024-02-30", "2019-02-29", "0000-01-01", "10000-01-01", "2018-13-01", "2018-1-5", "20181015", "15.10.2018",
        "2018-10-15T00:00:00", "2018-10-15T00:00:00Z", "2018-10-15T02:30:00+02:00", "2018-W42-1", "today", "",
        " 2018-10-15", "2018-10-15\n", "٢٠١٨-١٠-١٥", 1539561600, 1539561600.5, True, None, [], "2018-10-15 " + CANARY,
    ],
)  # fmt: skip
def test_36_what_is_no_day(desk: Desk, day: Any) -> None:
    with desk.recording(facts=0):
        said = refused(desk.put(registration(placed_on=day)), 422, "YYYY-MM-DD")
        assert rules(said) == [("placed_on", "day")]


@pytest.mark.parametrize("day", ["1989-12-31", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_36_a_day_that_no_town_means(desk: Desk, day: str) -> None:
    one_fault(desk, registration(placed_on=day), "placed_on", "range")


@pytest.mark.parametrize("year", [1889, 2201, 0, -1, 1984_000])
def test_36_a_birth_that_nobody_had(desk: Desk, year: int) -> None:
    one_fault(desk, registration(persons=person(birth_year=year)), "persons.0.birth_year", "range")


def test_36_a_birth_in_the_future_is_told_by_the_domain_s_own_day(desk: Desk) -> None:
    with desk.recording(facts=0):
        refused(desk.put(registration(persons=person(birth_year=2200))), 409, "A birth year lies in the future.")


def test_36_every_faulty_entry_is_named_once(desk: Desk) -> None:
    """That no good entry is left is no second fault."""
    persons = [{"person_id": CANARY}, {"person_id": str(uuid4()), "sex": CANARY}]
    with desk.recording(facts=0):
        said = refused(desk.put(registration(persons=persons)), 422)
    assert rules(said) == [("persons.0.person_id", "uuid"), ("persons.1.sex", "choice")]
    assert said["detail"] == "persons.0.person_id: must be a UUID; persons.1.sex: must be one of: f, m, d, not_stated"
