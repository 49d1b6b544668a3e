"""What a person states at the provider: consent, and release from secrecy."""

from datetime import date

from services.provider.domain.consent import StateConsent, StateSecrecyRelease
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import register
from shared.event import Event
from shared.events.allocation import ConsentChanged
from shared.events.provider import ConsentStatedHere, SecrecyReleaseStatedHere
from tests.given import TODAY, given, recorded
from tests.provider.here import ADA, CASE, HERE, STRANGER, WITHDRAWN, at_drk

TOLD = ConsentChanged(provider="drk", case_id=CASE, person_id=ADA, purpose="sharing", given=True)


def state(stated: str, on: date = TODAY, person: object = ADA) -> OwnCommand:
    return at_drk(StateConsent, case_id=CASE, person_id=person, purpose="sharing", stated=stated, on=on)


def said(stated: str) -> Event:
    return ConsentStatedHere.model_validate(
        {
            "provider": "drk",
            "case_id": CASE,
            "person_id": ADA,
            "purpose": "sharing",
            "recipient": "drk",
            "stated": stated,
            "on": TODAY,
        }
    )


def release(stated: str) -> OwnCommand:
    return at_drk(
        StateSecrecyRelease,
        case_id=CASE,
        person_id=ADA,
        purpose="counselling",
        recipient="caritas",
        stated=stated,
        on=TODAY,
    )


RELEASED = SecrecyReleaseStatedHere(
    provider="drk",
    case_id=CASE,
    person_id=ADA,
    purpose="counselling",
    recipient="caritas",
    stated="given",
    on=TODAY,
)


def test_a_person_consents_refuses_and_withdraws_here() -> None:
    given(*HERE).when(state("given")).then(said("given"))
    given(*HERE).when(state("refused")).then(said("refused"))
    given(*HERE, said("given")).when(state("withdrawn")).then(said("withdrawn"))


def test_the_same_statement_again_changes_nothing() -> None:
    given(*HERE, said("given")).when(state("given")).nothing()


def test_a_consent_that_was_given_anew_is_stated_anew() -> None:
    given(*HERE, said("given"), said("withdrawn")).when(state("given")).then(said("given"))


def test_only_of_persons_of_the_household_and_not_of_tomorrow() -> None:
    given(*HERE).when(state("given", person=STRANGER)).refused("does not belong")
    given(*HERE).when(state("given", on=date(2018, 11, 6)), today=TODAY).refused("before the day it is stated")
    given().when(state("given")).missing()


def test_also_of_a_withdrawn_case_a_person_takes_back_what_they_said() -> None:
    given(*HERE, said("given"), WITHDRAWN).when(state("withdrawn")).then(said("withdrawn"))


def test_a_withdrawal_holds_here_at_once() -> None:
    known = register("drk").initial
    for fact in recorded(*HERE, TOLD, said("withdrawn")):
        known = register("drk").fold(known, fact)
    assert known.cases[CASE].consents == frozenset()


def test_a_release_from_secrecy_is_given_and_taken_back() -> None:
    given(*HERE).when(release("given")).then(RELEASED)
    given(*HERE, RELEASED).when(release("given")).nothing()
    given(*HERE, RELEASED).when(release("withdrawn")).then(RELEASED.model_copy(update={"stated": "withdrawn"}))


def test_what_was_never_released_is_not_taken_back() -> None:
    given(*HERE).when(release("withdrawn")).refused("No release")
