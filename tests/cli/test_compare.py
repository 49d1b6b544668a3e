"""An answer holds what a story gives: fields as a subset, rows each in some row."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from shared.cli.compare import first_gap

ANSWER = {
    "sum": 300,
    "on": "2019-01-02",
    "per": "104.00",
    "none": None,
    "good": True,
    "case_id": str(uuid5(NAMESPACE_URL, "fallbuch:case:c1")),
    "rows": [{"provider": "drk", "cents": 1, "persons": 78}, {"provider": "town", "cents": 2, "persons": 0}],
}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"sum": 300},
        {"on": date(2019, 1, 2), "none": None, "good": True},
        {"per": "104.00"},
        {"per": 104.0},
        {"case_id": "c1"},
        {"rows": [{"provider": "town"}, {"cents": 1}]},
        {"rows": []},
    ],
)
def test_it_holds(given: dict[str, Any]) -> None:
    assert first_gap(given, ANSWER) is None


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"sum": 301}, "sum: expected 301, found 300"),
        ({"sum": "300"}, "sum"),
        ({"good": 1}, "good: expected 1, found true"),
        ({"other": 1}, "other: expected 1, found no such field"),
        ({"none": 0}, "none: expected 0, found null"),
        ({"case_id": "c2"}, "case_id"),
        ({"rows": [{"provider": "drk", "cents": 2}]}, "rows.cents of the row {provider: drk, cents: 2}"),
        ({"rows": [{"provider": "caritas"}]}, "a row {provider: caritas}, found none among 2"),
        ({"rows": {"provider": "drk"}}, "rows"),
        ({"sum": [300]}, "sum"),
    ],
)
def test_it_does_not_hold_and_the_first_difference_is_named(given: dict[str, Any], part: str) -> None:
    gap = first_gap(given, ANSWER)
    assert gap is not None
    assert part in str(gap)
