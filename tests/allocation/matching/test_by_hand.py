"""Instances small enough to check by hand: what is best, what taking them as they come gives, what prices give."""

import pytest

from services.allocation.domain.matching.explanation import explain
from tests.allocation.matching.instances import (
    EQUAL_SHARE,
    FAMILIES_STAY_WHOLE,
    GREEDY_TRAP,
    HOLD_A_PLACE_BACK,
    A,
    B,
    Instance,
    Placement,
)

BY_HAND: list[tuple[Instance, Placement, int]] = [
    (GREEDY_TRAP, (B, A), 165),
    (FAMILIES_STAY_WHOLE, (B, A, A), 520),
    (HOLD_A_PLACE_BACK, (B, B, A), 228),
    (EQUAL_SHARE, (B, A, B, A), 297),
]


@pytest.mark.parametrize(("instance", "best", "value"), BY_HAND)
def test_the_best_placement_is_the_one_found_by_trying_all_and_it_is_the_only_one(
    instance: Instance, best: Placement, value: int
) -> None:
    values = {placement: instance.value(placement) for placement in instance.all_lawful()}
    assert [placement for placement in values if values[placement] == max(values.values())] == [best]
    assert values[best] == value


@pytest.mark.parametrize(
    ("instance", "price_a"), [(GREEDY_TRAP, 40), (FAMILIES_STAY_WHOLE, 28), (HOLD_A_PLACE_BACK, 45), (EQUAL_SHARE, 14)]
)
def test_with_the_right_price_the_best_placement_comes_about_one_by_one(instance: Instance, price_a: int) -> None:
    best = {id(each): placement for each, placement, _ in BY_HAND}[id(instance)]
    assert instance.online(price_a) == best


def test_by_fit_alone_the_first_household_takes_the_place_that_the_second_needs() -> None:
    assert GREEDY_TRAP.value(GREEDY_TRAP.online()) == 110


def test_by_fit_alone_a_whole_family_is_left_out_and_nobody_is_ever_split() -> None:
    assert FAMILIES_STAY_WHOLE.online() == (A, B, None)
    assert FAMILIES_STAY_WHOLE.value(FAMILIES_STAY_WHOLE.online()) < 0


def test_a_place_is_held_back_at_every_price_between_5_and_85() -> None:
    assert HOLD_A_PLACE_BACK.value(HOLD_A_PLACE_BACK.online()) == 148
    for price in range(6, 85):
        assert HOLD_A_PLACE_BACK.value(HOLD_A_PLACE_BACK.online(price)) == 228
    for seed in ("s", "t", "u"):
        assert HOLD_A_PLACE_BACK.online(4, seed=seed)[0] == A


def test_the_record_says_that_a_would_have_won_below_5() -> None:
    """At 5 exactly both are equal, and the lot decides."""
    at_5 = {seed: HOLD_A_PLACE_BACK.online(5, seed=seed)[0] for seed in ("s", "t", "u", "v")}
    assert set(at_5.values()) == {A, B}
    for seed, winner in at_5.items():
        first = next(HOLD_A_PLACE_BACK.questions(45, seed=seed))
        (why_not,) = explain(first).counterfactuals
        assert (why_not.provider, why_not.kept_for_others) == (A, 45)
        assert why_not.wins_at_price == (5 if winner == A else 4)


def test_where_both_must_take_two_the_record_names_the_share_that_binds() -> None:
    assert EQUAL_SHARE.value(EQUAL_SHARE.online()) == 283
    assert Instance(EQUAL_SHARE.households, EQUAL_SHARE.places).value((A, A, A, A)) == 308
    third = list(EQUAL_SHARE.questions())[2]
    found = explain(third)
    assert found.winner == B
    assert [(each.provider, each.rule) for each in found.binding] == [(A, "share_exhausted")]
