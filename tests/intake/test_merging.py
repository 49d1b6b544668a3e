"""Two entries that are one person become one, and what was recorded of either stays."""

from services.intake.domain.case import RegisterCase
from services.intake.domain.consent import GiveConsent
from services.intake.domain.merging import MergePersons
from shared.events.intake import CaseRegistered, ConsentGiven, ConsentWithdrawn, HouseholdLeft, PersonLeft
from shared.events.person import ConsentRefused, PersonsMerged
from shared.ids import wire_id
from tests.given import TODAY, given
from tests.intake.test_case import CASE, PLACED, REGISTERED, named, registration

OTHER = wire_id("case", "h2")
P1, P2, SECOND = wire_id("person", "p1"), wire_id("person", "p2"), wire_id("person", "q1")


def registered(*slugs: str) -> CaseRegistered:
    persons = tuple(named(slug).codes() for slug in slugs)
    return CaseRegistered(case_id=OTHER, house="sandloch", placed_on=PLACED, received_on=PLACED, persons=persons)


def left(person: str, case: str = "h2") -> PersonLeft:
    return PersonLeft(
        case_id=wire_id("case", case), person_id=wire_id("person", person), left_on=PLACED, cause="merged"
    )


MERGE = MergePersons(person_id=P1, merged_person_id=SECOND, grounds=("same_name", "papers"))
MERGED = PersonsMerged(person_id=P1, merged_person_id=SECOND, case_id=OTHER, on=PLACED, grounds=("same_name", "papers"))


def test_the_second_entry_leaves_its_household_on_the_day_it_came() -> None:
    given(REGISTERED, registered("q1", "q2")).when(MERGE).then(MERGED, left("q1"))
    given(REGISTERED, registered("q1", "q2"), MERGED, left("q1")).when(MERGE).nothing()


def test_a_household_that_was_this_entry_alone_is_gone() -> None:
    given(REGISTERED, registered("q1")).when(MERGE).then(
        MERGED, left("q1"), HouseholdLeft(case_id=OTHER, left_on=PLACED)
    )


def test_two_entries_of_one_household_are_merged() -> None:
    wish = MergePersons(person_id=P1, merged_person_id=P2)
    both = PersonsMerged(person_id=P1, merged_person_id=P2, case_id=CASE, on=PLACED)
    given(REGISTERED).when(wish).then(both, left("p2", "h1"))


def test_an_entry_that_is_in_no_household_any_more_is_merged_too() -> None:
    gone = PersonLeft(case_id=OTHER, person_id=SECOND, left_on=PLACED, cause="moved_out")
    given(REGISTERED, registered("q1", "q2"), gone).when(MERGE).then(MERGED)


def test_an_entry_is_merged_once_and_with_another() -> None:
    history = (REGISTERED, registered("q1", "q2"), MERGED, left("q1"))
    given(*history).when(MergePersons(person_id=P2, merged_person_id=SECOND)).refused("merged with another one already")
    given(*history).when(MergePersons(person_id=SECOND, merged_person_id=P1)).refused("use that one")
    given(REGISTERED).when(MergePersons(person_id=P1, merged_person_id=P1)).refused("with itself")
    given(REGISTERED).when(MERGE).missing()
    given(registered("q1")).when(MERGE).missing()


def test_what_was_kept_can_be_merged_later() -> None:
    history = (REGISTERED, registered("q1", "q2"), MERGED, left("q1"))
    wish = MergePersons(person_id=wire_id("person", "q2"), merged_person_id=P1)
    assert given(*history).when(wish).error is None


def test_nothing_is_stated_for_an_entry_that_was_merged_and_it_joins_nobody() -> None:
    history = (REGISTERED, registered("q1", "q2"), MERGED, left("q1"))
    give = GiveConsent(person_id=SECOND, purpose="sharing", recipient="drk", on=PLACED)
    given(*history).when(give).refused("known under another entry")
    again: RegisterCase = registration(named("q1"), case_id=wire_id("case", "h3"))
    given(*history).when(again).refused("known under another entry")


def test_what_the_second_entry_refused_ends_for_the_first_and_what_it_allowed_is_not_carried_over() -> None:
    allowed = ConsentGiven(person_id=P1, case_id=CASE, purpose="sharing", recipient="drk", on=PLACED)
    refused = ConsentRefused(person_id=SECOND, case_id=OTHER, purpose="sharing", recipient="drk", on=PLACED)
    other = ConsentGiven(person_id=SECOND, case_id=OTHER, purpose="sharing", recipient="town", on=PLACED)
    said = (allowed, refused, other)
    ended = ConsentWithdrawn(person_id=P1, case_id=CASE, purpose="sharing", recipient="drk", on=TODAY)
    given(REGISTERED, registered("q1", "q2"), *said).when(MERGE).then(MERGED, ended, left("q1"))


def test_what_the_first_entry_never_allowed_needs_no_end() -> None:
    refused = ConsentRefused(person_id=SECOND, case_id=OTHER, purpose="sharing", recipient="drk", on=PLACED)
    given(REGISTERED, registered("q1", "q2"), refused).when(MERGE).then(MERGED, left("q1"))
