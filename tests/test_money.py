"""Money: rounded half away from zero, split without a lost cent, written for people."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.money import CENTS_LIMIT, euros, half_up, largest_remainder

amounts = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
weights = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.integers(0, 100_000), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),
        (Fraction(-5, 2), -3),
        (Fraction(49, 100), 0),
        (Fraction(-49, 100), 0),
        (Fraction(0), 0),
        (Fraction(31_260_215, 10), 3_126_022),
    ],
)
def test_a_half_cent_is_rounded_away_from_zero(amount: Fraction, cents: int) -> None:
    assert half_up(amount) == cents


@settings(deadline=None)
@given(amounts)
def test_rounding_moves_an_amount_by_half_a_cent_at_most(amount: Fraction) -> None:
    assert abs(half_up(amount) - amount) <= Fraction(1, 2)
    assert half_up(-amount) == -half_up(amount)


@settings(deadline=None)
@given(amounts, amounts)
def test_rounding_keeps_the_order_of_amounts(one: Fraction, other: Fraction) -> None:
    assert (half_up(one) <= half_up(other)) or one > other


@settings(deadline=None)
@given(st.integers(0, CENTS_LIMIT), weights.filter(lambda each: sum(each.values()) > 0))
def test_the_parts_by_largest_remainder_add_up_to_the_whole(total_cents: int, by_name: dict[str, int]) -> None:
    parts = largest_remainder(total_cents, by_name)
    assert sum(parts.values()) == total_cents
    whole = sum(by_name.values())
    assert all(abs(parts[name] - Fraction(total_cents * by_name[name], whole)) < 1 for name in by_name)


@settings(deadline=None)
@given(st.integers(0, CENTS_LIMIT), weights.filter(lambda each: sum(each.values()) > 0))
def test_the_order_of_names_does_not_change_the_parts(total_cents: int, by_name: dict[str, int]) -> None:
    backwards = dict(reversed(by_name.items()))
    assert largest_remainder(total_cents, backwards) == largest_remainder(total_cents, by_name)


def test_the_cap_is_split_as_the_notice_of_weinheim_says() -> None:
    shares = {"caritas": 80, "diakonie": 50, "drk": 100}
    assert largest_remainder(294_000_00, shares) == {"caritas": 102_260_87, "diakonie": 63_913_04, "drk": 127_826_09}


def test_equal_remainders_go_by_name() -> None:
    assert largest_remainder(100, {"c": 1, "b": 1, "a": 1}) == {"a": 34, "b": 33, "c": 33}


@pytest.mark.parametrize("by_name", [{}, {"a": 0}, {"a": 2, "b": -1}])
def test_weights_that_split_nothing_are_an_error(by_name: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="weights must be positive"):
        largest_remainder(100, by_name)


@pytest.mark.parametrize(
    ("cents", "text"),
    [(294_000_00, "294.000,00"), (0, "0,00"), (-5, "-0,05"), (1_234_567_89, "1.234.567,89"), (99, "0,99")],
)
def test_euros_are_written_as_germans_write_them(cents: int, text: str) -> None:
    assert euros(cents) == text
