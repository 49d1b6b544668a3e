"""A price table is due every four weeks and after places have changed; without the solver never."""

from datetime import date, timedelta

import pytest

pytest.importorskip("ortools", reason="prices need the group `matching`")

from services.allocation import pricing
from services.allocation.domain.matching.question import price_of, question_of
from services.allocation.domain.price_table import PublishPrices
from services.allocation.pricing import tables_due
from shared.event import Event
from shared.events.matching import PriceTablePublished
from tests.allocation.matching.town import BOTH, PROFILES, WEIGHTS, came, speaking
from tests.allocation.town import assigned, case_id, filled, known_of
from tests.given import TODAY, given

MANY: list[Event] = [
    came(f"p{number}", speaking(f"p{number}", 1 + number % 4, "altbau", "ti" if number % 3 else "ar"))
    for number in range(40)
]
TOWN: list[Event] = [BOTH, WEIGHTS, *PROFILES, filled("caritas", 25), filled("drk", 100), *MANY]


def table(*before: Event, today: date = TODAY) -> PriceTablePublished:
    (command,) = tables_due(known_of(*before), today)
    assert isinstance(command, PublishPrices)
    return command.table


def test_the_scarce_provider_has_a_price_and_the_other_none() -> None:
    found = table(*TOWN)
    assert found.prices["caritas"] > 0 == found.prices["drk"]
    assert (found.table_version, found.from_on, found.samples, len(found.cohort)) == ("2018q4.1", TODAY, 1, 40)
    assert found.places == {"caritas": 25, "drk": 100}
    assert found.solver.startswith("ortools-min-cost-flow-")


def test_the_same_is_computed_from_the_same() -> None:
    assert table(*TOWN) == table(*TOWN)


def test_it_is_due_again_after_four_weeks_or_when_places_have_changed() -> None:
    first = table(*TOWN)
    assert tables_due(known_of(*TOWN, first), TODAY + timedelta(days=27)) == []
    assert table(*TOWN, first, today=TODAY + timedelta(days=28)).table_version == "2018q4.2"
    assert table(*TOWN, first, filled("caritas", 80)).places["caritas"] > first.places["caritas"]


def test_it_is_published_once() -> None:
    publish = PublishPrices(table=table(*TOWN))
    given(*TOWN).when(publish).then(publish.table)
    given(*TOWN, publish.table).when(publish).nothing()


@pytest.mark.parametrize("missing", [WEIGHTS, PROFILES[0], TOWN[4]], ids=["weights", "profile", "position"])
def test_without_weights_profiles_or_places_none_is_due(missing: Event) -> None:
    assert tables_due(known_of(*(event for event in TOWN if event is not missing)), TODAY) == []


def test_with_too_little_past_none_is_due() -> None:
    assert tables_due(known_of(*TOWN[:-21]), TODAY) == []


def test_without_the_solver_none_is_due_and_proposals_go_by_fit_and_balance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pricing, "SOLVER_IS_THERE", False)
    assert tables_due(known_of(*TOWN), TODAY) == []
    assert policy(*TOWN) == "greedy_and_balance"


def policy(*before: Event, today: date = TODAY) -> str:
    lives = speaking("h1", 2, "altbau")
    asked = question_of(known_of(*before), case_id("h1"), lives, None, ("caritas", "drk"), today)
    assert asked is not None
    return asked.policy


def test_the_record_says_whether_the_table_is_new() -> None:
    first = table(*TOWN)
    assert policy(*TOWN, first) == "posted_price"
    assert policy(*TOWN, first, today=TODAY + timedelta(days=29)) == "last_table_and_drift"
    assert policy(*TOWN, first, filled("caritas", 80)) == "last_table_and_drift"


def test_between_tables_a_price_moves_with_use() -> None:
    first = table(*TOWN)
    later = TODAY + timedelta(days=14)
    quiet = known_of(*TOWN, first)
    busy = known_of(*TOWN, first, assigned("p1", "caritas", 2), assigned("p2", "caritas", 3))
    assert price_of(quiet.suitability, "caritas", TODAY) == first.prices["caritas"]
    assert price_of(quiet.suitability, "caritas", later) < first.prices["caritas"]
    assert price_of(busy.suitability, "caritas", later) > price_of(quiet.suitability, "caritas", later)
