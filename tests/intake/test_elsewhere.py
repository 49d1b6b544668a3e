"""What providers and allocation record about a household holds at the desk too."""

from datetime import date

from services.intake.domain.case import MoveHousehold
from services.intake.domain.changes import ReopenCase
from services.intake.domain.elsewhere import TakeStatement
from services.intake.domain.reads import OpenFile
from services.intake.domain.register import CaseRegister
from services.intake.reactions import REACTIONS
from shared.events.allocation import AssignmentEnded, CaseEntrusted, Household
from shared.events.intake import CaseReopened, ConsentGiven, ConsentWithdrawn, FileOpened
from shared.events.person import ConsentRefused, SecrecyReleased, SecrecyReleaseWithdrawn
from shared.events.provider import ConsentStatedHere, SecrecyReleaseStatedHere, Stated
from shared.ids import wire_id
from tests.given import TODAY, given, recorded
from tests.intake.test_case import CASE, PLACED, REGISTERED
from tests.intake.test_household import join

PERSON = wire_id("person", "p1")
FIRST, SECOND = date(2018, 10, 20), date(2018, 10, 25)


def take(stated: Stated, on: date = FIRST, secrecy: bool = False) -> TakeStatement:
    return TakeStatement(person_id=PERSON, purpose="sharing", recipient="drk", stated=stated, secrecy=secrecy, on=on)


ABOUT = {"person_id": PERSON, "case_id": CASE, "purpose": "sharing", "recipient": "drk"}
GIVEN = ConsentGiven(**ABOUT, on=FIRST)
REFUSED = ConsentRefused(**ABOUT, on=SECOND)


def test_what_is_stated_at_a_provider_is_a_statement_of_the_person() -> None:
    given(REGISTERED).when(take("given")).then(GIVEN)
    given(REGISTERED, GIVEN).when(take("refused", SECOND)).then(REFUSED)
    given(REGISTERED, GIVEN).when(take("withdrawn", SECOND)).then(ConsentWithdrawn(**ABOUT, on=SECOND))
    given(REGISTERED).when(take("given", secrecy=True)).then(SecrecyReleased(**ABOUT, on=FIRST))
    given(REGISTERED).when(take("withdrawn", secrecy=True)).then(SecrecyReleaseWithdrawn(**ABOUT, on=FIRST))


def test_what_holds_already_or_is_older_changes_nothing() -> None:
    given(REGISTERED, GIVEN).when(take("given", SECOND)).nothing()
    given(REGISTERED, GIVEN, REFUSED).when(take("given")).nothing()


def test_it_is_never_refused() -> None:
    given().when(take("given")).nothing()
    given(REGISTERED).when(take("given", date(2030, 1, 1))).then(ConsentGiven(**ABOUT, on=date(2030, 1, 1)))


def test_a_consent_that_was_refused_at_the_provider_opens_no_name() -> None:
    household = Household(house="sandloch", placed_on=PLACED, received_on=PLACED, persons=REGISTERED.persons)
    entrusted = CaseEntrusted(provider="drk", case_id=CASE, household=household, consents=())
    opened = FileOpened(service="intake", case_id=CASE, provider="drk", persons=(PERSON,))
    given(REGISTERED, entrusted, GIVEN).when(OpenFile(case_id=CASE, provider="drk")).then(opened)
    given(REGISTERED, entrusted, GIVEN, REFUSED).when(OpenFile(case_id=CASE, provider="drk")).nothing()


def test_each_statement_leads_to_one_wish() -> None:
    heard = ConsentStatedHere(**ABOUT, provider="drk", stated="given", on=FIRST)
    release = SecrecyReleaseStatedHere(**ABOUT, provider="drk", stated="withdrawn", on=FIRST)
    for event, wish in ((heard, take("given")), (release, take("withdrawn", secrecy=True))):
        (fact,) = recorded(event)
        assert REACTIONS[type(event)](fact, CaseRegister()) == [wish]


ENDED = AssignmentEnded(case_id=CASE, provider="drk", ended_on=SECOND, cause="closed")


def test_a_case_that_its_provider_closed_is_closed_until_it_is_opened_again() -> None:
    move = MoveHousehold(case_id=CASE, house="klausing", moved_on=TODAY)
    given(REGISTERED, ENDED).when(join()).refused("closed: reopen it first")
    given(REGISTERED, ENDED).when(move).refused("closed: reopen it first")
    back = CaseReopened(case_id=CASE, reopened_on=TODAY)
    given(REGISTERED, ENDED).when(ReopenCase(case_id=CASE, reopened_on=TODAY)).then(back)
    assert given(REGISTERED, ENDED, back).when(join()).error is None


def test_an_assignment_that_ends_otherwise_closes_no_case() -> None:
    ended = ENDED.model_copy(update={"cause": "wish"})
    assert given(REGISTERED, ended).when(join()).error is None
