"""Entitlement to the cent: S1, S2 and S5b of Weinheim, and what persons, classes and windows do to it."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import reduce

import pytest

from services.reporting.domain import staffing
from services.reporting.domain.cap import cap_shares
from services.reporting.domain.entitlement import Row, entitlement, position_years, rule_version
from services.reporting.domain.months import months_between
from services.reporting.domain.staffing import Staffing
from services.reporting.domain.timeline import span_on
from shared.event import Event
from tests.given import recorded
from tests.reporting.weinheim import (
    END,
    GRANT,
    NEW_YEAR_2020,
    RULES,
    S1,
    S2,
    S5B,
    START,
    awarded,
    corrected,
    filled,
    replaced,
    shifted,
    some_id,
    vacated,
)

LATE = date(2020, 12, 31)
Table = dict[str, dict[int, int]]


def register(events: Iterable[Event]) -> Staffing:
    return reduce(staffing.evolve, recorded(*events), Staffing())


def rows(events: Iterable[Event], as_of: date = LATE) -> list[Row]:
    known = register(events)
    return entitlement(known.grants[GRANT], known.positions, as_of)


def table(events: Iterable[Event], as_of: date = LATE) -> Table:
    """Cents by provider and budget year."""
    found: Table = {}
    for row in rows(events, as_of):
        found.setdefault(row.provider, {})[row.budget_year] = row.entitlement_cents
    return found


def total(events: Iterable[Event], as_of: date = LATE) -> int:
    return sum(row.entitlement_cents for row in rows(events, as_of))


def test_s1_the_base_split_over_budget_years() -> None:
    assert table(S1) == {
        "caritas": {2018: 10_873_12, 2019: 51_200_00, 2020: 40_326_88},
        "diakonie": {2018: 6_795_70, 2019: 32_000_00, 2020: 25_204_30},
        "drk": {2018: 13_591_40, 2019: 64_000_00, 2020: 50_408_60},
    }
    assert total(S1) == 294_400_00


def test_s1_the_cap_by_shares_and_the_gap_to_the_rate() -> None:
    shares = cap_shares(awarded())
    assert shares == {"caritas": 102_260_87, "diakonie": 63_913_04, "drk": 127_826_09}
    gaps = {provider: sum(years.values()) - shares[provider] for provider, years in table(S1).items()}
    assert gaps == {"caritas": 139_13, "diakonie": 86_96, "drk": 173_91}
    assert sum(gaps.values()) == 400_00


def test_s2_a_vacancy_and_a_shifted_share() -> None:
    assert table(S2) == {
        "caritas": {2018: 10_873_12, 2019: 38_400_00, 2020: 30_245_16},
        "diakonie": {2018: 6_795_70, 2019: 32_000_00, 2020: 35_286_02},
        "drk": {2018: 13_591_40, 2019: 64_000_00, 2020: 50_408_60},
    }
    assert total(S2) == 281_600_00


def test_s5b_a_late_correction_takes_october_from_the_drk() -> None:
    assert total(S1, date(2018, 12, 31)) == 31_260_22
    assert table(S5B, date(2018, 12, 31))["drk"] == {2018: 10_666_67}
    assert total(S5B, date(2018, 12, 31)) == 28_335_49


def test_a_correction_of_a_correction_counts_alone() -> None:
    again: list[Event] = [*S5B, corrected("drk", S5B, START)]
    assert table(again) == table(S1)


def test_a_correction_to_an_earlier_day_counts_for_that_day_too() -> None:
    late_start: list[Event] = [awarded(), filled("drk", starts_on=date(2018, 11, 1))]
    events = [*late_start, corrected("drk", late_start, START)]
    assert total(events, date(2018, 10, 31)) == 2_924_73


def test_months_count_by_their_days() -> None:
    assert months_between(START, date(2018, 12, 31)) == Fraction(79, 31)
    assert months_between(date(2019, 1, 1), date(2019, 12, 31)) == 12
    assert months_between(NEW_YEAR_2020, END) == Fraction(293, 31)
    assert months_between(START, END) == 24
    assert months_between(date(2020, 2, 29), date(2020, 2, 29)) == Fraction(1, 29)


def test_each_row_says_its_exact_months() -> None:
    months = {(row.provider, row.budget_year): str(row.fte_months) for row in rows(S1)}
    assert months["drk", 2018] == "79/31"
    assert months["drk", 2019] == "12"
    assert months["caritas", 2018] == "316/155"


def test_nothing_is_earned_before_the_window_or_after_it() -> None:
    early: list[Event] = [awarded(), filled("drk", starts_on=date(2017, 1, 1))]
    assert table(early) == {"drk": table(S1)["drk"]}
    assert table(early, END) == table(early)


def test_later_budget_years_are_shown_with_nothing_in_them() -> None:
    assert table(S1, date(2022, 1, 1))["drk"] == {2018: 13_591_40, 2019: 64_000_00, 2020: 50_408_60, 2021: 0, 2022: 0}


def test_every_provider_with_a_position_has_every_year_from_the_first_funded_day() -> None:
    events: list[Event] = [awarded(), filled("drk"), filled("diakonie", starts_on=NEW_YEAR_2020)]
    assert table(events)["diakonie"] == {2018: 0, 2019: 0, 2020: 25_204_30}
    assert table(events, date(2019, 12, 31)).keys() == {"drk"}


def test_before_the_first_funded_day_there_is_no_row() -> None:
    assert rows([awarded(), filled("drk", starts_on=NEW_YEAR_2020)], date(2019, 6, 30)) == []


def test_positions_outside_the_grant_earn_nothing() -> None:
    town = filled("town", grant_id=None, fte_hundredths=200)
    other = filled("caritas", position_id=some_id("x"), grant_id=some_id("another grant"))
    assert table([*S1, town, other]) == table(S1)


def test_the_class_changes_with_the_person() -> None:
    events: list[Event] = [awarded(), filled("drk"), replaced("drk", date(2019, 7, 1))]
    assert table(events)["drk"][2019] == 32_000_00 + 25_500_00


def test_two_positions_of_a_provider_are_rounded_each_for_itself() -> None:
    """1.0 FTE earns 10,666.666...; as two halves it is 5,333.33 twice."""
    start = date(2018, 11, 1)
    one: list[Event] = [awarded(), filled("drk", starts_on=start)]
    halves: list[Event] = [
        awarded(),
        filled("drk", fte_hundredths=50, starts_on=start),
        filled("drk", fte_hundredths=50, starts_on=start, position_id=some_id("second half")),
    ]
    assert total(one, date(2018, 12, 31)) == 10_666_67
    assert total(halves, date(2018, 12, 31)) == 10_666_66


def test_a_share_that_was_shifted_before_a_vacancy_is_not_shifted_again() -> None:
    events: list[Event] = [
        *S2,
        vacated("caritas", date(2020, 2, 1)),
        filled("caritas", fte_hundredths=60, starts_on=date(2020, 3, 1)),
    ]
    span = span_on(register(events).positions[some_id("caritas")], date(2020, 4, 1))
    assert span is not None
    assert span.fte_hundredths == 60


def test_a_correction_loses_no_shift_of_its_filling() -> None:
    events: list[Event] = [*S1, *shifted("caritas", "diakonie", 20, date(2018, 10, 20))]
    known = register([*events, corrected("caritas", events, date(2018, 11, 1))])
    span = span_on(known.positions[some_id("caritas")], date(2018, 11, 1))
    assert span is not None
    assert span.fte_hundredths == 60


def test_every_amount_names_its_facts() -> None:
    known = register(S2)
    by_number = {fact.event_id: fact for fact in recorded(*S2)}
    years = position_years(known.grants[GRANT], known.positions, LATE)
    caritas = {year.budget_year: year for year in years if year.provider == "caritas"}
    first, second = caritas[2019].parts
    assert (first.starts_on, first.ends_on) == (date(2019, 1, 1), date(2019, 3, 31))
    assert [type(by_number[fact_id].event).__name__ for fact_id in first.fact_ids] == [
        "PositionFilled",
        "PositionVacated",
    ]
    assert (second.starts_on, second.ends_on) == (date(2019, 7, 1), date(2019, 12, 31))
    (last,) = caritas[2020].parts
    assert [type(by_number[fact_id].event).__name__ for fact_id in last.fact_ids] == ["PositionFilled", "ShareShifted"]
    assert last.fte_hundredths == 60


@pytest.mark.parametrize("as_of", [date(2018, 12, 31), date(2019, 12, 31), END])
def test_the_parts_of_a_position_add_up_to_what_was_rounded(as_of: date) -> None:
    known = register(S2)
    years = position_years(known.grants[GRANT], known.positions, as_of)
    for position_id in {year.position_id for year in years}:
        own = [year for year in years if year.position_id == position_id]
        exact = sum((part.exact_cents for year in own for part in year.parts), Fraction(0))
        assert abs(sum(year.entitlement_cents for year in own) - exact) <= Fraction(1, 2)


def test_the_rule_version_names_the_algorithm_and_its_options() -> None:
    assert rule_version(RULES) == "entitlement-1/contract/calendar_day_in_month/rate/repay"
