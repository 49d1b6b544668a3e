"""Consent is voluntary, per purpose and recipient, and taken back on any day."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.intake.domain.consent import (
    GiveConsent,
    RefuseConsent,
    ReleaseSecrecy,
    WithdrawConsent,
    WithdrawSecrecyRelease,
)
from shared.events.codes import Purpose
from shared.events.intake import ConsentGiven, ConsentWithdrawn, PersonLeft
from shared.events.person import ConsentRefused, SecrecyReleased, SecrecyReleaseWithdrawn
from shared.ids import wire_id
from tests.given import TODAY, given
from tests.intake.test_case import CASE, REGISTERED

PERSON = wire_id("person", "p1")
FIRST, SECOND, THIRD = date(2018, 10, 16), date(2018, 10, 20), date(2018, 11, 2)


def give(on: date = FIRST, purpose: Purpose = "sharing", recipient: str = "drk") -> GiveConsent:
    return GiveConsent(person_id=PERSON, purpose=purpose, recipient=recipient, on=on)


def withdraw(on: date = SECOND) -> WithdrawConsent:
    return WithdrawConsent(person_id=PERSON, purpose="sharing", recipient="drk", on=on)


def was_given(on: date = FIRST, purpose: Purpose = "sharing", recipient: str = "drk") -> ConsentGiven:
    return ConsentGiven(person_id=PERSON, case_id=CASE, purpose=purpose, recipient=recipient, on=on)


def was_withdrawn(on: date = SECOND) -> ConsentWithdrawn:
    return ConsentWithdrawn(person_id=PERSON, case_id=CASE, purpose="sharing", recipient="drk", on=on)


def test_a_person_consents() -> None:
    given(REGISTERED).when(give()).then(was_given())


def test_an_unknown_person_neither_gives_nor_withdraws() -> None:
    given().when(give()).missing()
    given().when(withdraw()).missing()


def test_giving_what_is_given_changes_nothing_but_a_later_day_is_another_statement() -> None:
    given(REGISTERED, was_given()).when(give()).nothing()
    given(REGISTERED, was_given()).when(give(THIRD)).then(was_given(THIRD))


def test_consent_is_withdrawn() -> None:
    given(REGISTERED, was_given()).when(withdraw()).then(was_withdrawn())


def test_that_a_person_does_not_consent_is_recorded_too() -> None:
    given(REGISTERED).when(withdraw()).then(was_withdrawn())
    given(REGISTERED, was_given(), was_withdrawn()).when(withdraw(THIRD)).then(was_withdrawn(THIRD))


def test_a_repeated_statement_does_not_undo_a_later_one() -> None:
    given(REGISTERED, was_given(), was_withdrawn()).when(give()).nothing()
    again = was_given(THIRD)
    given(REGISTERED, was_given(), was_withdrawn(), again).when(withdraw()).nothing()


def test_consent_is_given_anew_after_it_was_withdrawn() -> None:
    given(REGISTERED, was_given(), was_withdrawn()).when(give(THIRD)).then(was_given(THIRD))


def test_each_purpose_and_each_recipient_stands_for_itself() -> None:
    given(REGISTERED, was_given()).when(give(purpose="counselling")).then(was_given(purpose="counselling"))
    given(REGISTERED, was_given()).when(give(recipient="caritas")).then(was_given(recipient="caritas"))


def test_a_statement_is_not_recorded_before_its_day() -> None:
    given(REGISTERED).when(give(date(2018, 11, 6))).refused("before the day")
    given(REGISTERED).when(give(TODAY)).then(was_given(TODAY))
    given(REGISTERED, was_given()).when(withdraw(date(2018, 11, 6))).refused("before the day")


def test_a_statement_does_not_reach_behind_a_later_one() -> None:
    given(REGISTERED, was_given(SECOND)).when(withdraw(FIRST)).refused("later statement")


@pytest.mark.parametrize("recipient", ["", "DRK", "drk kv", "1drk", "drk-kv"])
def test_the_recipient_is_a_provider(recipient: str) -> None:
    with pytest.raises(ValidationError):
        give(recipient=recipient)


def refuse(on: date = SECOND) -> RefuseConsent:
    return RefuseConsent(person_id=PERSON, purpose="sharing", recipient="drk", on=on)


def was_refused(on: date = SECOND) -> ConsentRefused:
    return ConsentRefused(person_id=PERSON, case_id=CASE, purpose="sharing", recipient="drk", on=on)


def test_that_a_person_said_no_is_recorded() -> None:
    given(REGISTERED).when(refuse()).then(was_refused())
    given(REGISTERED, was_refused()).when(refuse()).nothing()
    given().when(refuse()).missing()


def test_a_consent_in_force_is_withdrawn_and_not_refused() -> None:
    given(REGISTERED, was_given()).when(refuse()).refused("can be withdrawn")
    given(REGISTERED, was_given(), was_withdrawn()).when(refuse(THIRD)).then(was_refused(THIRD))


def test_who_refused_may_consent_later() -> None:
    given(REGISTERED, was_refused()).when(give(THIRD)).then(was_given(THIRD))


def test_to_release_from_secrecy_is_not_to_consent() -> None:
    about = {"person_id": PERSON, "purpose": "sharing", "recipient": "drk"}
    release, back = ReleaseSecrecy(**about, on=FIRST), WithdrawSecrecyRelease(**about, on=SECOND)
    released = SecrecyReleased(**about, case_id=CASE, on=FIRST)
    given(REGISTERED, was_withdrawn(THIRD)).when(release).then(released)
    given(REGISTERED, released).when(release).nothing()
    given(REGISTERED, released).when(give(FIRST)).then(was_given())
    withdrawn = SecrecyReleaseWithdrawn(**about, case_id=CASE, on=SECOND)
    given(REGISTERED, released).when(back).then(withdrawn)
    given(REGISTERED, released, withdrawn).when(release.model_copy(update={"on": FIRST})).nothing()
    given(REGISTERED, withdrawn).when(ReleaseSecrecy(**about, on=date(2018, 10, 17))).refused("later statement")


def test_a_statement_is_hers_also_after_she_left_her_household() -> None:
    went = PersonLeft(case_id=CASE, person_id=PERSON, left_on=SECOND, cause="moved_out")
    given(REGISTERED, was_given(), went).when(withdraw()).then(was_withdrawn())
