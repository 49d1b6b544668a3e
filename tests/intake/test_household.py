"""What happens in a household is recorded as it happened: who comes and goes, splits, leaving town, coming back."""

from datetime import date, timedelta

import pytest

from services.intake.domain.case import MoveHousehold, RegisterCase
from services.intake.domain.changes import JoinHousehold, LeaveHousehold, LeaveTown, ReopenCase, SplitHousehold
from services.intake.domain.persons import NamedPerson
from shared.events.codes import JoinCause, LeaveCause
from shared.events.intake import (
    CaseRegistered,
    CaseReopened,
    HouseholdLeft,
    HouseholdMoved,
    HouseholdSplit,
    PersonJoined,
    PersonLeft,
    PersonRecorded,
)
from shared.ids import wire_id
from tests.given import TODAY, given
from tests.intake.test_case import CASE, PLACED, REGISTERED, named, registration

OTHER = wire_id("case", "h2")
ONE = registration(named("p1"))
ALONE = CaseRegistered(
    case_id=CASE, house="sandloch", placed_on=PLACED, received_on=PLACED, persons=(named("p1").codes(),)
)
BORN = date(2018, 11, 1)
BABY = named("p6", birth_date=BORN)
JOINED = PersonJoined(case_id=CASE, person=BABY.codes(), joined_on=BORN, cause="birth")
GONE = HouseholdLeft(case_id=CASE, left_on=BORN)
BACK = CaseReopened(case_id=CASE, reopened_on=TODAY)


def join(person: NamedPerson = BABY, on: date = BORN, cause: JoinCause = "birth") -> JoinHousehold:
    return JoinHousehold(case_id=CASE, person=person, joined_on=on, cause=cause)


def leave(slug: str = "p1", on: date = BORN, cause: LeaveCause = "moved_out") -> LeaveHousehold:
    return LeaveHousehold(case_id=CASE, person_id=wire_id("person", slug), left_on=on, cause=cause)


def left(slug: str = "p1", on: date = BORN) -> PersonLeft:
    return PersonLeft(case_id=CASE, person_id=wire_id("person", slug), left_on=on, cause="moved_out")


def split(*slugs: str, on: date = BORN, house: str | None = None) -> SplitHousehold:
    persons = tuple(wire_id("person", slug) for slug in slugs)
    return SplitHousehold(case_id=CASE, into_case_id=OTHER, persons=persons, split_on=on, house=house)


def was_split(*slugs: str) -> HouseholdSplit:
    return HouseholdSplit(
        case_id=CASE, into_case_id=OTHER, persons=tuple(wire_id("person", slug) for slug in slugs), split_on=BORN
    )


def new_case(*slugs: str, house: str = "sandloch") -> CaseRegistered:
    persons = tuple(each for each in REGISTERED.persons if each.person_id in {wire_id("person", s) for s in slugs})
    return CaseRegistered(
        case_id=OTHER, house=house, placed_on=BORN, received_on=TODAY, persons=persons, split_from=CASE
    )


def test_a_child_is_born_and_the_year_alone_becomes_a_code() -> None:
    given(REGISTERED).when(join()).then(JOINED)
    assert JOINED.person.birth_year == 2018


def test_joining_twice_changes_nothing_also_after_having_left() -> None:
    given(REGISTERED, JOINED).when(join()).nothing()
    given(REGISTERED, JOINED, left("p6", TODAY)).when(join()).nothing()


def test_nobody_joins_a_household_that_he_belongs_to() -> None:
    given(REGISTERED).when(join(named("p3"))).refused("belongs to the household already")


def test_nobody_joins_before_the_household_was_there_or_before_the_day_has_come() -> None:
    given(REGISTERED).when(join(on=PLACED - timedelta(days=1))).refused("before the day it was placed")
    given(REGISTERED).when(join(on=TODAY + timedelta(days=1))).refused("before its day")
    given().when(join()).missing()


def test_who_belongs_to_another_open_case_does_not_join() -> None:
    other = registration(named("p6"), case_id=OTHER)
    registered = CaseRegistered(
        case_id=OTHER, house="sandloch", placed_on=PLACED, received_on=PLACED, persons=(named("p6").codes(),)
    )
    given(REGISTERED, registered).when(join(named("p6"))).refused("belongs to another case")
    went = PersonLeft(case_id=OTHER, person_id=wire_id("person", "p6"), left_on=BORN, cause="moved_out")
    assert given(REGISTERED, registered, went).when(join(named("p6"))).error is None
    assert given(REGISTERED, JOINED, left("p6")).when(other).error is None


def test_a_household_never_has_more_than_thirty_persons() -> None:
    many = CaseRegistered(
        case_id=CASE,
        house="sandloch",
        placed_on=PLACED,
        received_on=PLACED,
        persons=tuple(named(f"q{number}").codes() for number in range(30)),
    )
    given(many).when(join()).refused("at most 30")


def test_a_person_leaves_and_her_household_stays() -> None:
    given(REGISTERED).when(leave()).then(left())
    given(REGISTERED, left()).when(leave()).nothing()
    given(REGISTERED, left()).when(leave(on=TODAY)).refused("does not belong")
    given(REGISTERED).when(leave("p9")).refused("does not belong")
    given(REGISTERED).when(leave(on=PLACED - timedelta(days=1))).refused("before the day she came")


def test_with_its_last_person_a_household_is_gone() -> None:
    given(ALONE).when(leave()).then(left(), GONE)
    given(ALONE, left(), GONE).when(leave()).nothing()
    given(ALONE, left(), GONE).when(ReopenCase(case_id=CASE, reopened_on=TODAY)).refused("Nobody belongs")


def test_a_split_is_one_decision_and_two_cases() -> None:
    given(REGISTERED).when(split("p4", "p5")).then(was_split("p4", "p5"), new_case("p4", "p5"))
    given(REGISTERED, was_split("p4", "p5"), new_case("p4", "p5")).when(split("p4", "p5")).nothing()


def test_a_split_off_household_may_live_elsewhere_and_else_lives_where_all_lived_on_that_day() -> None:
    given(REGISTERED).when(split("p5", house="klausing")).then(was_split("p5"), new_case("p5", house="klausing"))
    before = HouseholdMoved(case_id=CASE, house="nord", moved_on=PLACED + timedelta(days=2))
    after = HouseholdMoved(case_id=CASE, house="sued", moved_on=TODAY)
    given(REGISTERED, before, after).when(split("p5")).then(was_split("p5"), new_case("p5", house="nord"))


def test_a_split_off_person_has_the_codes_that_hold_on_that_day() -> None:
    now = named("p5", residence_class="permit").codes()
    later = named("p5", residence_class="tolerated").codes()
    said = PersonRecorded(case_id=CASE, person=now, on=BORN), PersonRecorded(case_id=CASE, person=later, on=TODAY)
    expected = new_case("p5").model_copy(update={"persons": (now,)})
    given(REGISTERED, *said).when(split("p5")).then(was_split("p5"), expected)


def test_a_split_leaves_somebody_and_takes_only_who_belongs() -> None:
    given(REGISTERED).when(split("p1", "p2", "p3", "p4", "p5")).refused("At least one person stays")
    given(REGISTERED).when(split("p1", "p9")).refused("does not belong")
    given(REGISTERED).when(split("p1", "p1")).refused("named twice")
    given(REGISTERED).when(split("p1", on=TODAY + timedelta(days=1))).refused("before its day")
    other = ALONE.model_copy(update={"case_id": OTHER, "persons": (named("p9").codes(),)})
    given(REGISTERED, other).when(split("p1")).refused("registered already")


def test_who_was_split_off_belongs_to_the_new_case() -> None:
    history = (REGISTERED, was_split("p4", "p5"), new_case("p4", "p5"))
    given(*history).when(leave("p5", TODAY)).refused("does not belong")
    third = registration(named("p5"), case_id=wire_id("case", "h3"))
    given(*history).when(third).refused("belongs to another case")


def test_a_household_leaves_the_town_and_nothing_happens_in_it_any_more() -> None:
    given(REGISTERED).when(LeaveTown(case_id=CASE, left_on=BORN)).then(GONE)
    given(REGISTERED, GONE).when(LeaveTown(case_id=CASE, left_on=BORN)).nothing()
    for command in (
        join(),
        split("p1"),
        MoveHousehold(case_id=CASE, house="klausing", moved_on=TODAY),
        LeaveTown(case_id=CASE, left_on=TODAY),
    ):
        given(REGISTERED, GONE).when(command).refused("closed: reopen it first")


def test_nobody_leaves_the_town_before_he_came() -> None:
    given(REGISTERED).when(LeaveTown(case_id=CASE, left_on=PLACED - timedelta(days=1))).refused(
        "before all its persons"
    )
    given(REGISTERED, JOINED).when(LeaveTown(case_id=CASE, left_on=PLACED)).refused("before all")
    given(REGISTERED).when(LeaveTown(case_id=CASE, left_on=TODAY + timedelta(days=1))).refused("before its day")


def test_a_case_is_opened_again() -> None:
    reopen = ReopenCase(case_id=CASE, reopened_on=TODAY)
    given(REGISTERED, GONE).when(reopen).then(BACK)
    given(REGISTERED, GONE, BACK).when(reopen).nothing()
    given(REGISTERED).when(reopen).refused("This case is open")
    given(REGISTERED, GONE).when(ReopenCase(case_id=CASE, reopened_on=PLACED)).refused("before the day it was closed")
    assert given(REGISTERED, GONE, BACK).when(join()).error is None


def test_who_came_back_in_another_household_is_not_in_two() -> None:
    elsewhere = ALONE.model_copy(update={"case_id": OTHER})
    again: RegisterCase = registration(named("p1"), case_id=OTHER)
    given(REGISTERED, GONE).when(again).then(elsewhere)
    reopen = ReopenCase(case_id=CASE, reopened_on=TODAY)
    given(REGISTERED, GONE, elsewhere).when(reopen).refused("belongs to another case")
    assert given(REGISTERED, GONE, elsewhere, left("p1", TODAY)).when(reopen).error is None


@pytest.mark.parametrize("on", [PLACED, TODAY])
def test_the_days_of_a_stay_are_its_first_and_the_first_without(on: date) -> None:
    assert given(REGISTERED).when(leave(on=on)).error is None
