"""Volunteers: a match needs an offer, the person's consent and a last day, and it ends by itself."""

from datetime import date

from services.provider.domain.own import OwnCommand
from services.provider.domain.register import register
from services.provider.domain.timers import due
from services.provider.domain.volunteer import (
    EndVolunteerMatch,
    LetMatchEnd,
    MatchVolunteer,
    OfferVolunteer,
    RegisterVolunteer,
)
from shared.decider import Command
from shared.event import Event
from shared.events.allocation import ConsentChanged
from shared.events.provider import CaseClosed
from shared.events.volunteers import VolunteerMatched, VolunteerMatchEnded, VolunteerOffered, VolunteerRegistered
from shared.ids import wire_id
from tests.given import given, recorded
from tests.provider.here import ADA, BEN, CASE, HERE, STRANGER, WITHDRAWN, at_drk

NADIA, OFFER, MATCH = wire_id("staff", "nadia"), wire_id("offer", "o1"), wire_id("match", "m1")
ON, BEGINS, UNTIL = date(2018, 11, 1), date(2018, 11, 5), date(2019, 3, 31)

REGISTERED = VolunteerRegistered(provider="drk", volunteer_ref=NADIA, languages=("ar", "de"), on=ON)
OFFERED = VolunteerOffered(
    provider="drk", volunteer_ref=NADIA, offer_id=OFFER, task_kind="homework", languages=("ar",), times=(), on=ON
)
CONSENTED = ConsentChanged(provider="drk", case_id=CASE, person_id=ADA, purpose="volunteer", given=True)
TAKEN_BACK = CONSENTED.model_copy(update={"given": False})
MATCHED = VolunteerMatched(
    provider="drk",
    volunteer_ref=NADIA,
    match_id=MATCH,
    offer_id=OFFER,
    case_id=CASE,
    person_id=ADA,
    task_kind="homework",
    on=BEGINS,
    until_on=UNTIL,
)
READY: list[Event] = [*HERE, CONSENTED, REGISTERED, OFFERED]


def ended(ended_on: date, cause: str) -> VolunteerMatchEnded:
    who = {"provider": "drk", "volunteer_ref": NADIA, "match_id": MATCH, "case_id": CASE, "person_id": ADA}
    return VolunteerMatchEnded.model_validate(who | {"ended_on": ended_on, "cause": cause})


def register_nadia(**other: object) -> OwnCommand:
    return at_drk(RegisterVolunteer, **({"volunteer_ref": NADIA, "languages": ("de", "ar", "de"), "on": ON} | other))


def offer(**other: object) -> OwnCommand:
    fields = {"volunteer_ref": NADIA, "offer_id": OFFER, "task_kind": "homework", "languages": ("ar",), "on": ON}
    return at_drk(OfferVolunteer, **(fields | other))


def match(**other: object) -> OwnCommand:
    fields = {"volunteer_ref": NADIA, "match_id": MATCH, "offer_id": OFFER, "case_id": CASE, "person_id": ADA}
    return at_drk(MatchVolunteer, **(fields | {"on": BEGINS, "until_on": UNTIL} | other))


def end(**other: object) -> OwnCommand:
    fields = {"volunteer_ref": NADIA, "match_id": MATCH, "ended_on": date(2019, 1, 31), "cause": "done"}
    return at_drk(EndVolunteerMatch, **(fields | other))


def due_after(*events: Event, today: date) -> list[Command]:
    known = register("drk")
    state = known.initial
    for fact in recorded(*events):
        state = known.evolve(state, fact)
    return due(state, today)


def test_a_volunteer_is_registered_without_her_name_and_each_language_once() -> None:
    given().when(register_nadia(given_name="Nadia", family_name="Weber")).then(REGISTERED)
    given(REGISTERED).when(register_nadia(given_name="Nadia")).nothing()
    given(REGISTERED).when(register_nadia(languages=("fr",))).refused("on the list already")


def test_an_offer_comes_from_somebody_on_the_list() -> None:
    given(REGISTERED).when(offer()).then(OFFERED)
    given().when(offer()).missing()
    given(REGISTERED, OFFERED).when(offer()).nothing()
    given(REGISTERED, OFFERED).when(offer(task_kind="leisure")).refused("Another offer")


def test_a_match_has_the_task_of_the_offer() -> None:
    given(*READY).when(match()).then(MATCHED)
    given(*READY, MATCHED).when(match()).nothing()
    given(*READY, MATCHED).when(match(until_on=date(2019, 4, 30))).refused("Another match")
    given(*HERE, CONSENTED, REGISTERED).when(match()).missing()


def test_a_match_needs_the_consent_of_the_person_herself() -> None:
    given(*HERE, REGISTERED, OFFERED).when(match()).refused("consents")
    given(*READY).when(match(person_id=BEN)).refused("consents")
    given(*READY, TAKEN_BACK).when(match()).refused("consents")
    sharing = CONSENTED.model_copy(update={"purpose": "sharing"})
    given(*HERE, sharing, REGISTERED, OFFERED).when(match()).refused("consents")


def test_a_match_is_for_a_person_of_a_case_that_is_here_now() -> None:
    given(*READY).when(match(person_id=STRANGER)).refused("does not belong")
    given(*READY, WITHDRAWN).when(match()).refused("with this provider now")
    given(REGISTERED, OFFERED).when(match()).missing()


def test_a_match_has_a_last_day_that_is_to_come_and_at_most_a_year_away() -> None:
    given(*READY).when(match(until_on=date(2018, 11, 4))).refused("at most a year")
    given(*READY).when(match(until_on=date(2019, 11, 7))).refused("at most a year")
    given(*READY).when(match(until_on=date(2019, 11, 6))).then(
        MATCHED.model_copy(update={"until_on": date(2019, 11, 6)})
    )
    given(*READY).when(match(), today=date(2019, 4, 1)).refused("over already")


def test_a_worker_ends_a_match_on_one_of_its_days() -> None:
    given(*READY, MATCHED).when(end()).then(ended(date(2019, 1, 31), "done"))
    given(*READY, MATCHED, ended(date(2019, 1, 31), "done")).when(end()).nothing()
    given(*READY, MATCHED, ended(date(2019, 1, 31), "done")).when(end(cause="wish")).refused("has ended already")
    given(*READY, MATCHED).when(end(ended_on=date(2019, 4, 1))).refused("one of its own days")
    given(*READY).when(end()).missing()


def test_the_day_after_its_last_day_a_match_ends_by_itself_and_once() -> None:
    assert due_after(*READY, MATCHED, today=UNTIL) == []
    (command,) = due_after(*READY, MATCHED, today=date(2019, 4, 1))
    over = ended(date(2019, 4, 1), "last_day_over")
    given(*READY, MATCHED).when(command).then(over)
    given(*READY, MATCHED, over).when(command).nothing()
    assert due_after(*READY, MATCHED, over, today=date(2019, 4, 1)) == []
    assert due_after(*READY, MATCHED, today=date(2025, 1, 1)) == [command], "also when the clock jumps"


def test_a_match_ends_at_once_when_consent_or_case_are_gone() -> None:
    today = date(2018, 12, 3)
    gone = {"consent_withdrawn": TAKEN_BACK, "case_ended": WITHDRAWN}
    for cause, event in gone.items():
        (command,) = due_after(*READY, MATCHED, event, today=today)
        given(*READY, MATCHED, event).when(command, today=today).then(ended(today, cause))
    closed = CaseClosed(provider="drk", case_id=CASE, outcome="independent", closed_on=today)
    (command,) = due_after(*READY, MATCHED, closed, today=today)
    assert isinstance(command, LetMatchEnd)
    assert command.cause == "case_ended"


def test_what_has_ended_meanwhile_is_let_be() -> None:
    late = at_drk(LetMatchEnd, volunteer_ref=NADIA, match_id=MATCH, ended_on=UNTIL, cause="last_day_over")
    given(*READY).when(late).nothing()
    given(*READY, MATCHED, ended(date(2019, 1, 31), "done")).when(late).nothing()
