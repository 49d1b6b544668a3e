"""What allocation does of itself: propose, propose again, pass consents on."""

from datetime import date

from services.allocation.domain.assignment import ProposeAssignment
from services.allocation.domain.told import PassOnConsent
from services.allocation.reactions import REACTIONS
from shared.decider import Command
from shared.event import Event
from shared.events.allocation import CaseWithdrawn, CatchmentMissing, ConsentChanged
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from tests.allocation.town import (
    RULE,
    assigned,
    case_id,
    entrusted,
    household,
    known,
    moved,
    overridden,
    person_id,
    proposed,
    registered,
)
from tests.given import TODAY, given, recorded

LIVES = household("h1", 4, "sandloch")
WHO = {"person_id": person_id("h1-1"), "case_id": case_id("h1"), "purpose": "sharing", "recipient": "drk"}
GAVE = ConsentGiven.model_validate({**WHO, "on": TODAY})
TOOK_BACK = ConsentWithdrawn.model_validate({**WHO, "on": TODAY})


def reaction_to(event: Event, *events: Event) -> list[Command]:
    """What follows from `event` once these are known, in their order."""
    facts = recorded(*events)
    fact = next(each for each in facts if each.event == event)
    return REACTIONS[type(event)](fact, known(*facts))


def propose(house: str, moved_on: date | None = None) -> ProposeAssignment:
    return ProposeAssignment(case_id=case_id("h1"), household=household("h1", 4, house, moved_on))


def pass_on(given: bool) -> PassOnConsent:
    return PassOnConsent.model_validate({**WHO, "given": given})


def test_a_registered_case_is_proposed() -> None:
    case = registered("h1", 4, "sandloch")
    assert reaction_to(case, RULE, case) == [propose("sandloch")]


def test_a_moved_household_is_proposed_where_it_lives_now() -> None:
    move = moved("h1", "klausing", TODAY)
    assert reaction_to(move, registered("h1", 4, "sandloch"), move) == [propose("klausing", TODAY)]


def test_facts_that_arrive_together_lead_to_what_is_true_by_now() -> None:
    case, move = registered("h1", 4, "sandloch"), moved("h1", "klausing", TODAY)
    assert reaction_to(case, case, move) == reaction_to(move, case, move) == [propose("klausing", TODAY)]


def test_a_move_recorded_late_does_not_bring_the_household_back() -> None:
    now, late = moved("h1", "klausing", TODAY), moved("h1", "flocken", date(2018, 10, 20))
    assert reaction_to(late, registered("h1", 4, "sandloch"), now, late) == [propose("klausing", TODAY)]


def test_a_new_rule_asks_again_for_waiting_cases_only() -> None:
    missing = CatchmentMissing(case_id=case_id("h1"), household=LIVES)
    other = [registered("h2", 2, "klausing"), proposed("h2", household("h2", 2, "klausing"), "diakonie")]
    waiting = [registered("h1", 4, "sandloch"), missing, *other]
    assert reaction_to(RULE, *waiting, RULE) == [propose("sandloch")]
    assert reaction_to(RULE, *waiting, proposed("h1", LIVES, "drk"), RULE) == []
    assert reaction_to(RULE, *waiting, overridden("h1", "caritas", 4), RULE) == []


def test_a_consent_is_passed_on_as_it_holds_now() -> None:
    assert reaction_to(GAVE, GAVE) == [pass_on(True)]
    assert reaction_to(TOOK_BACK, GAVE, TOOK_BACK) == [pass_on(False)]
    assert reaction_to(GAVE, GAVE, TOOK_BACK) == [pass_on(False)]


def told(given: bool) -> ConsentChanged:
    return ConsentChanged(
        provider="drk", case_id=case_id("h1"), person_id=person_id("h1-1"), purpose="sharing", given=given
    )


def test_a_provider_learns_of_consents_while_it_works_with_the_case() -> None:
    with_drk = entrusted("h1", LIVES, "drk")
    given(with_drk).when(pass_on(True)).then(told(True))
    given(with_drk, told(True)).when(pass_on(False)).then(told(False))


def test_a_provider_is_told_once() -> None:
    with_drk = entrusted("h1", LIVES, "drk")
    given(with_drk, told(True)).when(pass_on(True)).nothing()
    given(with_drk).when(pass_on(False)).nothing()


def test_a_provider_learns_nothing_of_cases_that_are_not_with_it() -> None:
    with_drk = entrusted("h1", LIVES, "drk")
    given(assigned("h1", "caritas", 4)).when(pass_on(True)).nothing()
    given(with_drk, CaseWithdrawn(provider="drk", case_id=case_id("h1"))).when(pass_on(True)).nothing()
