"""When a worker leaves, all their cases move in one command, and none is left without anybody."""

from datetime import date
from uuid import UUID

from services.provider.domain.caseload import MoveCaseload
from services.provider.domain.own import OwnCommand
from shared.event import Event
from shared.events.allocation import CaseWithdrawn
from shared.events.provider import CaseClosed, CaseworkerAssigned
from shared.events.staff import StaffJoined
from tests.allocation.town import case_id, entrusted, household
from tests.given import TODAY, given
from tests.provider.here import ANNA, BERT, CARO, at_drk

MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)
CASES = sorted(case_id(f"h{number}") for number in range(1, 5))


def charge(case: UUID, staff_ref: UUID = ANNA, on: date = TODAY) -> CaseworkerAssigned:
    return CaseworkerAssigned(provider="drk", case_id=case, staff_ref=staff_ref, on=on)


def move(on: date = MAY, **more: object) -> OwnCommand:
    return at_drk(MoveCaseload, from_staff=ANNA, on=on, **more)


ENTRUSTED = [entrusted(f"h{number}", household(f"h{number}", 2, "sandloch"), "drk") for number in range(1, 5)]
HERE: list[Event] = [*ENTRUSTED, *(charge(case) for case in CASES)]


def test_all_cases_go_to_one_successor() -> None:
    given(*HERE).when(move(to_staff=BERT)).then(*(charge(case, BERT, MAY) for case in CASES))


def test_each_case_may_go_to_another() -> None:
    halves = {str(BERT): tuple(CASES[:2]), str(CARO): tuple(CASES[2:])}
    to = [charge(CASES[0], BERT, MAY), charge(CASES[1], BERT, MAY)]
    given(*HERE).when(move(to=halves)).then(*to, charge(CASES[2], CARO, MAY), charge(CASES[3], CARO, MAY))


def test_no_case_is_forgotten() -> None:
    given(*HERE).when(move(to={str(BERT): tuple(CASES[:3])})).refused("1 are left over")


def test_moved_again_nothing_is_left_to_move() -> None:
    moved = [charge(case, BERT, MAY) for case in CASES]
    given(*HERE, *moved).when(move(to_staff=BERT)).nothing()
    given(*HERE, *moved).when(move(to={str(BERT): tuple(CASES)})).nothing()


def test_what_would_come_to_the_worker_later_is_moved_too() -> None:
    later = charge(CASES[0], ANNA, JUNE)
    facts = [*ENTRUSTED, charge(CASES[0], BERT, TODAY), later]
    given(*facts).when(move(to_staff=CARO)).then(charge(CASES[0], CARO, JUNE))


def test_cases_of_others_stay_where_they_are() -> None:
    given(*HERE, charge(CASES[0], CARO, TODAY)).when(move(to_staff=BERT)).then(
        *(charge(case, BERT, MAY) for case in CASES[1:])
    )
    named = move(to={str(BERT): tuple(CASES)})
    given(*HERE, charge(CASES[0], CARO, TODAY)).when(named).refused("not one of this worker's")


def test_closed_and_withdrawn_cases_need_nobody() -> None:
    closed = CaseClosed(provider="drk", case_id=CASES[0], outcome="wish", closed_on=TODAY)
    withdrawn = CaseWithdrawn(provider="drk", case_id=CASES[1])
    given(*HERE, closed, withdrawn).when(move(to_staff=BERT)).then(*(charge(case, BERT, MAY) for case in CASES[2:]))


def test_it_is_said_once_who_takes_them() -> None:
    given(*HERE).when(move()).refused("either")
    given(*HERE).when(move(to_staff=BERT, to={str(BERT): tuple(CASES)})).refused("either")
    given(*HERE).when(move(to_staff=ANNA)).refused("somebody else")
    given(*HERE).when(move(to={str(ANNA): tuple(CASES)})).refused("somebody else")
    twice = {str(BERT): tuple(CASES), str(CARO): (CASES[0],)}
    given(*HERE).when(move(to=twice)).refused("named twice")


def test_where_a_list_is_kept_the_successor_is_on_it() -> None:
    anna = StaffJoined(provider="drk", staff_ref=ANNA, roles=("caseworker",), on=TODAY)
    given(*HERE, anna).when(move(to_staff=BERT)).refused("does not belong to the staff")
    bert = anna.model_copy(update={"staff_ref": BERT})
    assert len(given(*HERE, anna, bert).when(move(to_staff=BERT)).events or ()) == len(CASES)
