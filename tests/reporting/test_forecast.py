"""What is still earned until the end, and what a wish would change, without recording it."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pytest

from services.reporting.domain.position import PositionCommand, ShiftShare
from services.reporting.figures.forecast import class_change, grant_forecast, vacancy
from services.reporting.figures.question import Known, Question, known
from shared.errors import Missing, Refused
from shared.event import Event
from tests.given import recorded
from tests.reporting.test_rule_options import under
from tests.reporting.weinheim import GRANT, S1, S2, some_id, vacated, whole_cut

AS_OF = date(2018, 12, 31)
CARITAS, DIAKONIE, DRK = some_id("caritas"), some_id("diakonie"), some_id("drk")


def asked_of(events: Iterable[Event]) -> Question:
    return Question(GRANT, AS_OF, None, whole_cut(recorded(*events)))


def at_hand(events: Iterable[Event]) -> Known:
    return known(recorded(*events), asked_of(events))


def forecast(events: Sequence[Event], wishes: Sequence[PositionCommand] = ()) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(grant_forecast(recorded(*events), asked_of(events), wishes))
    return answer


def test_what_remains_until_the_end() -> None:
    found = forecast(S1)
    assert found["known"]["earned_cents"] == 31_260_22
    assert found["known"]["remaining_cents"] == 294_400_00 - 31_260_22
    assert (found["known"]["in_the_end_cents"], found["known"]["repayment_cents"]) == (294_400_00, 0)
    assert found["known"]["grant_ends_on"] == "2020-10-14"
    assert found["what_if"] is None


def test_what_is_known_to_come_counts() -> None:
    assert forecast(S2)["known"]["in_the_end_cents"] == 281_600_00


def test_what_if_caritas_were_vacant_for_three_months_and_its_share_moved_is_s2() -> None:
    wishes = [
        *vacancy(at_hand(S1), CARITAS, date(2019, 4, 1), date(2019, 6, 30)),
        ShiftShare(from_position=CARITAS, to_position=DIAKONIE, fte_hundredths=20, effective_on=date(2020, 1, 1)),
    ]
    found = forecast(S1, wishes)
    assert found["what_if"]["in_the_end_cents"] == 281_600_00
    assert found["what_if"]["repayment_cents"] == 12_400_00
    assert found["what_if"]["providers"]["diakonie"]["in_the_end_cents"] == 74_081_72
    assert found["known"]["in_the_end_cents"] == 294_400_00, "nothing was recorded"


def test_what_if_the_notice_extends() -> None:
    events = under(S1, vacancy_outcome="extend")
    found = forecast(events, vacancy(at_hand(events), CARITAS, date(2019, 4, 1), date(2019, 6, 30)))
    assert found["what_if"]["grant_ends_on"] == "2021-01-14"
    assert found["what_if"]["in_the_end_cents"] == 294_400_00


def test_what_if_nobody_came_back() -> None:
    found = forecast(S1, vacancy(at_hand(S1), DRK, date(2019, 1, 1), None))
    assert found["what_if"]["providers"]["drk"] == {
        "earned_cents": 13_591_40,
        "remaining_cents": 0,
        "in_the_end_cents": 13_591_40,
    }


def test_what_if_the_class_changed() -> None:
    found = forecast(S1, class_change(at_hand(S1), DRK, "vocational", date(2019, 7, 1)))
    lost = found["known"]["in_the_end_cents"] - found["what_if"]["in_the_end_cents"]
    assert lost == 16_739_25, "13,000 / 12 for each of 6 + 293/31 months"


def test_what_would_be_refused_is_refused() -> None:
    shift = ShiftShare(from_position=CARITAS, to_position=DRK, fte_hundredths=20, effective_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="at most"):
        forecast(S1, [shift])
    with pytest.raises(Missing):
        vacancy(at_hand(S1), some_id("nowhere"), AS_OF, None)
    empty = [*S1, vacated("drk", date(2018, 12, 1))]
    with pytest.raises(Refused, match="vacant on that day"):
        class_change(at_hand(empty), DRK, "vocational", AS_OF)
