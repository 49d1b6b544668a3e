"""Decisions on budgets: drafted by one, approved by another, and what may be passed on then."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.reporting.domain.budget import ApproveBudget, SetBudget, ShiftBudget, note_ref
from services.reporting.domain.payments import PassOnFunds
from shared.event import Event
from shared.events.budget import BudgetApproved, BudgetChange, BudgetSet, BudgetShifted
from shared.events.reporting import FundsPassedOn, FundsReceived
from tests.given import TODAY, given, recorded
from tests.reporting.weinheim import GRANT, RULES, awarded, some_id

CARITAS_CENTS, DIAKONIE_CENTS = 102_260_87, 63_913_04
CONTROLLER = "a second person"
KEY: dict[str, Any] = {"grant_id": GRANT, "provider": "caritas", "budget_line": "personnel", "budget_year": 2018}


def set_budget(cents: int = 10_000_00, **changed: Any) -> SetBudget:
    return SetBudget(**(KEY | {"cents": cents, "notice_ref": "HH-1", "reason": "Plan 2018"} | changed))


def shift(cents: int = 1_000_00, **changed: Any) -> ShiftBudget:
    return ShiftBudget(**(KEY | {"cents": cents, "notice_ref": "HH-2", "reason": "Anteil verschoben"} | changed))


def approve(**changed: Any) -> ApproveBudget:
    return ApproveBudget(**(KEY | changed))


def drafted(command: SetBudget, before_cents: int = 0) -> BudgetSet:
    fields = command.model_dump(exclude={"reason"})
    return BudgetSet(**fields, before_cents=before_cents, note_ref=note_ref(command))


def shifted(command: ShiftBudget) -> BudgetShifted:
    return BudgetShifted(**command.model_dump(exclude={"reason"}), note_ref=note_ref(command))


def change(
    before: int, after: int, provider: str = "caritas", line: Any = None, year: int | None = None
) -> BudgetChange:
    return BudgetChange(provider=provider, budget_line=line, budget_year=year, before_cents=before, after_cents=after)


def approved(events: list[Event], *changes: BudgetChange, **key: Any) -> BudgetApproved:
    """The approval of the last draft."""
    draft = [fact.event_id for fact in recorded(*events) if isinstance(fact.event, BudgetSet | BudgetShifted)][-1]
    return BudgetApproved(**(KEY | key), approves=(draft,), changes=changes)


def pass_on(cents: int, provider: str = "caritas") -> PassOnFunds:
    return PassOnFunds(grant_id=GRANT, provider=provider, cents=cents, paid_on=TODAY, payment_ref="W-1")


def pass_on_fact(cents: int, provider: str = "caritas") -> FundsPassedOn:
    return FundsPassedOn(**dict(pass_on(cents, provider)))


RECEIVED = FundsReceived(grant_id=GRANT, cents=294_000_00, paid_on=TODAY, payment_ref="LOK-1")
DRAFTED: list[Event] = [awarded(), RECEIVED, drafted(set_budget())]
SET: list[Event] = [
    *DRAFTED,
    approved(DRAFTED, change(CARITAS_CENTS, 0), change(0, 10_000_00, line="personnel", year=2018)),
]
OFFERED: list[Event] = [awarded(), RECEIVED, shifted(shift(to_provider="diakonie"))]
SHIFTED: list[Event] = [
    *OFFERED,
    approved(
        OFFERED,
        change(CARITAS_CENTS, CARITAS_CENTS - 1_000_00),
        change(DIAKONIE_CENTS, DIAKONIE_CENTS + 1_000_00, "diakonie"),
    ),
]


def test_a_budget_is_drafted_with_what_it_was_before() -> None:
    given(awarded()).when(set_budget()).then(drafted(set_budget()))
    given(*SET).when(set_budget(9_000_00)).then(drafted(set_budget(9_000_00), 10_000_00))


def test_the_reason_stays_out_of_the_fact() -> None:
    assert "Plan" not in drafted(set_budget()).model_dump_json()


def test_a_draft_changes_nothing_before_it_is_approved() -> None:
    given(*DRAFTED).when(pass_on(CARITAS_CENTS)).then(pass_on_fact(CARITAS_CENTS))
    given(*DRAFTED).when(pass_on(CARITAS_CENTS + 1)).refused("more than its budget")


def test_who_drafted_does_not_approve() -> None:
    given(*DRAFTED).when(approve(), by="system").refused("second person")
    given(*DRAFTED).when(approve(), by=CONTROLLER).then(SET[-1])


def test_an_approval_twice_is_recorded_once_and_one_of_nothing_is_refused() -> None:
    given(*SET).when(approve(), by=CONTROLLER).nothing()
    given(awarded()).when(approve(), by=CONTROLLER).refused("No change of this budget waits")
    given(*DRAFTED).when(approve(budget_year=2019), by=CONTROLLER).refused("No change of this budget waits")


def test_an_approved_budget_takes_the_place_of_what_the_award_gave_undivided() -> None:
    given(*SET).when(pass_on(10_000_00)).then(pass_on_fact(10_000_00))
    given(*SET).when(pass_on(10_000_01)).refused("more than its budget")
    given(*SET).when(pass_on(DIAKONIE_CENTS, "diakonie")).then(pass_on_fact(DIAKONIE_CENTS, "diakonie"))


def test_all_lines_and_years_of_a_provider_count_together() -> None:
    more = [*SET, drafted(set_budget(120_000_00, budget_year=2019))]
    both = [*more, approved(more, change(0, 120_000_00, line="personnel", year=2019), budget_year=2019)]
    given(*both).when(pass_on(130_000_00)).then(pass_on_fact(130_000_00))
    given(*both).when(pass_on(130_000_01)).refused("more than its budget")


def test_a_shift_to_another_provider_takes_here_what_it_gives_there() -> None:
    given(awarded()).when(shift(to_provider="diakonie")).then(OFFERED[-1])
    given(*OFFERED).when(approve(), by=CONTROLLER).then(SHIFTED[-1])
    given(*SHIFTED).when(pass_on(CARITAS_CENTS - 1_000_00)).then(pass_on_fact(CARITAS_CENTS - 1_000_00))
    given(*SHIFTED).when(pass_on(CARITAS_CENTS)).refused("more than its budget")
    more = DIAKONIE_CENTS + 1_000_00
    given(*SHIFTED).when(pass_on(more, "diakonie")).then(pass_on_fact(more, "diakonie"))


def test_a_shift_is_approved_at_either_end() -> None:
    there = approve(provider="diakonie")
    given(*OFFERED).when(there, by="system").refused("second person")
    outcome = given(*OFFERED).when(there, by=CONTROLLER)
    assert outcome.events is not None
    assert isinstance(outcome.events[0], BudgetApproved)
    assert isinstance(SHIFTED[-1], BudgetApproved)
    assert outcome.events[0].changes == SHIFTED[-1].changes
    given(*SHIFTED).when(there, by=CONTROLLER).nothing()


def test_a_shift_to_another_line_changes_no_sum() -> None:
    moved = [*SET, shifted(shift(to_line="training"))]
    training = change(0, 1_000_00, line="training", year=2018)
    given(*moved).when(approve(), by=CONTROLLER).then(
        approved(moved, change(10_000_00, 9_000_00, line="personnel", year=2018), training)
    )
    undivided = [awarded(), shifted(shift(to_line="training"))]
    given(*undivided).when(approve(), by=CONTROLLER).then(
        approved(undivided, change(CARITAS_CENTS, CARITAS_CENTS - 1_000_00), training)
    )


def test_no_more_is_shifted_than_there_is() -> None:
    given(awarded()).when(shift(CARITAS_CENTS + 1, to_provider="drk")).refused("less than is to be shifted")
    given(*SET).when(shift(10_000_01, to_line="training")).refused("less than is to be shifted")
    given(*SET).when(shift(1, budget_year=2019, to_line="training")).refused("less than is to be shifted")


def test_a_shift_has_one_place_to_go_to() -> None:
    given(awarded()).when(shift()).refused("name one of the two")
    given(awarded()).when(shift(to_line="training", to_provider="drk")).refused("name one of the two")
    given(awarded()).when(shift(to_line="personnel")).refused("not to itself")
    given(awarded()).when(shift(to_provider="caritas")).refused("not to itself")


def test_the_newer_draft_takes_the_place_of_the_one_that_waits() -> None:
    newer = [*DRAFTED, drafted(set_budget(8_000_00))]
    given(*newer).when(approve(), by=CONTROLLER).then(
        approved(newer, change(CARITAS_CENTS, 0), change(0, 8_000_00, line="personnel", year=2018))
    )


def test_the_same_draft_twice_is_recorded_once_and_another_notice_makes_it_new() -> None:
    given(*DRAFTED).when(set_budget()).nothing()
    given(*SET).when(set_budget(reason="Other words")).nothing()
    anew = set_budget(notice_ref="HH-9")
    given(*SET).when(anew).then(drafted(anew, 10_000_00))


def test_only_providers_and_years_of_the_award_have_a_budget() -> None:
    given(awarded()).when(set_budget(provider="town")).refused("no share for this provider")
    given(awarded()).when(shift(to_provider="town")).refused("no share for this provider")
    given(awarded()).when(set_budget(budget_year=2017)).refused("no such budget year")
    given(awarded()).when(set_budget(budget_year=2021)).refused("no such budget year")
    extend = awarded(rules=RULES.model_copy(update={"vacancy_outcome": "extend"}))
    given(extend).when(set_budget(budget_year=2021)).then(drafted(set_budget(budget_year=2021)))
    given().when(set_budget()).missing()
    given(awarded()).when(approve(grant_id=some_id("another"))).missing()


@pytest.mark.parametrize("changed", [{"cents": -1}, {"cents": 10**13}, {"budget_line": "cake"}, {"reason": ""}])
def test_a_budget_without_sense_is_not_even_a_command(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        set_budget(**changed)
