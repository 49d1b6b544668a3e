"""Every amount explains itself: by formula, source, facts and exact fractions, and its parts sum to it (A2)."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.figures.explain import explained_amount, grant_explanation
from services.reporting.figures.formulas import FORMULAS
from services.reporting.figures.question import Question
from services.reporting.figures.settlement import Repaid, grant_settlement
from shared.errors import Missing
from shared.event import Event
from shared.events.notices import GrantWithdrawn
from shared.events.reporting import GrantRules
from shared.money import half_up
from tests.given import recorded
from tests.reporting.random_books import LATEST, Book, books, patiently, under
from tests.reporting.test_rule_options import under as ruled
from tests.reporting.test_settlement import FUNDS, LATE, cost
from tests.reporting.weinheim import GRANT, S2, START, all_rules, some_id, whole_cut

PAID = Repaid(date(2019, 7, 1), LATE)
HISTORY: list[Event] = [*S2, *FUNDS, cost("caritas", 70_000_00), cost("drk", 1_00, cost_type="material")]


def names(events: Iterable[Event], as_of: date = LATE) -> dict[str, int]:
    facts = recorded(*events)
    body = grant_explanation(facts, Question(GRANT, as_of, None, whole_cut(facts)), PAID)
    return {each["amount"]: each["cents"] for each in json.loads(body)["amounts"]}


def explained(events: Iterable[Event], name: str, as_of: date = LATE) -> dict[str, Any]:
    facts = recorded(*events)
    answer: dict[str, Any] = json.loads(
        explained_amount(facts, Question(GRANT, as_of, None, whole_cut(facts)), PAID, name)
    )
    return answer


def walk(amount: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield amount
    for part in amount["parts"]:
        yield from walk(part)


def check(amount: dict[str, Any]) -> None:
    """Parts sum to the whole; what was rounded is the rounding of its exact steps."""
    for each in walk(amount):
        if each["parts"]:
            assert sum(part["sign"] * part["cents"] for part in each["parts"]) == each["cents"], each["amount"]
        exact = sum((Fraction(step["exact_cents"]) for step in each["steps"]), Fraction(0))
        if each["amount"].startswith("position/"):
            before = Fraction(each["steps"][0]["exact_cents"])
            assert Fraction(each["exact_cents"]) == exact
            assert half_up(exact) - half_up(before) == each["cents"]
        elif each["steps"]:
            assert half_up(exact) == each["cents"], each["amount"]


@pytest.mark.parametrize("name", sorted(names(HISTORY)))
def test_a2_every_amount_adds_up_and_says_its_rule(name: str) -> None:
    amount = explained(HISTORY, name)
    check(amount)
    assert amount["cents"] == names(HISTORY)[name]
    for each in walk(amount):
        assert each["formula"]["de"]
        assert each["formula"]["en"]
        assert each["source"]
        assert each["parts"] or each["fact_ids"] or each["steps"] or not each["cents"], each["amount"]


def test_a2_the_facts_that_are_named_are_there() -> None:
    known = {str(fact.event_id) for fact in recorded(*HISTORY)}
    for name in names(HISTORY):
        for each in walk(explained(HISTORY, name)):
            assert set(each["fact_ids"]) <= known


def test_a2_the_amounts_are_those_of_the_settlement() -> None:
    facts = recorded(*HISTORY)
    settled = json.loads(grant_settlement(facts, Question(GRANT, LATE, None, whole_cut(facts)), PAID))
    found = names(HISTORY)
    for provider, one in settled["providers"].items():
        assert found[f"entitlement/{provider}"] == one["earned_cents"]
        assert found[f"gap/{provider}"] == one["gap_cents"]
        assert found[f"claim/{provider}"] == one["entitlement_cents"]
        assert found[f"due/{provider}"] == one["due_cents"]
        assert found[f"passed-on/{provider}"] == one["passed_on_cents"]
        assert found[f"returned/{provider}"] == one["returned_cents"]
        assert found[f"actual-cost/{provider}"] == one["actual_cost_cents"]
        assert found[f"surplus/{provider}"] == one["surplus_cents"]
        assert found[f"settlement/{provider}"] == one["settlement_cents"]
    for row in settled["rows"]:
        name = f"entitlement/{row['provider']}/{row['budget_year']}"
        assert found.get(name, 0) == row["entitlement_cents"]
    assert found["cap"] == settled["cap_cents"]
    assert found["received"] == settled["received_cents"]
    assert found["repaid"] == settled["repaid_cents"]
    assert found["repayment"] == settled["repayment_cents"]
    assert found["state-settlement"] == settled["state_settlement_cents"]
    assert found["town-carries"] == settled["town_carries_cents"]
    assert found["interest"] == settled["interest_cents"]


def test_a2_a_vacancy_is_seen_in_the_steps_of_the_position() -> None:
    found = explained(S2, f"position/{some_id('caritas')}/2019")
    carried, before, after = found["steps"]
    assert carried["exact_cents"] == str(Fraction(1_087_311) + Fraction(77, 93)), "0.8 x 79/31 x 533,333.33.. cents"
    assert (before["ends_on"], before["months"], before["cents_per_fte_month"]) == ("2019-03-31", "3", "1600000/3")
    assert (after["starts_on"], after["fte_months"]) == ("2019-07-01", "24/5")


def test_a2_what_is_due_is_the_lower_of_both_where_a_surplus_goes_back() -> None:
    found = explained(ruled(HISTORY, surplus="return"), "due/caritas")
    assert [part["amount"] for part in found["parts"]] == ["actual-cost/caritas"]
    assert found["cents"] == 70_000_00


def test_there_is_no_such_amount() -> None:
    with pytest.raises(Missing):
        explained(S2, "entitlement/nobody")


def test_each_formula_is_used_by_some_amount() -> None:
    shown = {each["formula"]["de"] for name in names(HISTORY) for each in walk(explained(HISTORY, name))}
    other = ruled(HISTORY, basis="cap_share", surplus="return")
    void = [*HISTORY, GrantWithdrawn(grant_id=GRANT, notice_ref="R-9", decided_on=START, effective_on=START)]
    for history in (other, void):
        shown |= {each["formula"]["de"] for name in names(history) for each in walk(explained(history, name))}
    assert shown == {german for german, _, _ in FORMULAS.values()}


@patiently
@given(books(), st.sampled_from(all_rules()), st.dates(START, LATEST))
def test_a2_parts_sum_to_the_whole_whatever_was_recorded(book: Book, rules: GrantRules, as_of: date) -> None:
    events = [under(rules), *book.events[1:], *FUNDS]
    for name in ("entitlement", "repayment", "town-carries", "settlement/caritas"):
        check(explained(events, name, as_of))
