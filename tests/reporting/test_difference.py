"""What changed since a report was submitted, and by which facts."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.reporting.figures.difference import report_difference
from shared.event import Event, Fact
from shared.events.reporting import ReportSubmitted
from tests.given import recorded
from tests.reporting.weinheim import (
    GRANT,
    REPORTING,
    S1,
    S5B,
    corrected,
    filled,
    recorded_at,
    some_id,
    vacated,
    whole_cut,
)

THEN, NOW = date(2019, 1, 31), date(2019, 2, 20)
FROZEN = ReportSubmitted(
    report_id=some_id("interim"),
    grant_id=GRANT,
    as_of=date(2018, 12, 31),
    known_on=THEN,
    cut={REPORTING: 4},
    report_sha256="0" * 64,
)


def later(*events: Event) -> list[Fact]:
    """S1 as it was known when the report was submitted, and what was recorded since."""
    facts = recorded(*S1, *events)
    return [*recorded_at(date(2018, 11, 5), facts[: len(S1)]), *recorded_at(NOW, facts[len(S1) :])]


def difference(facts: Sequence[Fact]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(report_difference(facts, FROZEN, whole_cut(list(facts))))
    return answer


def test_s5b_the_correction_and_what_it_changed() -> None:
    facts = later(S5B[-1])
    found = difference(facts)
    assert (found["submitted_cents"], found["now_cents"]) == (31_260_22, 28_335_49)
    assert found["difference_cents"] == -2_924_73
    changed = [row for row in found["rows"] if row["difference_cents"]]
    assert changed == [
        {
            "provider": "drk",
            "budget_year": 2018,
            "submitted_cents": 13_591_40,
            "now_cents": 10_666_67,
            "difference_cents": -2_924_73,
            "fact_ids": [str(facts[-1].event_id)],
        }
    ]
    (cause,) = found["facts"]
    assert (cause["what"], cause["provider"], cause["recorded_on"]) == ("FillingCorrected", "drk", "2019-02-20")


def test_nothing_changed_where_nothing_was_recorded() -> None:
    found = difference(later())
    assert (found["difference_cents"], found["facts"]) == (0, [])
    assert not any(row["fact_ids"] for row in found["rows"])


def test_what_holds_only_after_the_day_of_the_report_is_no_cause() -> None:
    found = difference(later(vacated("drk", date(2019, 1, 1))))
    assert (found["difference_cents"], found["facts"]) == (0, [])


def test_a_late_vacancy_is_a_cause_and_another_grants_post_is_none() -> None:
    other = filled("caritas", position_id=some_id("x"), grant_id=some_id("another"), staff_ref=some_id("y"))
    found = difference(later(vacated("drk", date(2018, 12, 1)), other))
    assert [cause["what"] for cause in found["facts"]] == ["PositionVacated"]
    assert found["difference_cents"] == -5_333_34, "13,591.40 less 8,258.06, each rounded"


def test_a_start_that_moved_before_the_day_is_a_cause() -> None:
    late = filled("town", starts_on=date(2019, 3, 1), fte_hundredths=100)
    moved = corrected("town", [*S1, late], date(2018, 12, 1))
    found = difference(later(late, moved))
    assert {cause["what"] for cause in found["facts"]} == {"FillingCorrected"}
    assert [row["difference_cents"] for row in found["rows"] if row["provider"] == "town"] == [5_333_33]
