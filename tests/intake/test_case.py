"""A household is taken in once, with all its persons, and it moves as a whole."""

import json
import unicodedata
from datetime import date
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.intake.domain.case import MoveHousehold, RegisterCase
from services.intake.domain.persons import NamedPerson
from shared.event import encode
from shared.events.intake import CaseRegistered, HouseholdMoved, RegisteredPerson
from shared.ids import wire_id
from tests.given import TODAY, given, recorded

CASE = wire_id("case", "h1")
PLACED = date(2018, 10, 15)


def named(slug: str, **codes: object) -> NamedPerson:
    person = {"person_id": wire_id("person", slug), "given_name": "Amina", "family_name": "Yusuf"}
    return NamedPerson.model_validate({**person, **codes})


def registration(*persons: NamedPerson, case_id: UUID = CASE, house: str = "sandloch") -> RegisterCase:
    return RegisterCase(case_id=case_id, house=house, placed_on=PLACED, received_on=PLACED, persons=persons)


FIVE = registration(*(named(f"p{number}") for number in range(1, 6)))
REGISTERED = CaseRegistered(
    case_id=CASE,
    house="sandloch",
    placed_on=PLACED,
    received_on=PLACED,
    persons=tuple(person.codes() for person in FIVE.persons),
)


def moved(house: str, on: date) -> HouseholdMoved:
    return HouseholdMoved(case_id=CASE, house=house, moved_on=on)


def move(house: str, on: date) -> MoveHousehold:
    return MoveHousehold(case_id=CASE, house=house, moved_on=on)


def test_five_persons_are_one_household_and_one_decision() -> None:
    given().when(FIVE).then(REGISTERED)


def test_no_name_enters_the_fact() -> None:
    (fact,) = recorded(REGISTERED)
    assert {type(person) for person in REGISTERED.persons} == {RegisteredPerson}
    assert b"Amina" not in encode(fact)
    assert b"Yusuf" not in encode(fact)


def test_the_same_registration_again_changes_nothing_also_after_a_move() -> None:
    given(REGISTERED).when(FIVE).nothing()
    given(REGISTERED, moved("klausing", date(2018, 11, 1))).when(FIVE).nothing()


def test_a_case_is_not_registered_again_with_other_content() -> None:
    given(REGISTERED).when(registration(named("p1"))).refused("with other content")
    given(REGISTERED).when(FIVE.model_copy(update={"house": "klausing"})).refused("with other content")


def test_a_person_belongs_to_one_case() -> None:
    other = registration(named("p3"), named("p9"), case_id=wire_id("case", "h2"))
    given(REGISTERED).when(other).refused("belongs to another case")


def test_a_person_is_named_once_in_a_household() -> None:
    given().when(registration(named("p1"), named("p1"))).refused("named twice")


@pytest.mark.parametrize("count", [0, 31])
def test_a_household_has_one_to_thirty_persons(count: int) -> None:
    with pytest.raises(ValidationError):
        registration(*(named(f"p{number}") for number in range(count)))
    given().when(registration(*(named(f"p{number}") for number in range(30)))).then(
        CaseRegistered(
            case_id=CASE,
            house="sandloch",
            placed_on=PLACED,
            received_on=PLACED,
            persons=tuple(named(f"p{number}").codes() for number in range(30)),
        )
    )


@pytest.mark.parametrize("field", ["placed_on", "received_on"])
def test_days_lie_between_1990_and_a_year_ahead(field: str) -> None:
    with pytest.raises(ValidationError):
        RegisterCase.model_validate({**dict(FIVE), field: date(1989, 12, 31)})
    given().when(FIVE.model_copy(update={field: date(2019, 11, 7)})).refused("more than a year ahead")
    outcome = given().when(FIVE.model_copy(update={field: date(2019, 11, 6)}))
    assert outcome.error is None


def test_a_birth_year_does_not_lie_in_the_future() -> None:
    given().when(registration(named("p1", birth_year=2019))).refused("birth year")
    assert given().when(registration(named("p1", birth_year=2018))).error is None


def test_nobody_has_to_answer() -> None:
    person = NamedPerson(person_id=wire_id("person", "p1"))
    assert person.codes() == RegisteredPerson(person_id=person.person_id)
    assert {person.given_name, person.family_name, person.sex, person.birth_year} == {"not_stated"}


@pytest.mark.parametrize(
    "name", ["Łukasz", "O'Neill-Müller", "José Mª", "محمد", "Nguyễn Văn A", "'; DROP TABLE x; <b>"]
)
def test_a_name_is_written_in_any_script_and_kept_as_it_is(name: str) -> None:
    assert named("p1", given_name=unicodedata.normalize("NFC", name)).given_name == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "name",
    ["", " ", " A", "A ", "x" * 101, "A\x00", "A\nB", "A\u202eB", "A\u200bB", "A\u2028B", "Jose\u0301", "\U0001f600"],
)
def test_a_name_hides_nothing(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        named("p1", given_name=name)
    assert "input_value" not in str(refused.value)


def test_a_household_moves() -> None:
    given(REGISTERED).when(move("klausing", date(2018, 11, 1))).then(moved("klausing", date(2018, 11, 1)))


def test_an_unknown_case_does_not_move() -> None:
    given().when(move("klausing", date(2018, 11, 1))).missing()


def test_a_household_does_not_move_before_it_was_placed() -> None:
    given(REGISTERED).when(move("klausing", date(2018, 10, 14))).refused("before the day it was placed")


def test_a_move_is_not_recorded_years_ahead() -> None:
    given(REGISTERED).when(move("klausing", date(2020, 1, 1))).refused("more than a year ahead")


def test_the_same_move_again_changes_nothing_also_after_a_later_one() -> None:
    first, second = moved("klausing", date(2018, 11, 1)), moved("sandloch", date(2018, 11, 3))
    given(REGISTERED, first).when(move("klausing", date(2018, 11, 1))).nothing()
    given(REGISTERED, first, second).when(move("klausing", date(2018, 11, 1))).nothing()


def test_two_moves_on_one_day_are_not_taken_for_one() -> None:
    first, second = moved("klausing", TODAY), moved("flocken", TODAY)
    given(REGISTERED, first).when(move("flocken", TODAY)).then(second)
    given(REGISTERED, first, second).when(move("klausing", TODAY)).nothing()


def test_a_move_to_where_they_live_already_changes_nothing() -> None:
    given(REGISTERED).when(move("sandloch", date(2018, 11, 1))).nothing()


def test_a_household_moves_back() -> None:
    back = date(2018, 11, 3)
    given(REGISTERED, moved("klausing", date(2018, 11, 1))).when(move("sandloch", back)).then(moved("sandloch", back))


def test_a_forgotten_move_can_be_recorded_late() -> None:
    late = date(2018, 10, 20)
    given(REGISTERED, moved("klausing", date(2018, 11, 1))).when(move("flocken", late)).then(moved("flocken", late))


@pytest.mark.parametrize("day", ["1539561600", 1539561600, "2018-02-30", "15.10.2018", True])
def test_only_a_written_out_day_is_a_day(day: object) -> None:
    body = {"case_id": str(CASE), "house": "klausing", "moved_on": day}
    with pytest.raises(ValidationError):
        MoveHousehold.model_validate_json(json.dumps(body))
    MoveHousehold.model_validate_json(json.dumps(body | {"moved_on": "2018-10-15"}))
