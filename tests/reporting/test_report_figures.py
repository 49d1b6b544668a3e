"""The report as bytes: what it says, what it leaves out, and that nothing but the set of facts decides it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.figures.explain import grant_explanation
from services.reporting.figures.question import Question
from services.reporting.figures.report import REPORT_EVENTS, grant_report
from shared.errors import Missing
from shared.event import Fact
from tests.given import recorded
from tests.reporting.weinheim import (
    GRANT,
    REPORTING,
    S1,
    S2,
    S5B,
    START,
    awarded,
    filled,
    recorded_at,
    some_id,
    whole_cut,
)

NEW_YEARS_EVE = date(2018, 12, 31)
THEN, NOW = date(2019, 1, 31), date(2019, 2, 20)
S5B_FACTS = [*recorded_at(date(2018, 11, 5), recorded(*S1)), *recorded_at(NOW, recorded(*S5B)[len(S1) :])]


def report_of(
    facts: Sequence[Fact], as_of: date, known_on: date | None = None, cut: dict[str, int] | None = None
) -> dict[str, Any]:
    body = grant_report(facts, GRANT, as_of, known_on, cut or whole_cut(list(facts)))
    answer: dict[str, Any] = json.loads(body)
    return answer


def test_the_report_has_these_fields_and_no_others() -> None:
    report = report_of(recorded(*S1), date(2020, 12, 31))
    assert report.keys() == {
        "grant",
        "as_of",
        "known_on",
        "cut",
        "rule_version",
        "rows",
        "totals",
        "entitlement_cents",
        "cap_cents",
    }
    assert report["grant"] == str(GRANT)
    assert (report["as_of"], report["known_on"], report["cut"]) == ("2020-12-31", None, {REPORTING: 4})
    assert (report["entitlement_cents"], report["cap_cents"]) == (294_400_00, 294_000_00)
    assert report["totals"]["caritas"] == {"entitlement_cents": 102_400_00, "cap_share_cents": 102_260_87}
    assert report["rows"][0] == {
        "provider": "caritas",
        "budget_year": 2018,
        "entitlement_cents": 10_873_12,
        "fte_months": "316/155",
    }


def test_totals_are_sums_of_rounded_rows() -> None:
    report = report_of(recorded(*S2), date(2020, 6, 17))
    rows = report["rows"]
    assert report["entitlement_cents"] == sum(row["entitlement_cents"] for row in rows)
    for provider, total in report["totals"].items():
        own = [row["entitlement_cents"] for row in rows if row["provider"] == provider]
        assert total["entitlement_cents"] == sum(own)
    assert sum(total["cap_share_cents"] for total in report["totals"].values()) == report["cap_cents"]


def test_a_provider_outside_the_award_has_no_share_of_the_cap() -> None:
    report = report_of(recorded(*S1, filled("town", fte_hundredths=100)), NEW_YEARS_EVE)
    assert report["totals"]["town"] == {"entitlement_cents": 13_591_40, "cap_share_cents": 0}


def test_s5b_as_known_then_and_as_known_now() -> None:
    assert report_of(S5B_FACTS, NEW_YEARS_EVE, THEN)["entitlement_cents"] == 31_260_22
    assert report_of(S5B_FACTS, NEW_YEARS_EVE, NOW)["entitlement_cents"] == 28_335_49
    assert report_of(S5B_FACTS, NEW_YEARS_EVE)["entitlement_cents"] == 28_335_49


def test_s5b_the_report_of_january_stays_the_same_to_the_byte() -> None:
    cut = {REPORTING: 4}
    then = grant_report(S5B_FACTS[:4], GRANT, NEW_YEARS_EVE, THEN, cut)
    assert grant_report(S5B_FACTS, GRANT, NEW_YEARS_EVE, THEN, cut) == then


def test_a_cut_leaves_out_what_came_after_it_and_sources_that_it_does_not_name() -> None:
    assert report_of(S5B_FACTS, NEW_YEARS_EVE, None, {REPORTING: 4})["entitlement_cents"] == 31_260_22
    with pytest.raises(Missing):
        report_of(S5B_FACTS, NEW_YEARS_EVE, None, {"urn:fallbuch:weinheim:intake": 9})


@pytest.mark.parametrize(
    ("recorded_at", "seen"),
    [
        (datetime(2019, 1, 31, 22, 59, 59, 999_000, tzinfo=UTC), True),
        (datetime(2019, 1, 31, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_day_of_knowledge_ends_at_midnight_in_berlin(recorded_at: datetime, seen: bool) -> None:
    *before, correction = S5B_FACTS
    facts = [*before, replace(correction, recorded_at=recorded_at)]
    assert (report_of(facts, NEW_YEARS_EVE, THEN)["entitlement_cents"] == 28_335_49) is seen


def test_an_unknown_grant_is_missing_also_where_it_is_only_unknown_at_that_date_or_by_then() -> None:
    facts = recorded(*S1)
    with pytest.raises(Missing):
        grant_report(facts, some_id("another"), NEW_YEARS_EVE, None, whole_cut(facts))
    with pytest.raises(Missing):
        report_of(facts, date(2018, 10, 14))
    with pytest.raises(Missing):
        report_of(facts, NEW_YEARS_EVE, date(2018, 11, 4))
    assert report_of(facts, START)["entitlement_cents"] > 0


@settings(deadline=None)
@given(st.permutations(S5B_FACTS), st.booleans())
def test_permuted_and_repeated_facts_give_the_same_bytes(facts: list[Fact], twice: bool) -> None:
    cut = whole_cut(S5B_FACTS)
    expected = grant_report(S5B_FACTS, GRANT, NEW_YEARS_EVE, None, cut)
    assert grant_report(facts * 2 if twice else facts, GRANT, NEW_YEARS_EVE, None, cut) == expected


@settings(deadline=None)
@given(st.permutations(recorded(*S2)))
def test_permuted_facts_of_a_refilled_position_give_the_same_bytes(facts: list[Fact]) -> None:
    cut = whole_cut(facts)
    as_of = date(2020, 12, 31)
    assert grant_report(facts, GRANT, as_of, None, cut) == grant_report(recorded(*S2), GRANT, as_of, None, cut)


def test_the_order_in_which_a_cut_is_written_does_not_change_the_bytes() -> None:
    facts = recorded(*S1)
    cut = {REPORTING: 4, "urn:fallbuch:weinheim:intake": 7}
    backwards = dict(reversed(cut.items()))
    first = grant_report(facts, GRANT, NEW_YEARS_EVE, None, cut)
    assert grant_report(facts, GRANT, NEW_YEARS_EVE, None, backwards) == first


def test_the_facts_of_another_grant_change_nothing_in_the_rows() -> None:
    other = some_id("another grant")
    more = [awarded(grant_id=other), filled("drk", position_id=some_id("x"), grant_id=other, staff_ref=some_id("y"))]
    alone, beside = report_of(recorded(*S1), NEW_YEARS_EVE), report_of(recorded(*S1, *more), NEW_YEARS_EVE)
    assert alone["rows"] == beside["rows"]


def test_the_report_needs_no_other_facts_than_it_says() -> None:
    needed = {type(event) for event in (*S2, *S5B)}
    assert needed <= set(REPORT_EVENTS)


def test_the_explanation_adds_up_to_the_rows_and_names_facts() -> None:
    facts = recorded(*S2)
    cut, as_of = whole_cut(facts), date(2020, 12, 31)
    explained = json.loads(grant_explanation(facts, Question(GRANT, as_of, None, cut), None))["explained"]
    for row in report_of(facts, as_of)["rows"]:
        own = [
            year
            for year in explained
            if (year["provider"], year["budget_year"]) == (row["provider"], row["budget_year"])
        ]
        assert sum(year["entitlement_cents"] for year in own) == row["entitlement_cents"]
        months = sum((Fraction(part["fte_months"]) for year in own for part in year["parts"]), Fraction(0))
        assert str(months) == row["fte_months"]
    known = {str(fact.event_id) for fact in facts}
    assert all(set(part["fact_ids"]) <= known and part["fact_ids"] for year in explained for part in year["parts"])
