"""Prices hold up the best placement, and agree with what can be checked by hand and with a solver of another kind."""

import pytest

pytest.importorskip("ortools", reason="prices need the group `matching`")

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.allocation.prices import Expected, price, shares_cost
from tests.allocation.matching.instances import (
    EQUAL_SHARE,
    FAMILIES_STAY_WHOLE,
    GREEDY_TRAP,
    HOLD_A_PLACE_BACK,
    Instance,
)


def expected(instance: Instance) -> Expected:
    return Expected(
        np.array([[each.fit_a, each.fit_b] for each in instance.households]),
        np.array([each.load for each in instance.households]),
        np.array([instance.places["a"], instance.places["b"]]),
        None if instance.share is None else np.array([instance.share, instance.share]),
    )


@pytest.mark.parametrize(
    ("instance", "lowest", "highest", "bound"),
    [
        (GREEDY_TRAP, 10, 65, 165),
        (FAMILIES_STAY_WHOLE, 20, 35, 520),
        (HOLD_A_PLACE_BACK, 5, 85, 228),
        (EQUAL_SHARE, 10, 18, 297),
    ],
)
def test_prices_of_the_instances_are_those_found_by_hand(
    instance: Instance, lowest: int, highest: int, bound: int
) -> None:
    found = price(expected(instance))
    assert (found.lowest.tolist(), found.highest.tolist()) == ([lowest, 0], [highest, 0])
    assert (found.bound, found.unserved) == (bound, 0)
    placed = instance.online(int(found.prices()[0]))
    assert instance.value(placed) == bound, "with these prices the best comes about one by one"


def test_an_equal_share_costs_eleven_points() -> None:
    assert shares_cost(expected(EQUAL_SHARE)) == 11


@st.composite
def expectations(draw: st.DrawFn) -> Expected:
    households, providers = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    rows = st.lists(st.integers(0, 1_000), min_size=providers, max_size=providers)
    return Expected(
        np.array(draw(st.lists(rows, min_size=households, max_size=households))),
        np.array(draw(st.lists(st.integers(1, 6), min_size=households, max_size=households))),
        np.array(draw(st.lists(st.integers(0, 15), min_size=providers, max_size=providers))),
    )


@given(expectations())
def test_prices_prove_that_the_placement_is_best(asked: Expected) -> None:
    """By duality: what the places cost, and what each household has left at these prices, sum to what was reached."""
    found = price(asked)
    reached = found.bound + 10_000 * int(found.planned.sum())
    for prices in (found.lowest, found.highest):
        assert (prices >= 0).all()
        left = np.maximum((asked.values + 10_000 - prices).max(axis=1), 0)
        assert int((asked.places * prices).sum() + (asked.loads * left).sum()) >= reached
    left = np.maximum((asked.values + 10_000 - found.lowest).max(axis=1), 0)
    assert int((asked.places * found.lowest).sum() + (asked.loads * left).sum()) == reached


@given(expectations())
def test_persons_whom_nobody_takes_are_those_for_whom_there_is_no_place(asked: Expected) -> None:
    found = price(asked)
    assert found.unserved == max(0, int(asked.loads.sum() - asked.places.sum()))
    assert (found.planned <= asked.places).all()
