"""Codes of a person change, and are put right where they were wrong. Both stay readable."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.intake.domain.household import Case, codes_on, evolve
from services.intake.domain.naming import RecordNames
from services.intake.domain.persons import CodedPerson
from services.intake.domain.recording import RecordPerson
from shared.events.intake import PersonRecorded, RegisteredPerson
from shared.events.person import NamesRecorded
from shared.ids import wire_id
from tests.given import TODAY, given, recorded
from tests.intake.test_case import CASE, PLACED, REGISTERED, named, registration

PERSON = wire_id("person", "p1")
LATER = date(2018, 11, 1)
FIRST_FACT = recorded(REGISTERED)[0].event_id


def coded(**codes: object) -> CodedPerson:
    return CodedPerson.model_validate({"person_id": PERSON, **codes})


def record(on: date = LATER, corrects: UUID | None = None, **codes: object) -> RecordPerson:
    return RecordPerson(case_id=CASE, person=coded(**codes), on=on, corrects=corrects)


def said(on: date = LATER, corrects: UUID | None = None, **codes: object) -> PersonRecorded:
    return PersonRecorded(case_id=CASE, person=coded(**codes).codes(), on=on, corrects=corrects)


def holds(*events: PersonRecorded, on: date = TODAY) -> RegisteredPerson:
    state = Case()
    for fact in recorded(REGISTERED, *events):
        state = evolve(state, fact)
    codes = codes_on(state, PERSON, on)
    assert codes is not None
    return codes.person


def test_a_residence_class_is_recorded_anew_with_its_last_day() -> None:
    until = date(2020, 1, 31)
    wish = record(residence_class="permit", residence_valid_until=until)
    given(REGISTERED).when(wish).then(said(residence_class="permit", residence_valid_until=until))


def test_what_holds_already_is_not_recorded_again() -> None:
    given(REGISTERED).when(record()).nothing()
    given(REGISTERED, said(sex="f")).when(record(sex="f")).nothing()
    given(REGISTERED, said(sex="f")).when(record(on=TODAY, sex="f")).nothing()


def test_what_is_recorded_late_holds_until_the_later_one() -> None:
    events = (said(TODAY, residence_class="permit"), said(LATER, residence_class="tolerated"))
    assert holds(*events).residence_class == "permit"
    assert holds(*events, on=LATER).residence_class == "tolerated"
    assert holds(*events, on=PLACED).residence_class == "not_stated"


def test_a_correction_points_at_the_wrong_fact_and_has_its_day() -> None:
    right = record(on=PLACED, corrects=FIRST_FACT, nationality="SY")
    given(REGISTERED).when(right).then(said(PLACED, FIRST_FACT, nationality="SY"))
    given(REGISTERED, said(PLACED, FIRST_FACT, nationality="SY")).when(right).nothing()
    given(REGISTERED).when(record(corrects=FIRST_FACT, nationality="SY")).refused("from the day of what it corrects")
    given(REGISTERED).when(record(corrects=wire_id("x", "y"), nationality="SY")).refused("was not said of this person")


def test_a_correction_of_what_was_said_first_leaves_what_was_said_later() -> None:
    later, correction = said(TODAY, nationality="IQ"), said(PLACED, FIRST_FACT, nationality="SY")
    assert holds(later, correction).nationality == "IQ"
    assert holds(later, correction, on=LATER).nationality == "SY"


def test_a_correction_is_corrected_by_pointing_at_it() -> None:
    once = said(PLACED, FIRST_FACT, nationality="SY")
    given(REGISTERED, once).when(record(PLACED, FIRST_FACT, nationality="IQ")).refused("correct the correction")
    second = recorded(REGISTERED, once)[1].event_id
    given(REGISTERED, once).when(record(PLACED, second, nationality="IQ")).then(said(PLACED, second, nationality="IQ"))
    assert holds(once, said(PLACED, second, nationality="IQ")).nationality == "IQ"


def test_nothing_is_said_of_a_stranger_or_before_she_came_or_before_its_day() -> None:
    stranger = RecordPerson(case_id=CASE, person=CodedPerson(person_id=wire_id("person", "p9")), on=LATER)
    given(REGISTERED).when(stranger).missing()
    given(REGISTERED).when(record(PLACED - timedelta(days=1), sex="f")).refused("before the day she came")
    given(REGISTERED).when(record(TODAY + timedelta(days=1), sex="f")).refused("before its day")


def test_languages_and_needs_are_codes_and_each_is_named_once() -> None:
    languages = ({"language": "ar", "level": "fluent", "interpreter_needed": "yes"}, {"language": "de"})
    assert given(REGISTERED).when(record(languages=languages, needs=({"domain": "protected"},))).error is None
    given(REGISTERED).when(record(languages=({"language": "ar"}, {"language": "ar"}))).refused(
        "language is named twice"
    )
    given(REGISTERED).when(record(needs=({"domain": "work"}, {"domain": "work"}))).refused("need is named twice")
    for wrong in ("Arabic", "AR", "a", "arab", ""):
        with pytest.raises(ValidationError):
            coded(languages=({"language": wrong},))
    with pytest.raises(ValidationError):
        coded(needs=({"domain": "health"},))


def test_a_birth_date_stays_out_of_the_facts_and_gives_the_year() -> None:
    person = named("p1", birth_date=date(1984, 3, 1))
    assert person.codes().birth_year == 1984
    assert "birth_date" not in RegisteredPerson.model_fields
    with pytest.raises(ValidationError, match="year of the birth date"):
        named("p1", birth_date=date(1984, 3, 1), birth_year=1985)
    unborn = registration(named("p1", birth_date=TODAY + timedelta(days=1)))
    given().when(unborn).refused("birth date lies in the future")


def test_that_names_were_recorded_is_a_fact_and_which_is_none() -> None:
    names = RecordNames(person_id=PERSON, given_name="Amina", family_name="Yusuf")
    given(REGISTERED).when(names).then(NamesRecorded(person_id=PERSON, case_id=CASE))
    given().when(names).missing()
