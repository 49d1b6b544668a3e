"""What was asked for and is not there is recorded, and a flood of it does not fill the log."""

from datetime import date, timedelta
from uuid import UUID

from services.provider.domain.own import OwnCommand
from services.provider.domain.reads import A_DAY_LIMIT, Reads, RefuseAccess, evolve, refuse_access
from shared.event import Event
from shared.events.staff import AccessRefused
from shared.ids import wire_id
from tests.given import TODAY, given, recorded
from tests.provider.here import ANNA, BERT, CASE, at_drk


def knock(opened_id: UUID = CASE, staff_ref: UUID = ANNA) -> OwnCommand:
    return at_drk(RefuseAccess, staff_ref=staff_ref, opened="case", opened_id=opened_id)


def refused(opened_id: UUID = CASE, staff_ref: UUID = ANNA) -> AccessRefused:
    return AccessRefused(
        service="provider-drk", provider="drk", staff_ref=staff_ref, opened="case", opened_id=opened_id
    )


def test_a_refused_access_is_a_fact() -> None:
    given().when(knock()).then(refused())


def test_the_same_knocking_counts_once_a_day_for_each_worker() -> None:
    given(refused()).when(knock()).nothing()
    given(refused()).when(knock(staff_ref=BERT)).then(refused(staff_ref=BERT))


def test_on_the_next_day_it_counts_again() -> None:
    given(refused()).when(knock(), today=TODAY + timedelta(days=1)).then(refused())


def test_so_many_different_things_a_day_and_no_more() -> None:
    many: list[Event] = [refused(wire_id("case", f"c{number}")) for number in range(A_DAY_LIMIT)]
    given(*many).when(knock()).nothing()
    given(*many[1:]).when(knock()).then(refused())
    given(*many).when(knock(staff_ref=BERT)).then(refused(staff_ref=BERT))


def test_what_was_knocked_at_is_forgotten_with_the_day() -> None:
    state = Reads()
    for fact in recorded(refused(), refused(wire_id("case", "other"))):
        state = evolve(state, fact)
    assert (state.day, len(state.knocked[ANNA])) == (TODAY, 2)
    command = knock()
    assert isinstance(command, RefuseAccess)
    assert refuse_access(state, command, date(2018, 11, 6)) == [refused()]
