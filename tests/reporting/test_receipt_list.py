"""Belegliste: what stands in it, and that its rows are what was spent."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.reporting.figures.receipt_list import receipt_list
from shared.errors import Missing
from shared.event import Event, Fact
from tests.given import recorded
from tests.reporting.receipts import put_right, said, spent
from tests.reporting.weinheim import GRANT, S1, recorded_at, some_id, whole_cut

DECEMBER, NEW_YEAR = date(2018, 12, 31), date(2019, 1, 2)
BOOKED: list[Event] = [
    *S1,
    spent("B-1", "caritas", cents=2_310_50),
    spent("B-2", "caritas", cents=80_00, cost_type="training", purpose="course"),
    spent("B-3", "caritas", cents=45_90, cost_type="material", purpose="supplies"),
    spent("B-4", "drk", cents=4_127_00),
    spent("B-5", "drk", cents=4_127_00, paid_on=date(2019, 1, 4)),
]


def listed(facts: list[Fact], as_of: date = DECEMBER, known_on: date | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(receipt_list(facts, GRANT, as_of, known_on, whole_cut(facts)))
    return answer


def test_a7_the_rows_of_a_position_add_up_to_what_its_provider_spent() -> None:
    found = listed(recorded(*BOOKED))
    assert [position["position_id"] for position in found["positions"]] == [
        str(some_id("caritas")),
        str(some_id("drk")),
    ]
    for position in found["positions"]:
        total = sum(row["cents"] for row in position["receipts"])
        assert total == position["spent_cents"] == found["providers"][position["provider"]]["spent_cents"]
    assert found["providers"]["caritas"] == {
        "spent_cents": 2_436_40,
        "eligible_cents": 2_390_50,
        "ineligible_cents": 45_90,
    }
    assert found["spent_cents"] == 2_436_40 + 4_127_00


def test_what_is_not_eligible_is_shown_as_such() -> None:
    rows = {
        row["receipt_ref"]: row for position in listed(recorded(*BOOKED))["positions"] for row in position["receipts"]
    }
    assert [ref for ref, row in rows.items() if not row["eligible"]] == ["B-3"]
    unstated = listed(recorded(*S1, spent(cost_type="not_stated")))
    assert (unstated["spent_cents"], unstated["eligible_cents"]) == (2_310_50, 0)


def test_what_is_paid_later_is_not_listed_yet() -> None:
    assert listed(recorded(*BOOKED), date(2019, 1, 31))["providers"]["drk"]["spent_cents"] == 8_254_00
    assert listed(recorded(*BOOKED), date(2018, 11, 1))["positions"] == []


def test_a_correction_counts_from_the_day_it_is_known() -> None:
    events: list[Event] = [*BOOKED, put_right(BOOKED, said(cents=2_000_00)), put_right(BOOKED, None, "B-2")]
    facts = recorded(*events)
    known = [*recorded_at(date(2018, 12, 1), facts[: len(BOOKED)]), *recorded_at(NEW_YEAR, facts[len(BOOKED) :])]
    assert listed(known, known_on=DECEMBER)["providers"]["caritas"]["spent_cents"] == 2_436_40
    corrected = listed(known)
    assert corrected["providers"]["caritas"]["spent_cents"] == 2_045_90
    row = corrected["positions"][0]["receipts"][0]
    assert row["fact_ids"] == [str(facts[4].event_id), str(facts[-2].event_id)]


def test_a_correction_without_what_it_corrects_says_nothing() -> None:
    facts = recorded(*BOOKED, put_right(BOOKED, None))
    assert listed([fact for fact in facts if fact != facts[4]])["providers"]["caritas"]["spent_cents"] == 125_90


def test_an_unknown_grant_has_no_receipts() -> None:
    with pytest.raises(Missing):
        listed([], DECEMBER)
    with pytest.raises(Missing):
        listed(recorded(*BOOKED), date(2018, 10, 14))


@settings(max_examples=30)
@drawn(st.permutations(recorded(*BOOKED, put_right(BOOKED, None, "B-2"))))
def test_the_order_of_facts_changes_nothing(facts: list[Fact]) -> None:
    assert listed(facts) == listed(recorded(*BOOKED, put_right(BOOKED, None, "B-2")))
