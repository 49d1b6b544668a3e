"""Load per FTE, today and on any day before: scenario S4, and what shifts, vacancies and corrections do to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.allocation.domain.bands import Thresholds
from services.allocation.domain.caseload import CaseloadRow, Standing, caseload, standing_with
from shared.event import Event, Fact
from shared.events.reporting import FillingCorrected, PositionVacated, ShareShifted
from shared.ids import wire_id
from tests.allocation.town import (
    START,
    assigned,
    case_id,
    filled,
    known,
    known_of,
    overridden,
    persons_with,
    placed_with,
)
from tests.given import TODAY, recorded

POSITIONS = [filled("caritas", 80), filled("diakonie", 50), filled("drk", 100)]
S4: list[Event] = [
    *POSITIONS,
    *persons_with("diakonie", 52, "klausing"),
    *persons_with("drk", 48, "sandloch"),
    *persons_with("drk", 30, "flocken"),
]


def rows_of(*events: Event, on: date = TODAY) -> dict[str, CaseloadRow]:
    return {row.provider: row for row in caseload(known_of(*events).load, Thresholds(), on)}


def fte_on(day: date, *events: Event) -> int:
    return rows_of(*events, on=day)["caritas"].fte_hundredths


def effective(fact: Fact, on: date) -> Fact:
    return replace(fact, effective_on=on)


def row(provider: str, households: int, persons: int, fte: int, per_fte: str | None, band: str) -> CaseloadRow:
    return CaseloadRow.model_validate(
        {
            "provider": provider,
            "households": households,
            "persons": persons,
            "fte_hundredths": fte,
            "persons_per_fte": per_fte,
            "band": band,
        }
    )


def test_130_people_stand_as_the_territory_says() -> None:
    assert caseload(known_of(*S4).load, Thresholds(), TODAY) == [
        row("caritas", 0, 0, 80, "0.00", "green"),
        row("diakonie", 13, 52, 50, "104.00", "red"),
        row("drk", 20, 78, 100, "78.00", "green"),
    ]


def test_after_the_shift_of_a_share_diakonie_stands_lower() -> None:
    rows = rows_of(*S4, *shifted(20, date(2020, 1, 1)), on=date(2020, 1, 1))
    assert (rows["diakonie"].persons_per_fte, rows["diakonie"].band) == ("74.29", "green")
    assert (rows["caritas"].fte_hundredths, rows["diakonie"].fte_hundredths) == (60, 70)
    before = rows_of(*S4, *shifted(20, date(2020, 1, 1)), on=date(2019, 12, 31))
    assert before["diakonie"].persons_per_fte == "104.00"


def shifted(hundredths: int, on: date) -> list[Event]:
    caritas, diakonie = wire_id("position", "caritas"), wire_id("position", "diakonie")
    return [
        ShareShifted(position_id=caritas, other_position_id=diakonie, change_hundredths=-hundredths, effective_on=on),
        ShareShifted(position_id=diakonie, other_position_id=caritas, change_hundredths=hundredths, effective_on=on),
    ]


def test_a_vacant_position_has_no_fte_until_it_is_filled_again() -> None:
    vacated = PositionVacated(position_id=wire_id("position", "caritas"), vacant_from=date(2019, 4, 1))
    events = [filled("caritas", 80), vacated, filled("caritas", 75, date(2019, 7, 1))]
    days = [date(2018, 10, 14), START, date(2019, 3, 31), date(2019, 4, 1), date(2019, 6, 30), date(2019, 7, 1)]
    assert [fte_on(day, *events) for day in days] == [0, 80, 80, 0, 0, 75]


def test_a_refilled_position_has_the_share_it_was_refilled_with() -> None:
    vacated = PositionVacated(position_id=wire_id("position", "caritas"), vacant_from=date(2019, 4, 1))
    events = [filled("caritas", 80), *shifted(20, date(2019, 1, 1)), vacated, filled("caritas", 60, date(2019, 7, 1))]
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2019, 4, 1), date(2019, 7, 1)]
    assert [fte_on(day, *events) for day in days] == [80, 60, 0, 60]


def corrected(filling: Fact, to: date, said: date = START) -> FillingCorrected:
    return FillingCorrected(
        position_id=wire_id("position", "caritas"),
        corrects=filling.event_id,
        corrects_starts_on=said,
        starts_on=to,
    )


def test_a_late_correction_moves_the_start_and_loses_no_shift() -> None:
    (filling,) = recorded(filled("caritas", 80))
    shift = shifted(20, date(2018, 10, 20))
    events = [filled("caritas", 80), *shift, corrected(filling, date(2018, 11, 1))]
    days = [START, date(2018, 10, 31), date(2018, 11, 1)]
    assert [fte_on(day, *events) for day in days] == [0, 0, 60]


def test_a_correction_is_itself_corrected() -> None:
    first, second = recorded(filled("caritas", 80), corrected(recorded(filled("caritas", 80))[0], date(2018, 11, 1)))
    again = corrected(second, date(2018, 10, 20), said=date(2018, 11, 1))
    state = known(first, second, recorded(filled("caritas", 80), second.event, again)[2])
    assert caseload(state.load, Thresholds(), date(2018, 10, 19))[0].fte_hundredths == 0
    assert caseload(state.load, Thresholds(), date(2018, 10, 20))[0].fte_hundredths == 80


def test_a_taken_over_case_counts_with_whoever_had_it_on_the_day() -> None:
    facts = recorded(*POSITIONS, assigned("h1", "drk", 5), overridden("h1", "caritas", 5))
    first, second = date(2018, 10, 20), date(2018, 12, 1)
    state = known(*facts[:3], effective(facts[3], first), effective(facts[4], second))

    def persons_on(day: date) -> dict[str, int]:
        return {each.provider: each.persons for each in caseload(state.load, Thresholds(), day) if each.persons}

    assert persons_on(first - timedelta(days=1)) == {}
    assert persons_on(first) == persons_on(second - timedelta(days=1)) == {"drk": 5}
    assert persons_on(second) == persons_on(date(2030, 1, 1)) == {"caritas": 5}


def test_a_later_decision_replaces_what_was_decided_before_also_if_the_clock_went_back() -> None:
    facts = recorded(assigned("h1", "drk", 5), overridden("h1", "caritas", 5))
    state = known(effective(facts[0], date(2018, 12, 1)), effective(facts[1], date(2018, 11, 1)))
    assert [each.provider for each in caseload(state.load, Thresholds(), date(2018, 12, 2))] == ["caritas"]


def test_persons_without_fte_are_red_and_have_no_ratio() -> None:
    assert caseload(known_of(assigned("h1", "town", 1)).load, Thresholds(), TODAY) == [
        row("town", 1, 1, 0, None, "red")
    ]


def test_nobody_without_fte_is_green() -> None:
    assert rows_of(*POSITIONS, on=date(2018, 10, 1))["drk"] == row("drk", 0, 0, 0, None, "green")


@pytest.mark.parametrize(
    ("persons", "band"), [(0, "green"), (80, "green"), (81, "amber"), (100, "amber"), (101, "red")]
)
def test_the_bands_end_at_80_and_100_persons_per_fte(persons: int, band: str) -> None:
    assert rows_of(filled("drk", 100), *persons_with("drk", persons, "sandloch"))["drk"].band == band


@pytest.mark.parametrize(("persons", "fte", "text"), [(1, 80, "1.25"), (2, 300, "0.67"), (1, 800, "0.13")])
def test_the_ratio_is_rounded_half_up_to_two_decimals(persons: int, fte: int, text: str) -> None:
    assert rows_of(filled("drk", fte), assigned("h1", "drk", persons))["drk"].persons_per_fte == text


def test_a_household_is_not_counted_twice_where_it_is_already() -> None:
    load = known_of(*POSITIONS, *placed_with("h1", "drk", 5, "sandloch")).load
    assert standing_with(load, "drk", case_id("h1"), 5, TODAY) == Standing(5, 100)
    assert standing_with(load, "drk", case_id("h2"), 4, TODAY) == Standing(9, 100)
    assert standing_with(load, "caritas", case_id("h1"), 5, TODAY) == Standing(5, 80)


def test_without_any_position_the_load_cannot_be_judged() -> None:
    assert standing_with(known_of().load, "drk", case_id("h1"), 5, TODAY) is None
