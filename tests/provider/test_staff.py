"""The staff list: who joins, is away with a substitute, comes back and leaves."""

from datetime import date

import pytest

from services.provider.domain.caseworker import AssignCaseworker
from services.provider.domain.own import OwnCommand
from services.provider.domain.staff import EndAbsence, JoinStaff, LeaveStaff, RecordAbsence, SetStaffRoles
from shared.event import Event
from shared.events.provider import CaseClosed, CaseworkerAssigned
from shared.events.staff import StaffAbsent, StaffJoined, StaffLeft, StaffReturned, StaffRolesSet
from tests.given import TODAY, given
from tests.provider.here import ANNA, BERT, CARO, CASE, HERE, at_drk

START, MAY, JUNE = date(2018, 10, 1), date(2019, 5, 1), date(2019, 6, 1)


def joined(staff_ref: object) -> StaffJoined:
    return StaffJoined.model_validate(
        {"provider": "drk", "staff_ref": staff_ref, "roles": ("caseworker",), "on": START}
    )


def in_charge(on: date = START) -> CaseworkerAssigned:
    return CaseworkerAssigned(provider="drk", case_id=CASE, staff_ref=ANNA, on=on)


def away(until_on: date | None = date(2019, 5, 31)) -> StaffAbsent:
    return StaffAbsent(provider="drk", staff_ref=ANNA, from_on=MAY, until_on=until_on, substitute=BERT)


def absence(from_on: date = MAY, until_on: date | None = date(2019, 5, 31), substitute: object = BERT) -> OwnCommand:
    return at_drk(RecordAbsence, staff_ref=ANNA, from_on=from_on, until_on=until_on, substitute=substitute)


STAFF: list[Event] = [*HERE, joined(ANNA), joined(BERT)]
LEFT = StaffLeft(provider="drk", staff_ref=ANNA, on=JUNE)


def test_a_worker_joins_once_and_their_names_are_no_part_of_the_fact() -> None:
    join = at_drk(JoinStaff, staff_ref=ANNA, on=START, given_name="Anna", family_name="Berg")
    given().when(join).then(joined(ANNA))
    given(joined(ANNA)).when(join).nothing()
    given(joined(ANNA)).when(at_drk(JoinStaff, staff_ref=ANNA, on=MAY)).refused("already")


def test_who_left_may_join_again() -> None:
    again = at_drk(JoinStaff, staff_ref=ANNA, on=JUNE)
    assert given(joined(ANNA), LEFT).when(again).events
    given(joined(ANNA), LEFT).when(at_drk(JoinStaff, staff_ref=ANNA, on=MAY)).refused("already")


def test_roles_are_set_and_set_back() -> None:
    lead = StaffRolesSet(provider="drk", staff_ref=ANNA, roles=("caseworker", "lead"), on=MAY)
    plain = StaffRolesSet(provider="drk", staff_ref=ANNA, roles=("caseworker",), on=MAY)
    set_lead = at_drk(SetStaffRoles, staff_ref=ANNA, roles=("lead", "caseworker", "lead"), on=MAY)
    given(*STAFF).when(set_lead).then(lead)
    given(*STAFF, lead).when(set_lead).nothing()
    given(*STAFF, lead, plain).when(set_lead).then(lead)
    given(*STAFF, lead, plain.model_copy(update={"on": JUNE})).when(set_lead).nothing()


def test_a_worker_is_away_with_a_substitute_of_the_staff() -> None:
    given(*STAFF).when(absence()).then(away())
    given(*STAFF, away()).when(absence()).nothing()
    given(*STAFF).when(absence(substitute=CARO)).refused("does not belong to the staff")
    given(*STAFF).when(absence(substitute=ANNA)).refused("stands in for themselves")


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [(date(2019, 5, 31), None), (date(2019, 4, 1), MAY), (date(2019, 5, 10), date(2019, 5, 12))],
)
def test_two_absences_share_no_day(from_on: date, until_on: date | None) -> None:
    given(*STAFF, away()).when(absence(from_on, until_on)).refused("absent then already")


def test_an_absence_after_another_is_recorded() -> None:
    assert given(*STAFF, away()).when(absence(JUNE, None)).events


def test_an_absence_does_not_end_before_it_begins() -> None:
    given(*STAFF).when(absence(until_on=date(2019, 4, 30))).refused("on or after the day it begins")


def test_a_worker_comes_back_before_the_end_or_when_nobody_knew_it() -> None:
    back = at_drk(EndAbsence, staff_ref=ANNA, on=date(2019, 5, 20))
    returned = StaffReturned(provider="drk", staff_ref=ANNA, on=date(2019, 5, 20))
    for absent in (away(), away(None)):
        given(*STAFF, absent).when(back).then(returned)
        given(*STAFF, absent, returned).when(back).nothing()
    given(*STAFF).when(back).refused("not recorded as absent")
    assert given(*STAFF, away(), returned).when(absence(date(2019, 5, 20))).events


def test_who_leaves_leaves_no_case_behind() -> None:
    leave = at_drk(LeaveStaff, staff_ref=ANNA, on=JUNE)
    given(*STAFF, in_charge()).when(leave).refused("in charge of 1 cases")
    given(*STAFF, in_charge(date(2019, 7, 1))).when(leave).refused("in charge of 1 cases")
    moved = CaseworkerAssigned(provider="drk", case_id=CASE, staff_ref=BERT, on=JUNE)
    given(*STAFF, in_charge(), moved).when(leave).then(LEFT)
    given(*STAFF, LEFT).when(leave).nothing()


def test_a_closed_case_keeps_nobody() -> None:
    closed = CaseClosed(provider="drk", case_id=CASE, outcome="wish", closed_on=TODAY)
    given(*STAFF, in_charge(), closed).when(at_drk(LeaveStaff, staff_ref=ANNA, on=JUNE)).then(LEFT)


def test_nothing_is_recorded_of_somebody_who_is_not_on_the_list() -> None:
    for kind in (LeaveStaff, EndAbsence):
        given(joined(BERT)).when(at_drk(kind, staff_ref=ANNA, on=JUNE)).missing()
    given(joined(BERT)).when(absence()).missing()
    given(joined(ANNA), LEFT).when(absence(JUNE, None, None)).refused("does not belong")


def test_a_case_goes_to_somebody_of_the_staff_where_a_list_is_kept() -> None:
    to_caro = at_drk(AssignCaseworker, case_id=CASE, staff_ref=CARO, on=MAY)
    given(*STAFF).when(to_caro).refused("does not belong to the staff")
    assert given(*HERE).when(to_caro).events
