"""The rule proposes by itself, for the house in which the household lives, and says which version it went by."""

from datetime import date

from services.allocation.domain.assignment import ConfirmAssignment, OverrideAssignment, ProposeAssignment
from shared.events.allocation import (
    CaseChanged,
    CatchmentMissing,
    CatchmentSet,
    CatchmentUndecided,
    HouseholdChanged,
)
from tests.allocation.town import (
    HOUSES,
    RULE,
    assigned,
    case_id,
    entrusted,
    filled,
    household,
    moved,
    overridden,
    persons_with,
    placed_with,
    proposed,
    registered,
)
from tests.given import TODAY, given

LIVES = household("h1", 4, "sandloch")
MOVED_ON = date(2018, 11, 3)


def propose(house: str, moved_on: date | None = None, size: int = 4) -> ProposeAssignment:
    return ProposeAssignment(case_id=case_id("h1"), household=household("h1", size, house, moved_on))


def test_sandloch_goes_to_drk_and_klausing_to_diakonie_by_the_rule_in_force() -> None:
    given(RULE).when(propose("sandloch")).then(proposed("h1", LIVES, "drk"))
    given(RULE).when(propose("klausing")).then(proposed("h1", household("h1", 4, "klausing"), "diakonie"))


def test_the_same_proposal_is_made_once() -> None:
    given(RULE, proposed("h1", LIVES, "drk")).when(propose("sandloch")).nothing()
    given(RULE, *placed_with("h1", "drk", 4, "sandloch")).when(propose("sandloch")).nothing()


def test_without_a_rule_for_the_house_the_case_waits() -> None:
    missing = CatchmentMissing(case_id=case_id("h1"), household=LIVES)
    given().when(propose("sandloch")).then(missing)
    given(missing).when(propose("sandloch")).nothing()


def test_a_waiting_case_is_proposed_once_there_is_a_rule() -> None:
    missing = CatchmentMissing(case_id=case_id("h1"), household=LIVES)
    given(missing, RULE).when(propose("sandloch")).then(proposed("h1", LIVES, "drk"))


def test_a_household_that_comes_later_is_proposed_by_the_rule_of_its_day() -> None:
    later = CatchmentSet(
        rule_version="2018-2", effective_on=date(2018, 12, 1), houses={**HOUSES, "sandloch": "caritas"}
    )
    comes = household("h1", 4, "sandloch").model_copy(update={"placed_on": date(2018, 12, 1)})
    expected = proposed("h1", comes, "caritas").model_copy(update={"rule_version": "2018-2"})
    given(RULE, later).when(ProposeAssignment(case_id=case_id("h1"), household=comes)).then(expected)
    given(RULE, later).when(propose("sandloch")).then(proposed("h1", LIVES, "drk"))


def test_a_household_that_came_before_the_rule_is_proposed_by_the_rule_of_today() -> None:
    late = CatchmentSet(rule_version="2018-1", effective_on=TODAY, houses=HOUSES)
    given(late).when(propose("sandloch")).then(proposed("h1", LIVES, "drk"))


def test_a_proposal_over_the_ceiling_is_made_and_marked() -> None:
    before = [RULE, filled("diakonie", 50), *persons_with("diakonie", 48, "klausing")]
    lives = household("h1", 4, "klausing")
    given(*before).when(propose("klausing")).then(proposed("h1", lives, "diakonie", over_ceiling=True))
    two = household("h1", 2, "klausing")
    given(*before).when(propose("klausing", size=2)).then(proposed("h1", two, "diakonie"))


def test_a_move_into_another_catchment_is_proposed_anew_and_told() -> None:
    lives = household("h1", 4, "klausing", MOVED_ON)
    given(RULE, *placed_with("h1", "drk", 4, "sandloch"), moved("h1", "klausing", MOVED_ON)).when(
        propose("klausing", MOVED_ON)
    ).then(
        proposed("h1", lives, "diakonie"),
        CaseChanged(provider="drk", case_id=case_id("h1"), household=lives),
    )


def test_a_move_within_the_catchment_changes_the_household_only() -> None:
    lives = household("h1", 4, "flocken", MOVED_ON)
    given(RULE, *placed_with("h1", "drk", 4, "sandloch")).when(propose("flocken", MOVED_ON)).then(
        HouseholdChanged(case_id=case_id("h1"), household=lives),
        CaseChanged(provider="drk", case_id=case_id("h1"), household=lives),
    )


def test_a_move_that_is_answered_is_not_answered_again() -> None:
    changed = HouseholdChanged(case_id=case_id("h1"), household=household("h1", 4, "flocken", MOVED_ON))
    given(RULE, *placed_with("h1", "drk", 4, "sandloch"), changed).when(propose("flocken", MOVED_ON)).nothing()


def test_a_move_before_anything_is_confirmed_tells_nobody() -> None:
    lives = household("h1", 4, "klausing", MOVED_ON)
    given(RULE, registered("h1", 4, "sandloch"), proposed("h1", LIVES, "drk")).when(propose("klausing", MOVED_ON)).then(
        proposed("h1", lives, "diakonie")
    )


def test_moving_back_ends_an_open_proposal() -> None:
    away = household("h1", 4, "klausing", MOVED_ON)
    back = household("h1", 4, "sandloch", TODAY)
    given(RULE, *placed_with("h1", "drk", 4, "sandloch"), proposed("h1", away, "diakonie")).when(
        propose("sandloch", TODAY)
    ).then(
        HouseholdChanged(case_id=case_id("h1"), household=back),
        CaseChanged(provider="drk", case_id=case_id("h1"), household=back),
    )


def test_a_move_to_a_house_without_a_rule_waits_and_is_told() -> None:
    lives = household("h1", 4, "altbau", MOVED_ON)
    missing = CatchmentMissing(case_id=case_id("h1"), household=lives)
    told = CaseChanged(provider="drk", case_id=case_id("h1"), household=lives)
    before = [RULE, *placed_with("h1", "drk", 4, "sandloch")]
    given(*before).when(propose("altbau", MOVED_ON)).then(missing, told)
    own = CatchmentSet(rule_version="2018-2", effective_on=TODAY, houses={"altbau": "drk"})
    given(*before, missing, told, own).when(propose("altbau", MOVED_ON)).then(
        HouseholdChanged(case_id=case_id("h1"), household=lives)
    )


def test_an_overridden_case_is_not_proposed_again_where_it_lives() -> None:
    missing = CatchmentMissing(case_id=case_id("h1"), household=LIVES)
    given(missing, overridden("h1", "caritas", 4), RULE).when(propose("sandloch")).nothing()
    given(RULE, proposed("h1", LIVES, "drk"), assigned("h1", "drk", 4)).when(propose("sandloch")).nothing()


BOTH = CatchmentSet(rule_version="2018-2", effective_on=TODAY, houses={"sandloch": ("drk", "caritas")})
UNDECIDED = CatchmentUndecided(
    case_id=case_id("h1"), candidates=("drk", "caritas"), rule_version="2018-2", household=LIVES
)


def test_a_house_of_several_providers_leaves_the_case_open() -> None:
    given(BOTH).when(propose("sandloch")).then(UNDECIDED)
    given(BOTH, UNDECIDED).when(propose("sandloch")).nothing()


def test_an_open_case_is_not_confirmed_but_overridden() -> None:
    before = [registered("h1", 4, "sandloch"), BOTH, UNDECIDED]
    given(*before).when(ConfirmAssignment(case_id=case_id("h1"))).refused("several providers")
    wish = OverrideAssignment(case_id=case_id("h1"), provider="caritas", reason_code="wish", reason="Near the school.")
    given(*before).when(wish).then(
        overridden("h1", "caritas", 4, reason_code="wish"), entrusted("h1", LIVES, "caritas")
    )


def test_an_open_case_is_asked_about_again_when_a_later_rule_decides() -> None:
    only_drk = CatchmentSet(rule_version="2018-3", effective_on=TODAY, houses={"sandloch": "drk"})
    given(BOTH, UNDECIDED, only_drk).when(propose("sandloch")).then(
        proposed("h1", LIVES, "drk").model_copy(update={"rule_version": "2018-3"})
    )
    nowhere = CatchmentSet(rule_version="2018-3", effective_on=TODAY, houses={"klausing": "drk"})
    given(BOTH, UNDECIDED, nowhere).when(propose("sandloch")).then(
        CatchmentMissing(case_id=case_id("h1"), household=LIVES)
    )


def test_a_household_that_moves_within_the_houses_of_its_provider_stays_with_it() -> None:
    lives = household("h1", 4, "sandloch", TODAY)
    given(BOTH, *placed_with("h1", "drk", 4, "klausing")).when(propose("sandloch", TODAY)).then(
        HouseholdChanged(case_id=case_id("h1"), household=lives),
        CaseChanged(provider="drk", case_id=case_id("h1"), household=lives),
    )
