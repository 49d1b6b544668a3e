"""Names are handed to the provider that works with the household, where consent covers it, and it is recorded."""

from services.intake.domain.reads import OpenFile
from services.intake.domain.register import REGISTER, persons_shared
from shared.events.allocation import CaseEntrusted, CaseWithdrawn, Household
from shared.events.intake import ConsentGiven, ConsentWithdrawn, FileOpened, PersonLeft
from shared.events.person import ConsentRefused
from shared.ids import wire_id
from tests.given import TODAY, given, recorded
from tests.intake.test_case import CASE, REGISTERED

P1, P2 = wire_id("person", "p1"), wire_id("person", "p2")
HOUSEHOLD = Household(
    house=REGISTERED.house,
    placed_on=REGISTERED.placed_on,
    received_on=REGISTERED.received_on,
    persons=REGISTERED.persons,
)
ENTRUSTED = CaseEntrusted(provider="drk", case_id=CASE, household=HOUSEHOLD, consents=())
CONSENTS = tuple(
    ConsentGiven(person_id=person, case_id=CASE, purpose="sharing", recipient="drk", on=TODAY) for person in (P2, P1)
)
OPEN = OpenFile(case_id=CASE, provider="drk")
OPENED = FileOpened(service="intake", case_id=CASE, provider="drk", persons=(P1, P2))


def test_the_provider_gets_the_names_that_consent_covers() -> None:
    given(REGISTERED, *CONSENTS, ENTRUSTED).when(OPEN).then(OPENED)


def test_every_opening_counts() -> None:
    given(REGISTERED, *CONSENTS, ENTRUSTED, OPENED).when(OPEN).then(OPENED)


def test_nobody_opens_a_case_that_is_not_with_them() -> None:
    given(REGISTERED, *CONSENTS).when(OPEN).missing()
    given(REGISTERED, *CONSENTS, ENTRUSTED).when(OpenFile(case_id=CASE, provider="caritas")).missing()
    given().when(OPEN).missing()


def test_a_withdrawn_case_is_closed_to_the_provider() -> None:
    withdrawn = CaseWithdrawn(provider="drk", case_id=CASE)
    given(REGISTERED, *CONSENTS, ENTRUSTED, withdrawn).when(OPEN).missing()
    given(REGISTERED, *CONSENTS, ENTRUSTED, withdrawn, ENTRUSTED).when(OPEN).then(OPENED)


def test_without_consent_nothing_is_opened() -> None:
    given(REGISTERED, ENTRUSTED).when(OPEN).nothing()


def test_after_a_withdrawal_no_name_leaves() -> None:
    taken_back = ConsentWithdrawn(person_id=P2, case_id=CASE, purpose="sharing", recipient="drk", on=TODAY)
    expected = OPENED.model_copy(update={"persons": (P1,)})
    given(REGISTERED, *CONSENTS, ENTRUSTED, taken_back).when(OPEN).then(expected)


def test_consent_for_another_purpose_or_provider_opens_nothing() -> None:
    other = [
        ConsentGiven(person_id=P1, case_id=CASE, purpose="counselling", recipient="drk", on=TODAY),
        ConsentGiven(person_id=P1, case_id=CASE, purpose="sharing", recipient="caritas", on=TODAY),
    ]
    register = REGISTER.initial
    for fact in recorded(REGISTERED, *other):
        register = REGISTER.evolve(register, fact)
    assert persons_shared(register, CASE, "drk") == ()
    assert persons_shared(register, CASE, "caritas") == (P1,)


def test_the_desk_opens_the_names_of_everybody_in_the_household_and_that_is_recorded_too() -> None:
    desk = OpenFile(case_id=CASE, provider=None)
    everybody = tuple(person.person_id for person in REGISTERED.persons)
    read = FileOpened(service="intake", case_id=CASE, provider=None, persons=everybody)
    given(REGISTERED).when(desk).then(read)
    given(REGISTERED, read).when(desk).then(read)
    given().when(desk).missing()


def test_who_left_the_household_is_not_handed_out_with_it() -> None:
    went = PersonLeft(case_id=CASE, person_id=P2, left_on=TODAY, cause="moved_out")
    expected = OPENED.model_copy(update={"persons": (P1,)})
    given(REGISTERED, *CONSENTS, ENTRUSTED, went).when(OPEN).then(expected)


def test_who_refused_is_not_handed_out() -> None:
    no = ConsentRefused(person_id=P2, case_id=CASE, purpose="sharing", recipient="drk", on=TODAY)
    given(REGISTERED, CONSENTS[1], no, ENTRUSTED).when(OPEN).then(OPENED.model_copy(update={"persons": (P1,)}))
