"""A list is taken in by one decision, once, and nothing of it if one household cannot be."""

from datetime import date, timedelta

from services.intake.domain.importing import AlreadyWith, ArrivedHousehold, ImportList
from shared.events.intake import CaseRegistered, ListImported, TakenOver
from shared.ids import wire_id
from tests.given import TODAY, given
from tests.intake.test_case import PLACED, named

LIST = wire_id("list", "1")


def household(slug: str, *persons: str, since: date | None = None, placed_on: date = PLACED) -> ArrivedHousehold:
    return ArrivedHousehold(
        case_id=wire_id("case", slug),
        house="sandloch",
        placed_on=placed_on,
        received_on=placed_on,
        persons=tuple(named(each) for each in persons),
        taken_over=AlreadyWith(provider="drk", entrusted_on=since) if since else None,
    )


def registered(slug: str, *persons: str, since: date | None = None) -> CaseRegistered:
    return CaseRegistered(
        case_id=wire_id("case", slug),
        house="sandloch",
        placed_on=PLACED,
        received_on=PLACED,
        persons=tuple(named(each).codes() for each in persons),
        taken_over=TakenOver(provider="drk", entrusted_on=since) if since else None,
    )


def wish(*households: ArrivedHousehold) -> ImportList:
    return ImportList(list_id=LIST, households=households)


def imported(households: int, persons: int, take_over: bool = False) -> ListImported:
    return ListImported(list_id=LIST, household_count=households, person_count=persons, take_over=take_over)


TWO = wish(household("a", "p1", "p2"), household("b", "p3"))
FACTS = (imported(2, 3), registered("a", "p1", "p2"), registered("b", "p3"))


def test_a_list_is_one_decision() -> None:
    given().when(TWO).then(*FACTS)


def test_the_same_list_again_changes_nothing() -> None:
    given(*FACTS).when(TWO).nothing()


def test_a_list_is_refused_as_a_whole() -> None:
    late = household("c", "p4", placed_on=TODAY + timedelta(days=400))
    given().when(wish(household("a", "p1"), late)).refused("more than a year ahead")
    given(registered("b", "p3")).when(TWO).refused("registered already")
    given().when(wish(household("a", "p1"), household("b", "p1"))).refused("in this list twice")


def test_a_running_caseload_says_who_has_it_and_since_when() -> None:
    since = PLACED + timedelta(days=3)
    given().when(wish(household("a", "p1", since=since))).then(
        imported(1, 1, take_over=True), registered("a", "p1", since=since)
    )
    early = household("a", "p1", since=PLACED - timedelta(days=1))
    given().when(wish(early)).refused("from its placement at the earliest")
    given().when(wish(household("a", "p1", since=TODAY + timedelta(days=1)))).refused("not in the future")
