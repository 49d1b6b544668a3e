"""The bench of proposals is honest: the same towns every time, nobody knows the future, the best is the best."""

import pytest

pytest.importorskip("ortools", reason="prices need the group `matching`")

import numpy as np

from bench.matching import optimum
from bench.matching.__main__ import BEGIN, END, PAGE, filled
from bench.matching.goals import Goal
from bench.matching.measuring import SIMPLE, measure
from bench.matching.posted import Posted, posted_price
from bench.matching.together import posted_together
from bench.matching.towns import Kind, make

SMALL = Kind(60, 2, 3)
TOWN = Kind(40, 1, 3)


def test_a_seed_makes_the_same_towns_every_time() -> None:
    first, again, other = make(SMALL, 1), make(SMALL, 1), make(SMALL, 2)
    assert all((a.values == b.values).all() and (a.places == b.places).all() for a, b in zip(first, again, strict=True))
    assert any(
        a.values.shape != b.values.shape or (a.values != b.values).any() for a, b in zip(first, other, strict=True)
    )


def test_fit_is_between_nothing_and_a_thousand_and_there_are_places_for_all() -> None:
    for town in make(SMALL, 3):
        assert town.values.min() >= 0
        assert town.values.max() <= 1_000
        assert town.places.sum() >= town.loads.sum()
        assert (np.diff(town.weeks) >= 0).all()


def test_nobody_is_placed_twice_and_no_unit_above_its_places() -> None:
    policies = SIMPLE | {"posted price": posted_price}
    for town in make(SMALL, 4):
        for policy in policies.values():
            placed = policy(town)
            assert sum(placed.used) + placed.unserved == town.loads.sum()
            assert all(used <= places for used, places in zip(placed.used, town.places.tolist(), strict=True))


def test_the_best_is_never_surpassed_and_two_ways_to_it_agree() -> None:
    (town,) = make(TOWN, 5)
    bound = optimum.global_bound([town])
    exact = optimum.exactly(town)
    assert bound == optimum.prices_of_all([town])
    assert exact <= bound
    for policy in (*SIMPLE.values(), posted_price):
        assert policy(town).points <= exact


def test_prices_know_the_past_and_never_who_comes() -> None:
    """Another household at the end changes nothing before it."""
    (town,) = make(TOWN, 6)
    other = town.values.copy()
    other[-1] = other[-1][::-1]
    changed = type(town)(other, town.loads, town.weeks, town.places, town.cohorts)
    first, second = posted_price(town), posted_price(changed)
    assert first.history == second.history


def test_prices_of_many_towns_at_once_are_about_as_good_as_those_of_each_alone() -> None:
    towns = make(Kind(600, 4, 3), 8)
    best = optimum.global_bound(towns)
    alone = sum(posted_price(town).points for town in towns)
    together = posted_together(towns, Posted())
    assert sum(each.points for each in together) > 0.97 * alone
    assert sum(each.points for each in together) <= best
    for town, placed in zip(towns, together, strict=True):
        assert sum(placed.used) + placed.unserved == town.loads.sum()


def test_scores_are_hundredths_of_the_best() -> None:
    found = measure(TOWN, [7], {"posted price": Posted()}, exact=True)
    assert all(0 < each.low() <= 100 for each in found.policies.values())


def test_the_page_has_a_place_for_the_tables() -> None:
    page = filled(PAGE.read_text(), {}, [Goal("city-52", "mean", 96.0, 96.5)], "bench/history/run.json")
    assert "| city-52 | mean | 96.000 | ≥ 96.5 | **missed** |" in page
    assert page.index(BEGIN) < page.index("96.000") < page.index(END)
