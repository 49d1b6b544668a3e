"""Who could take it: a house with two providers, the proposal with its reasons, an override with its cost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from infra.progress import silent
from infra.stack import Stack
from shared.cli.instance import embedded
from shared.cli.stage import play_on
from shared.cli.story_file import read_story
from shared.ids import wire_id
from shared.wording.answers import ANSWERS
from tests.docs.shapes import places
from tests.journeys.allocation_desk import Asking

STORY = Path(__file__).parent / "matching.yaml"


@pytest.fixture(scope="module")
async def asking(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Asking]:
    """An instance of its own: weights make other proposals of every open case."""
    async with Stack(tmp_path_factory.mktemp("matching"), "story", providers=("caritas", "drk")) as stack:
        played = await play_on(stack.folder.root, read_story(STORY), silent)
        assert played.first_difference is None
        yield Asking(embedded(stack.folder.root))


async def document(asking: Asking, path: str, **query: str) -> dict[str, Any]:
    return await asyncio.to_thread(asking.document, path, **query)


def case(number: int) -> str:
    return f"/assignments/{wire_id('case', f'fit-{number}')}"


async def test_the_proposal_says_why_in_plain_german_and_english(asking: Asking) -> None:
    why = await document(asking, f"{case(5)}/explanation")
    assert why["replayed"] is True
    explained = why["explanation"]
    assert (why["provider"], explained["winner"], explained["weights_version"]) == ("caritas", "caritas", "fit-1")
    parts = {each["provider"]: (each["language"], each["needs"], each["site"]) for each in explained["candidates"]}
    assert parts == {"caritas": (450, 400, 150), "drk": (0, 400, 0)}
    german, english = " ".join(why["text"]["de"]), " ".join(why["text"]["en"])
    assert "Vorschlag: caritas. Passung 1000 Punkte je Person, bei einem Haushalt von 2." in german
    assert "Es entscheidet immer ein Mensch." in german
    assert "Proposal: caritas." in english
    assert "A person always decides." in english


async def test_a_confirmed_and_an_overridden_case_are_with_their_providers_and_the_cost_is_shown(
    asking: Asking,
) -> None:
    confirmed, overridden = await document(asking, case(1)), await document(asking, case(2))
    assert (confirmed["provider"], confirmed["rule_version"], confirmed["cost_points"]) == ("caritas", "fit-1", None)
    assert (overridden["provider"], overridden["reason_code"]) == ("drk", "wish")
    totals = {
        each["provider"]: each["total"]
        for each in (await document(asking, f"{case(2)}/explanation"))["explanation"]["candidates"]
    }
    assert overridden["cost_points"] == totals["caritas"] - totals["drk"] > 0


async def test_who_is_excluded_is_not_proposed_and_the_rule_that_failed_is_named(asking: Asking) -> None:
    explained = (await document(asking, f"{case(3)}/explanation"))["explanation"]
    assert explained["winner"] == "drk"
    assert [each["failed_rule"] for each in explained["candidates"]] == ["conflict", None]


async def test_a_wish_counts_and_does_not_decide_alone(asking: Asking) -> None:
    explained = (await document(asking, f"{case(4)}/explanation"))["explanation"]
    assert [each["wish"] for each in explained["candidates"]] == [0, 100]
    assert explained["winner"] == "caritas"


async def test_a_price_table_was_published_by_itself_and_names_the_scarce_provider(asking: Asking) -> None:
    pytest.importorskip("ortools", reason="prices need the group `matching`")
    shown = await document(asking, "/matching", on="2022-01-10")
    assert shown["weights"]["rule_version"] == "fit-1"
    assert [each["provider"] for each in shown["profiles"]] == ["caritas", "drk"]
    overridden = await document(asking, case(2))
    cost = overridden["cost_points"]
    assert shown["answers"] == {"confirmed": 1, "overridden": 1, "override_points": cost}
    table = shown["price_table"]
    assert table["solver"].startswith("ortools-min-cost-flow-")
    assert set(table["prices"]) == {"caritas", "drk"}


async def test_only_coordinators_and_auditors_are_told_why(asking: Asking) -> None:
    stranger = Asking(asking.stack, role="controller")
    assert (await asyncio.to_thread(stranger.get, f"{case(5)}/explanation")).status_code == 403
    unknown = await asyncio.to_thread(asking.get, f"/assignments/{wire_id('case', 'nobody')}/explanation")
    assert unknown.status_code == 404


async def test_the_answers_have_the_fields_that_the_interface_shows(asking: Asking) -> None:
    why = await document(asking, f"{case(2)}/explanation")
    assert set(places(why)) - set(places(ANSWERS["ExplainAssignment"])) == set()
    shown = await document(asking, "/matching", on="2022-01-10")
    assert set(places(shown)) - set(places(ANSWERS["ShowMatching"])) == set()
