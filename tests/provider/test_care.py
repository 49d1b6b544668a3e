"""A provider works with the cases that are entrusted to it: contacts, and who is in charge."""

from datetime import date
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.provider import domain
from services.provider.domain import caseworker
from services.provider.domain.contact import RecordContact, contact_of
from services.provider.domain.own import own
from shared.decider import Around
from shared.errors import Missing
from shared.event import Event
from shared.events.allocation import CaseChanged, CaseWithdrawn
from shared.events.codes import Topic
from shared.events.provider import CaseworkerAssigned, ContactRecorded
from shared.ids import wire_id
from tests.allocation.town import case_id, entrusted, household, person_id
from tests.given import TODAY, given, recorded

AtDrk = own(RecordContact, "drk")
AssignCaseworker = own(caseworker.AssignCaseworker, "drk")
HERE: list[Event] = [entrusted("h1", household("h1", 4, "sandloch"), "drk")]
WITHDRAWN = CaseWithdrawn(provider="drk", case_id=case_id("h1"))
ANNA, BEN = wire_id("staff_ref", "anna"), wire_id("staff_ref", "ben")


def contact(
    slug: str = "k1",
    on: date = TODAY,
    topics: tuple[Topic, ...] = ("housing", "german"),
    persons: tuple[UUID, ...] = (person_id("h1-1"), person_id("h1-2")),
    case: str = "h1",
) -> RecordContact:
    return AtDrk(
        contact_id=wire_id("contact", slug),
        case_id=case_id(case),
        on=on,
        channel="office",
        duration_band="to_30",
        topics=topics,
        persons=persons,
    )


def recorded_as(command: RecordContact) -> ContactRecorded:
    return contact_of(command)


def took_charge(staff_ref: UUID, on: date) -> CaseworkerAssigned:
    return CaseworkerAssigned(provider="drk", case_id=case_id("h1"), staff_ref=staff_ref, on=on)


def test_a_contact_is_recorded_with_several_topics() -> None:
    given(*HERE).when(contact()).then(recorded_as(contact()))


def test_the_same_contact_again_changes_nothing_also_after_later_ones() -> None:
    later = recorded_as(contact("k2"))
    given(*HERE, recorded_as(contact())).when(contact()).nothing()
    given(*HERE, recorded_as(contact()), later, WITHDRAWN).when(contact()).nothing()


def test_a_contact_is_not_recorded_again_with_other_content() -> None:
    given(*HERE, recorded_as(contact())).when(contact(topics=("work",))).refused("Another contact")
    second = entrusted("h2", household("h2", 2, "flocken"), "drk")
    there = contact(case="h2", persons=(person_id("h2-1"),))
    given(*HERE, second, recorded_as(contact())).when(there).refused("Another contact")


def test_a_case_that_was_never_entrusted_here_is_not_there() -> None:
    given().when(contact()).missing()
    given(entrusted("h1", household("h1", 4, "sandloch"), "caritas")).when(contact()).missing()


def test_a_withdrawn_case_takes_no_new_contact_until_it_comes_back() -> None:
    given(*HERE, WITHDRAWN).when(contact()).refused("A case that was withdrawn takes no new contact")
    given(*HERE, WITHDRAWN, *HERE).when(contact()).then(recorded_as(contact()))


def test_a_contact_lies_in_the_past_or_today() -> None:
    given(*HERE).when(contact(on=date(2018, 11, 6))).refused("before the day")
    early = contact(on=date(2018, 10, 15))
    given(*HERE).when(early).then(recorded_as(early))


def test_the_persons_belong_to_the_household() -> None:
    given(*HERE).when(contact(persons=(person_id("h2-1"),))).refused("does not belong to the household")
    changed = CaseChanged(provider="drk", case_id=case_id("h1"), household=household("h1", 1, "sandloch"))
    given(*HERE, changed).when(contact()).refused("does not belong to the household")


def test_topics_and_persons_are_named_once() -> None:
    given(*HERE).when(contact(topics=("work", "work"))).refused("topic is named twice")
    twice = (person_id("h1-1"), person_id("h1-1"))
    given(*HERE).when(contact(persons=twice)).refused("person is named twice")


def test_a_contact_has_a_topic_and_a_person() -> None:
    with pytest.raises(ValidationError):
        contact(topics=())
    with pytest.raises(ValidationError):
        contact(persons=())


def test_codes_that_nobody_stated_are_not_stated() -> None:
    short = AtDrk(contact_id=ANNA, case_id=case_id("h1"), on=TODAY, persons=(person_id("h1-1"),))
    assert (short.channel, short.duration_band, short.topics) == ("not_stated", "not_stated", ("not_stated",))
    given(*HERE).when(short).then(recorded_as(short))


def test_a_worker_takes_charge_and_hands_on() -> None:
    first, second = date(2018, 10, 20), date(2018, 11, 1)
    ben = AssignCaseworker(case_id=case_id("h1"), staff_ref=BEN, on=second)
    given(*HERE, took_charge(ANNA, first)).when(ben).then(took_charge(BEN, second))
    anna = AssignCaseworker(case_id=case_id("h1"), staff_ref=ANNA, on=first)
    given(*HERE, took_charge(ANNA, first), took_charge(BEN, second)).when(anna).nothing()
    given(*HERE, WITHDRAWN).when(ben).refused("no new caseworker")
    given().when(ben).missing()


def test_every_provider_decides_under_its_own_id() -> None:
    deciders, register = domain.domain_for("caritas")
    at_caritas = own(RecordContact, "caritas")(**dict(contact()))
    assert at_caritas.target() == f"care-caritas-{case_id('h1')}"
    assert own(RecordContact, "caritas") is type(at_caritas) in deciders[0].commands
    (fact,) = recorded(*HERE)
    assert register.evolve(register.initial, fact).cases == register.initial.cases
    with pytest.raises(Missing):
        deciders[0].decide(deciders[0].initial, at_caritas, Around(TODAY, register.initial))


def test_a_body_cannot_name_the_provider() -> None:
    assert set(AtDrk.model_fields) == {
        "contact_id", "case_id", "on", "channel", "duration_band", "topics", "persons", "residence", "note",
    }  # fmt: skip
    with pytest.raises(ValidationError):
        AtDrk.model_validate({**dict(contact()), "provider": "caritas"})
