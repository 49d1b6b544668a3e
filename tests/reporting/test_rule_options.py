"""S2 under each other value of each option of a notice. The figures were calculated by hand, as written beside them.

One FTE-month by the degree's rate is 64,000 / 12 = 5,333.333... EUR. S2: Caritas has 0.8 and is vacant from 1 Apr to
30 Jun 2019; from 1 Jan 2020 it has 0.6, and Diakonie 0.7 instead of 0.5. DRK has 1.0 throughout.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import reduce

import pytest

from services.reporting.domain import staffing
from services.reporting.domain.entitlement import entitlement, last_funded_day, position_years, rule_version
from services.reporting.domain.months import day_reached
from services.reporting.domain.staffing import Staffing
from services.reporting.domain.window import Window, window_of
from shared.event import Event
from shared.events.codes import Period
from shared.events.reporting import GrantAwarded
from tests.given import recorded
from tests.reporting.weinheim import (
    GRANT,
    RULES,
    S1,
    S2,
    awarded,
    filled,
    replaced,
    shifted,
    some_id,
    vacated,
)

LATE = date(2021, 12, 31)
CARITAS_S2 = {2018: 10_873_12, 2019: 38_400_00, 2020: 30_245_16}
DIAKONIE_S2 = {2018: 6_795_70, 2019: 32_000_00, 2020: 35_286_02}
DRK_S2 = {2018: 13_591_40, 2019: 64_000_00, 2020: 50_408_60}
Table = dict[str, dict[int, int]]


def under(events: Iterable[Event], **options: str) -> list[Event]:
    """The same history under a notice with other rules."""
    rules = RULES.model_copy(update=options)
    return [event.model_copy(update={"rules": rules}) if isinstance(event, GrantAwarded) else event for event in events]


def known(events: Iterable[Event]) -> Staffing:
    return reduce(staffing.evolve, recorded(*events), Staffing())


def table(events: Iterable[Event], as_of: date = LATE) -> Table:
    """Cents by provider and budget year; years without any are left out."""
    register = known(events)
    found: Table = {}
    for row in entitlement(register.grants[GRANT], register.positions, as_of):
        if row.entitlement_cents:
            found.setdefault(row.provider, {})[row.budget_year] = row.entitlement_cents
    return found


def total(events: Iterable[Event], as_of: date = LATE) -> int:
    return sum(cents for years in table(events, as_of).values() for cents in years.values())


def grant_ends_on(events: Iterable[Event], as_of: date = LATE) -> date:
    register = known(events)
    return last_funded_day(register.grants[GRANT], register.positions, as_of)


def vacant(vacant_from: date, filled_again: date) -> list[Event]:
    """S1, with Caritas vacant for a while."""
    return [*S1, vacated("caritas", vacant_from), filled("caritas", starts_on=filled_again)]


def test_s2_as_the_notice_has_it() -> None:
    assert table(S2) == {"caritas": CARITAS_S2, "diakonie": DIAKONIE_S2, "drk": DRK_S2}
    assert grant_ends_on(S2) == date(2020, 10, 14)


# window: position


def test_s2_with_windows_by_position_is_the_same_where_all_begin_with_the_grant() -> None:
    events = under(S2, window="position")
    assert table(events) == table(S2)
    assert grant_ends_on(events) == date(2020, 10, 14)


def test_a_window_by_position_gives_a_late_position_its_24_months() -> None:
    """DRK from 1 Nov 2018: 2018 2 x 5,333.33.. = 10,666.67; 2019 64,000; to 31 Oct 2020 10 x 5,333.33.. = 53,333.33."""
    late: list[Event] = [awarded(), filled("drk", starts_on=date(2018, 11, 1))]
    events = under(late, window="position")
    assert table(events) == {"drk": {2018: 10_666_67, 2019: 64_000_00, 2020: 53_333_33}}
    assert grant_ends_on(events) == date(2020, 10, 31)
    assert total(late) == 125_075_27, "by contract 17/31 month is lost: 128,000 - 2,924.73"


def test_a_window_by_position_begins_no_earlier_than_the_grant() -> None:
    early = under([awarded(), filled("drk", starts_on=date(2017, 1, 1))], window="position")
    assert table(early) == {"drk": DRK_S2}


def test_a_window_by_position_is_as_long_as_the_grant() -> None:
    odd = awarded(
        grant_period=Period(starts_on=date(2019, 1, 31), ends_on=date(2020, 4, 10)),
        rules=RULES.model_copy(update={"window": "position"}),
    )
    assert window_of(odd, date(2019, 1, 31)) == Window(date(2019, 1, 31), date(2020, 4, 10))
    assert window_of(odd, date(2019, 3, 1)) == Window(date(2019, 3, 1), date(2020, 5, 11)), "14 months and 11 days"


# proration


def test_s2_by_full_months_is_the_same_since_it_was_vacant_for_three_of_them() -> None:
    assert table(under(S2, proration="full_months_only")) == table(S2)


def test_by_full_months_a_month_that_was_begun_counts_wholly() -> None:
    """Vacant 15 Apr to 30 Jun 2019: only May and June are deducted. 2018 79/31 and 2019 10 months at 0.8:
    10,873.118.. + 42,666.666.. = 53,539.785 -> 53,539.78; less 10,873.12 = 42,666.66."""
    events = vacant(date(2019, 4, 15), date(2019, 7, 1))
    assert table(under(events, proration="full_months_only"))["caritas"][2019] == 42_666_66
    assert table(events)["caritas"][2019] == 40_391_11, "day by day April counts 14/30: 142/15 months"


def test_by_full_months_a_late_start_loses_only_whole_months() -> None:
    """DRK from 20 Nov 2018: October (from the 15th on) is deducted, November counts: 2 months = 10,666.67."""
    late: list[Event] = [awarded(), filled("drk", starts_on=date(2018, 11, 20))]
    events = under(late, proration="full_months_only")
    assert table(events)["drk"][2018] == 10_666_67
    assert total(events, date(2018, 11, 19)) == 0, "before the first filling nothing is earned"
    assert total(events, date(2018, 11, 20)) == 3_555_56, "20/30 month"


def test_by_full_months_vacant_days_count_with_the_share_and_class_that_were_there_before() -> None:
    """Caritas (0.8, degree) vacant 10 Mar to 20 May 2019, then 0.5 vocational. 10-31 March at 0.8 x 64,000, April
    deducted, 1-20 May at 0.8 x 64,000, then 0.5 x 51,000. 2019: 4,266.666.. x (3 + 20/31) + 2,125 x (7 + 11/31)
    = 15,552.688.. + 15,629.032.. = 31,181.72."""
    after = filled("caritas", fte_hundredths=50, qualification_class="vocational", starts_on=date(2019, 5, 21))
    events = under([*S1, vacated("caritas", date(2019, 3, 10)), after], proration="full_months_only")
    assert table(events)["caritas"][2019] == 31_181_72


def test_s2_by_actual_days_deducts_91_of_731_days() -> None:
    """Deducted: 91 / 731 x 24 = 2,184/731 months, x 0.8 x 5,333.33.. = 12,747.469..; 2019: 51,200 - 12,747.469.. =
    38,452.53 (cumulative 49,325.649.. -> .65, less 10,873.12)."""
    events = under(S2, proration="actual_days")
    assert table(events) == {
        "caritas": {2018: 10_873_12, 2019: 38_452_53, 2020: 30_245_16},
        "diakonie": DIAKONIE_S2,
        "drk": DRK_S2,
    }


def test_by_actual_days_a_late_start_is_deducted_on_the_first_day_that_was_filled() -> None:
    """DRK from 1 Jan 2019: 78 days = 78 / 731 x 24 months = 13,658.00 deducted, 79/31 months = 13,591.397.. not
    waited for: 2019 has 64,000 + 13,591.397.. - 13,657.999.. = 63,933.40, and there is no 2018."""
    events = under([awarded(), filled("drk", starts_on=date(2019, 1, 1))], proration="actual_days")
    assert table(events)["drk"] == {2019: 63_933_40, 2020: 50_408_60}
    assert total(events) == 114_342_00, "128,000 x 653/731 days = 114,342.00"


def test_by_actual_days_a_position_that_is_vacant_to_the_end_keeps_its_days() -> None:
    """Filled on 365 of 731 days, 15 Oct 2018 to 14 Oct 2019: 128,000 - 366/731 x 128,000 = 63,912.45."""
    events = under([awarded(), filled("drk"), vacated("drk", date(2019, 10, 15))], proration="actual_days")
    assert total(events) == 63_912_45


# vacancy_outcome: extend


def test_s2_extended_runs_on_until_the_three_months_are_made_up() -> None:
    """15 Oct to 31 Dec 2020 79/31 and to 14 Jan 2021 14/31 month at 0.6: 8,154.84 and 1,445.16, together 9,600.00."""
    events = under(S2, vacancy_outcome="extend")
    assert table(events) == {
        "caritas": {2018: 10_873_12, 2019: 38_400_00, 2020: 30_245_16 + 8_154_84, 2021: 1_445_16},
        "diakonie": DIAKONIE_S2,
        "drk": DRK_S2,
    }
    assert total(events) == 291_200_00
    assert grant_ends_on(events) == date(2021, 1, 14)


def test_the_extended_end_is_seen_from_the_day_on_which_the_position_is_filled_again() -> None:
    events = under(S2, vacancy_outcome="extend")
    assert grant_ends_on(events, date(2019, 3, 31)) == date(2020, 10, 14)
    assert grant_ends_on(events, date(2019, 6, 30)) == date(2020, 10, 14), "still vacant: nobody makes it up yet"
    assert grant_ends_on(events, date(2019, 7, 1)) == date(2021, 1, 14)


def test_a_late_start_is_not_made_up() -> None:
    late: list[Event] = [awarded(), filled("drk", starts_on=date(2018, 11, 1))]
    events = under(late, vacancy_outcome="extend")
    assert table(events) == table(late)
    assert grant_ends_on(events) == date(2020, 10, 14)


def test_the_last_day_counts_only_as_far_as_it_is_needed() -> None:
    """Vacant 1-15 Feb 2019 = 15/28 month. From 15 Oct 2020 that is 16 days and 0.607 of the 31st: it ends on 31 Oct,
    and the position earns 24 months in all: 102,400.00."""
    events = under(vacant(date(2019, 2, 1), date(2019, 2, 16)), vacancy_outcome="extend")
    assert grant_ends_on(events) == date(2020, 10, 31)
    assert sum(table(events)["caritas"].values()) == 102_400_00


def test_a_vacancy_within_the_extension_is_not_made_up_twice() -> None:
    """Three months are missing. 15 Oct to 14 Nov filled, vacant 15 Nov to 14 Dec: the rest is from 15 Dec to 14 Feb."""
    again = [vacated("caritas", date(2020, 11, 15)), filled("caritas", fte_hundredths=60, starts_on=date(2020, 12, 15))]
    events = under([*S2, *again], vacancy_outcome="extend")
    register = known(events)
    years = position_years(register.grants[GRANT], {some_id("caritas"): register.positions[some_id("caritas")]}, LATE)
    assert sum(part.months for year in years for part in year.parts) == 24
    assert grant_ends_on(events) == day_reached(date(2020, 12, 15), 3 - Fraction(17, 31) - Fraction(14, 30))


def test_a_position_that_is_vacant_to_the_end_makes_nothing_up() -> None:
    events = under([*S1, vacated("caritas", date(2019, 4, 1))], vacancy_outcome="extend")
    assert grant_ends_on(events) == date(2020, 10, 14)


def test_s2_extended_by_actual_days_runs_on_for_91_days() -> None:
    """91 days behind 14 Oct 2020: 13 Jan 2021. They count as the vacancy was measured, 2,184/731 months at 0.6:
    3,200 x 2,184/731 = 9,560.60; with 12,747.47 less at 0.8 and 12,800 at the R2 value of the days."""
    events = under(S2, vacancy_outcome="extend", proration="actual_days")
    assert grant_ends_on(events) == date(2021, 1, 13)
    assert sum(table(events)["caritas"].values()) == 79_570_81 + 9_560_60


# basis: cap_share


def test_s2_by_cap_share_counts_the_cap_by_fte_months() -> None:
    """294,000 / (2.3 x 24) = 5,326.0869.. for each FTE-month. 55.2 - 0.8 x 3 = 52.8 FTE-months: 281,217.39.
    Caritas cumulative: 0.8 x 79/31 = 10,858.3450.. -> .35; + 0.8 x 9 = 49,206.1711.. -> .17, less 10,858.35 =
    38,347.82; + 0.6 x 293/31 = 79,410.2384.. -> .24, less 49,206.17 = 30,204.07. The rows are rounded each for itself
    (R3), so that they add up to a cent more."""
    events = under(S2, basis="cap_share")
    assert table(events) == {
        "caritas": {2018: 10_858_35, 2019: 38_347_82, 2020: 30_204_07},
        "diakonie": {2018: 6_786_47, 2019: 31_956_52, 2020: 35_238_08},
        "drk": {2018: 13_572_93, 2019: 63_913_04, 2020: 50_340_12},
    }
    assert total(events) == 281_217_40


def test_s1_by_cap_share_is_the_cap() -> None:
    events = under(S1, basis="cap_share")
    assert {provider: sum(years.values()) for provider, years in table(events).items()} == {
        "caritas": 102_260_87,
        "diakonie": 63_913_04,
        "drk": 127_826_09,
    }


def test_by_cap_share_the_class_does_not_matter() -> None:
    events = under([*S1, replaced("drk", date(2019, 7, 1))], basis="cap_share")
    assert table(events) == table(under(S1, basis="cap_share"))


# class and share, always by R2


@pytest.mark.parametrize("proration", ["calendar_day_in_month", "full_months_only", "actual_days"])
def test_a_class_that_changes_in_the_middle_of_a_month_changes_the_rate_by_days(proration: str) -> None:
    """DRK from 15 Apr 2019 vocational: (3 + 14/30) x 5,333.33.. + (16/30 + 8) x 4,250 = 18,488.888.. + 36,266.666.. =
    54,755.555..; cumulative 13,591.397.. + 54,755.555.. = 68,346.953 -> 54,755.55."""
    events = under([awarded(), filled("drk"), replaced("drk", date(2019, 4, 15))], proration=proration)
    assert table(events)["drk"][2019] == 54_755_55


@pytest.mark.parametrize("proration", ["calendar_day_in_month", "full_months_only", "actual_days"])
def test_a_share_that_is_shifted_in_the_middle_of_a_month_changes_by_days(proration: str) -> None:
    """0.2 from Caritas to Diakonie on 17 Mar 2019: 15/31 + 9 months x 0.2 x 5,333.33.. = 10,116.13 change hands."""
    events = under([*S1, *shifted("caritas", "diakonie", 20, date(2019, 3, 17))], proration=proration)
    assert table(events)["caritas"][2019] == 51_200_00 - 10_116_13
    assert table(events)["diakonie"][2019] == 32_000_00 + 10_116_13


def test_both_rules_of_the_gap_and_of_surplus_leave_the_entitlement_as_it_is() -> None:
    """They decide the settlement: see test_settlement.py."""
    assert table(under(S2, gap_carried_by="provider", surplus="return")) == table(S2)


def test_the_rule_version_names_each_option() -> None:
    assert rule_version(RULES.model_copy(update={"window": "position", "vacancy_outcome": "extend"})) == (
        "entitlement-1/position/calendar_day_in_month/rate/extend"
    )
