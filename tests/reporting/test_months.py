"""How months are counted, and the days on which they are reached."""

from datetime import date
from fractions import Fraction

from services.reporting.domain.months import day_reached, months_after, months_between
from tests.reporting.weinheim import NEW_YEAR_2020, START


def test_the_day_on_which_months_are_reached() -> None:
    assert day_reached(date(2020, 10, 15), Fraction(3)) == date(2021, 1, 14)
    assert day_reached(NEW_YEAR_2020, Fraction(1)) == date(2020, 1, 31)
    assert day_reached(NEW_YEAR_2020, Fraction(12)) == date(2020, 12, 31)
    assert day_reached(NEW_YEAR_2020, Fraction(1, 100)) == NEW_YEAR_2020
    for months in (Fraction(1, 31), Fraction(79, 31), Fraction(17, 3)):
        last = day_reached(START, months)
        assert months_between(START, last) >= months > months_between(START, last) - Fraction(1, 28)


def test_months_later_the_day_is_clipped_to_the_month() -> None:
    assert months_after(date(2020, 10, 14), 3) == date(2021, 1, 14)
    assert months_after(date(2020, 11, 30), 3) == date(2021, 2, 28)
    assert months_after(date(2020, 12, 31), 0) == date(2020, 12, 31)
