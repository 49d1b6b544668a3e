"""A provider learns the codes of those persons who consent to it, and of the others that they are there."""

from datetime import date

from services.allocation.domain.assignment import ConfirmAssignment, ProposeAssignment
from services.allocation.domain.told import PassOnConsent
from shared.event import Event
from shared.events.allocation import CaseChanged, CaseEntrusted, Consent, ConsentChanged, Household, HouseholdChanged
from shared.events.codes import Purpose
from shared.events.intake import CaseRegistered, ConsentGiven, ConsentWithdrawn, RegisteredPerson
from tests.allocation.town import RULE, START, assigned, case_id, household, person_id, proposed
from tests.given import TODAY, given

MOTHER = RegisteredPerson(
    person_id=person_id("h1-1"),
    household_role="head",
    birth_year=1984,
    sex="f",
    nationality="SY",
    residence_class="permit",
)
FATHER = MOTHER.model_copy(update={"person_id": person_id("h1-2"), "household_role": "partner", "sex": "m"})


def lives(*persons: RegisteredPerson, house: str = "sandloch", moved_on: date | None = None) -> Household:
    return household("h1", 2, house, moved_on).model_copy(update={"persons": persons})


ALL = lives(MOTHER, FATHER)
UNKNOWN_MOTHER, UNKNOWN_FATHER = (RegisteredPerson(person_id=each.person_id) for each in (MOTHER, FATHER))
BEFORE: list[Event] = [
    RULE,
    CaseRegistered(
        case_id=case_id("h1"), house="sandloch", placed_on=START, received_on=START, persons=(MOTHER, FATHER)
    ),
    proposed("h1", ALL, "drk"),
]
CONFIRM = ConfirmAssignment(case_id=case_id("h1"))


def gave(person: RegisteredPerson, recipient: str = "drk", purpose: Purpose = "sharing") -> ConsentGiven:
    return ConsentGiven(
        person_id=person.person_id, case_id=case_id("h1"), purpose=purpose, recipient=recipient, on=TODAY
    )


def told(household: Household, *consents: Consent) -> CaseEntrusted:
    return CaseEntrusted(provider="drk", case_id=case_id("h1"), household=household, consents=consents)


def sharing(person: RegisteredPerson) -> Consent:
    return Consent(person_id=person.person_id, purpose="sharing")


def test_without_consent_a_provider_learns_house_days_and_how_many_there_are() -> None:
    nothing_known = told(lives(UNKNOWN_MOTHER, UNKNOWN_FATHER))
    given(*BEFORE).when(CONFIRM).then(assigned("h1", "drk", 2), nothing_known)
    assert "1984" not in nothing_known.model_dump_json()


def test_with_consent_it_learns_the_codes_of_that_person() -> None:
    given(*BEFORE, gave(MOTHER)).when(CONFIRM).then(
        assigned("h1", "drk", 2), told(lives(MOTHER, UNKNOWN_FATHER), sharing(MOTHER))
    )


def test_a_consent_for_another_provider_or_purpose_tells_this_one_nothing_more() -> None:
    counselling = Consent(person_id=FATHER.person_id, purpose="counselling")
    given(*BEFORE, gave(MOTHER, "caritas"), gave(FATHER, purpose="counselling")).when(CONFIRM).then(
        assigned("h1", "drk", 2), told(lives(UNKNOWN_MOTHER, UNKNOWN_FATHER), counselling)
    )


def pass_on(person: RegisteredPerson, given: bool, purpose: Purpose = "sharing") -> PassOnConsent:
    return PassOnConsent(
        case_id=case_id("h1"), person_id=person.person_id, purpose=purpose, recipient="drk", given=given
    )


def stated(person: RegisteredPerson, given: bool, purpose: Purpose = "sharing") -> ConsentChanged:
    return ConsentChanged(
        provider="drk", case_id=case_id("h1"), person_id=person.person_id, purpose=purpose, given=given
    )


def changed(household: Household) -> CaseChanged:
    return CaseChanged(provider="drk", case_id=case_id("h1"), household=household)


def test_a_consent_that_is_given_later_opens_the_codes_of_that_person() -> None:
    with_drk = [*BEFORE, assigned("h1", "drk", 2), told(lives(UNKNOWN_MOTHER, UNKNOWN_FATHER))]
    given(*with_drk, gave(MOTHER)).when(pass_on(MOTHER, True)).then(
        stated(MOTHER, True), changed(lives(MOTHER, UNKNOWN_FATHER))
    )


def test_a_consent_that_is_withdrawn_closes_them_again() -> None:
    with_drk = [*BEFORE, gave(MOTHER), assigned("h1", "drk", 2), told(lives(MOTHER, UNKNOWN_FATHER), sharing(MOTHER))]
    withdrawn = ConsentWithdrawn(**dict(gave(MOTHER)))
    given(*with_drk, withdrawn).when(pass_on(MOTHER, False)).then(
        stated(MOTHER, False), changed(lives(UNKNOWN_MOTHER, UNKNOWN_FATHER))
    )


def test_a_consent_to_something_else_changes_no_household() -> None:
    with_drk = [*BEFORE, assigned("h1", "drk", 2), told(lives(UNKNOWN_MOTHER, UNKNOWN_FATHER))]
    given(*with_drk, gave(MOTHER, purpose="volunteer")).when(pass_on(MOTHER, True, "volunteer")).then(
        stated(MOTHER, True, "volunteer")
    )


def test_a_move_is_told_with_the_codes_that_consent_covers() -> None:
    there = lives(MOTHER, FATHER, house="flocken", moved_on=TODAY)
    command = ProposeAssignment(case_id=case_id("h1"), household=there)
    given(*BEFORE, gave(FATHER), assigned("h1", "drk", 2)).when(command).then(
        HouseholdChanged(case_id=case_id("h1"), household=there),
        changed(lives(UNKNOWN_MOTHER, FATHER, house="flocken", moved_on=TODAY)),
    )
