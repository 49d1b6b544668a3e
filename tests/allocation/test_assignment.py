"""A coordinator confirms or overrides; above the ceiling only with a reason; a household is never split."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.allocation.domain.assignment import ConfirmAssignment, OverrideAssignment, note_ref
from shared.event import Event
from shared.events.allocation import AllocationEvent, CaseEntrusted, CaseWithdrawn, CatchmentMissing, Consent
from shared.events.codes import ReasonCode
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.ids import wire_id
from tests.allocation.town import (
    RULE,
    assigned,
    case_id,
    entrusted,
    filled,
    household,
    overridden,
    person_id,
    persons_with,
    placed_with,
    proposed,
    registered,
)
from tests.given import TODAY, given

CONFIRM = ConfirmAssignment(case_id=case_id("h1"))
LIVES = household("h1", 4, "sandloch")
PROPOSED: list[Event] = [RULE, registered("h1", 4, "sandloch"), proposed("h1", LIVES, "drk")]
AT_KLAUSING = household("h1", 4, "klausing")
CROWDED: list[Event] = [
    RULE,
    filled("diakonie", 50),
    *persons_with("diakonie", 48, "klausing"),
    registered("h1", 4, "klausing"),
    proposed("h1", AT_KLAUSING, "diakonie", over_ceiling=True),
]


def override(provider: str, reason_code: ReasonCode = "capacity") -> OverrideAssignment:
    return OverrideAssignment(
        case_id=case_id("h1"), provider=provider, reason_code=reason_code, reason="Speaks Tigrinya."
    )


def test_the_coordinator_confirms_and_the_provider_is_told() -> None:
    given(*PROPOSED).when(CONFIRM).then(assigned("h1", "drk", 4), entrusted("h1", LIVES, "drk"))


def test_the_provider_is_told_of_consents_that_concern_it_and_hold() -> None:
    first, second = person_id("h1-1"), person_id("h1-2")

    def gave(person: int, recipient: str) -> ConsentGiven:
        who = person_id(f"h1-{person}")
        return ConsentGiven(person_id=who, case_id=case_id("h1"), purpose="sharing", recipient=recipient, on=TODAY)

    taken_back = ConsentWithdrawn(**dict(gave(3, "drk")))
    told = CaseEntrusted(
        provider="drk",
        case_id=case_id("h1"),
        household=LIVES,
        consents=(Consent(person_id=first, purpose="sharing"), Consent(person_id=second, purpose="sharing")),
    )
    consents = [gave(2, "drk"), gave(1, "drk"), gave(3, "drk"), taken_back, gave(4, "caritas")]
    given(*PROPOSED, *consents).when(CONFIRM).then(assigned("h1", "drk", 4), told)


def test_confirming_again_changes_nothing() -> None:
    given(*PROPOSED, assigned("h1", "drk", 4)).when(CONFIRM).nothing()


def test_an_unknown_case_is_neither_confirmed_nor_overridden() -> None:
    given(RULE).when(CONFIRM).missing()
    given(RULE).when(override("drk")).missing()


def test_a_case_that_the_rule_has_not_seen_yet_is_not_decided() -> None:
    given(RULE, registered("h1", 4, "sandloch")).when(CONFIRM).refused("Nothing is proposed")
    given(RULE, registered("h1", 4, "sandloch")).when(override("drk")).refused("Nothing is proposed")


def test_where_no_rule_names_a_provider_only_an_override_assigns() -> None:
    waiting = [registered("h1", 4, "sandloch"), CatchmentMissing(case_id=case_id("h1"), household=LIVES)]
    given(*waiting).when(CONFIRM).refused("No catchment rule names a provider")
    given(*waiting).when(override("caritas")).then(overridden("h1", "caritas", 4), entrusted("h1", LIVES, "caritas"))
    given(*waiting, overridden("h1", "caritas", 4)).when(CONFIRM).refused("No catchment rule names a provider")


def test_a_household_of_four_does_not_go_to_diakonie_at_48_by_plain_confirmation() -> None:
    given(*CROWDED).when(CONFIRM).refused("household of 4 the provider would stand at 52 persons on 0.50 FTE")
    given(*CROWDED).when(CONFIRM).refused("ceiling of 100 persons per FTE. Override with a reason.")


def test_a_household_of_two_still_fits() -> None:
    lives = household("h1", 2, "klausing")
    crowded = [*CROWDED[:-2], registered("h1", 2, "klausing"), proposed("h1", lives, "diakonie")]
    given(*crowded).when(CONFIRM).then(assigned("h1", "diakonie", 2), entrusted("h1", lives, "diakonie"))


def test_over_the_ceiling_an_override_with_a_reason_assigns_also_to_the_proposed_provider() -> None:
    given(*CROWDED).when(override("diakonie")).then(
        overridden("h1", "diakonie", 4, over=True), entrusted("h1", AT_KLAUSING, "diakonie")
    )
    given(*CROWDED).when(override("caritas")).then(
        overridden("h1", "caritas", 4), entrusted("h1", AT_KLAUSING, "caritas")
    )


@pytest.mark.parametrize("provider", ["diakonie", "caritas"])
def test_what_was_overridden_over_the_ceiling_is_not_confirmed_afterwards(provider: str) -> None:
    decided = overridden("h1", provider, 4, over=provider == "diakonie")
    given(*CROWDED, decided).when(CONFIRM).refused("ceiling")


def test_it_stays_refused_after_the_load_has_fallen() -> None:
    relief = filled("diakonie", 50).model_copy(update={"position_id": wire_id("position", "second")})
    decided = overridden("h1", "diakonie", 4, over=True)
    given(*CROWDED, decided, relief).when(CONFIRM).refused("decided by an override")
    proposed_early = [*CROWDED[:-1], proposed("h1", AT_KLAUSING, "diakonie")]
    given(*proposed_early, decided, relief).when(CONFIRM).refused("decided by an override")


def test_the_ceiling_is_judged_when_it_is_confirmed() -> None:
    relief = filled("diakonie", 50).model_copy(update={"position_id": wire_id("position", "second")})
    given(*CROWDED, relief).when(CONFIRM).then(assigned("h1", "diakonie", 4), entrusted("h1", AT_KLAUSING, "diakonie"))
    full = [*persons_with("drk", 97, "sandloch"), filled("drk", 100)]
    given(*PROPOSED, *full).when(CONFIRM).refused("101 persons on 1.00 FTE")


def test_exactly_at_the_ceiling_is_not_above_it() -> None:
    full = [*persons_with("drk", 96, "sandloch"), filled("drk", 100)]
    given(*PROPOSED, *full).when(CONFIRM).then(assigned("h1", "drk", 4), entrusted("h1", LIVES, "drk"))


def test_a_vacant_position_takes_nobody_by_plain_confirmation() -> None:
    given(*PROPOSED, filled("drk", 100, date(2019, 1, 1))).when(CONFIRM).refused("4 persons on 0.00 FTE")


def test_a_position_that_begins_before_the_household_comes_counts() -> None:
    comes = LIVES.model_copy(update={"placed_on": date(2019, 1, 1)})
    arriving = [RULE, registered("h1", 4, "sandloch"), proposed("h1", comes, "drk")]
    given(*arriving, filled("drk", 100, date(2019, 1, 1))).when(CONFIRM).then(
        assigned("h1", "drk", 4), entrusted("h1", comes, "drk")
    )


def test_without_any_position_nothing_is_above_the_ceiling() -> None:
    many = household("h1", 30, "sandloch")
    given(registered("h1", 30, "sandloch"), proposed("h1", many, "drk")).when(CONFIRM).then(
        assigned("h1", "drk", 30), entrusted("h1", many, "drk")
    )


def test_an_override_needs_a_reason() -> None:
    wish = {"case_id": case_id("h1"), "provider": "drk", "reason_code": "wish", "reason": "Near the school."}
    OverrideAssignment.model_validate(wish)
    for lacking in ("reason_code", "reason"):
        with pytest.raises(ValidationError):
            OverrideAssignment.model_validate({key: wish[key] for key in wish if key != lacking})
    for reason in ("", "   ", "\n", "a\x00b", "a\u202eb", "x" * 2001):
        with pytest.raises(ValidationError):
            OverrideAssignment.model_validate({**wish, "reason": reason})
    OverrideAssignment.model_validate({**wish, "reason": "Near the school.\nAnd the doctor. 🙂"})


def test_no_reason_text_enters_a_fact() -> None:
    outcome = given(*PROPOSED).when(override("caritas"))
    assert outcome.events
    assert all("Tigrinya" not in event.model_dump_json() for event in outcome.events)


def test_only_providers_of_the_town_get_cases() -> None:
    given(*PROPOSED).when(override("johanniter")).refused("no such provider")


def test_an_override_again_changes_nothing() -> None:
    given(*PROPOSED, overridden("h1", "caritas", 4)).when(override("caritas")).nothing()
    given(*PROPOSED, assigned("h1", "drk", 4)).when(override("drk")).nothing()


def test_a_plain_confirmation_does_not_undo_an_override() -> None:
    given(*PROPOSED, overridden("h1", "caritas", 4)).when(CONFIRM).nothing()


def test_a_second_override_takes_the_case_over_and_has_a_note_of_its_own() -> None:
    before = [*PROPOSED, overridden("h1", "caritas", 4)]
    again = overridden("h1", "town", 4, version=2, reason_code="wish")
    assert again.note_ref == note_ref(case_id("h1"), 2) != overridden("h1", "caritas", 4).note_ref
    given(*before).when(override("town", "wish")).then(
        again,
        CaseWithdrawn(provider="caritas", case_id=case_id("h1")),
        entrusted("h1", LIVES, "town"),
    )


def test_after_a_move_confirming_withdraws_and_entrusts() -> None:
    lives = household("h1", 4, "klausing", TODAY)
    moved = [RULE, *placed_with("h1", "drk", 4, "sandloch"), proposed("h1", lives, "diakonie")]
    given(*moved).when(CONFIRM).then(
        assigned("h1", "diakonie", 4),
        CaseWithdrawn(provider="drk", case_id=case_id("h1")),
        entrusted("h1", lives, "diakonie"),
    )


def test_after_a_move_the_case_may_stay_with_a_reason() -> None:
    lives = household("h1", 4, "klausing", TODAY)
    moved = [RULE, *placed_with("h1", "drk", 4, "sandloch"), proposed("h1", lives, "diakonie")]
    given(*moved).when(override("drk", "continuity")).then(
        overridden("h1", "drk", 4, version=3, reason_code="continuity")
    )


def test_there_is_no_way_to_split_a_household() -> None:
    """Every decision names a case: neither a command nor a fact about an assignment names single persons."""
    assert set(ConfirmAssignment.model_fields) == {"case_id"}
    assert set(OverrideAssignment.model_fields) == {"case_id", "provider", "reason_code", "reason"}
    decided: tuple[type[AllocationEvent], ...] = (type(assigned("h1", "drk", 4)), type(overridden("h1", "drk", 4)))
    assert all("persons" not in event.model_fields for event in decided)
