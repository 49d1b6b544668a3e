"""C5: a hand-over is offered, then taken or declined before a day; not answered in time it comes back by itself."""

from pathlib import Path

import pytest

from shared.cli.instance import Instance
from shared.ids import wire_id
from tests.journeys.allocation_desk import Asking
from tests.journeys.test_stories import facts, played

STORY = Path(__file__).parent / "handover.yaml"


@pytest.fixture(scope="module")
def told(stack: Instance) -> Instance:
    """The stack on which the story was played."""
    assert played(stack, STORY).document["first_difference"] is None
    return stack


def test_c5_a_hand_over_is_taken_declined_or_expires_by_itself(told: Instance) -> None:
    before = facts(told)
    assert played(told, STORY).document["first_difference"] is None
    assert facts(told) == before, "what expired expires once, whatever the clock does"


@pytest.mark.parametrize(
    ("number", "provider", "outcome", "too_late"),
    [
        (1, "caritas", "accepted", False),
        (2, "town", "declined", False),
        (3, "town", "expired", True),
        (4, "town", "expired", False),
    ],
)
def test_c5_the_coordinator_sees_where_the_case_is_and_what_came_of_the_offer(
    told: Instance, number: int, provider: str, outcome: str, too_late: bool
) -> None:
    shown = Asking(told).document(f"/assignments/{wire_id('case', f'hand-{number}')}")
    assert (shown["state"], shown["provider"]) == ("assigned", provider)
    handover = shown["handover"]
    assert (handover["to_provider"], handover["outcome"]) == ("caritas", outcome)
    assert handover["answered_too_late"] is too_late


def test_c5_the_provider_is_shown_what_was_offered_and_that_its_answer_came_too_late(told: Instance) -> None:
    rows = Asking(told, "lead", "provider-caritas", "caritas").document("/handovers")["rows"]
    shown = {row["case_id"]: (row["outcome"], row["accepted"], row["answered_too_late"]) for row in rows}
    by_case = [shown[str(wire_id("case", f"hand-{number}"))] for number in (1, 2, 3, 4)]
    assert by_case == [
        ("accepted", True, False),
        ("declined", False, False),
        ("expired", True, True),
        ("expired", None, False),
    ]
    assert Asking(told, "caseworker", "provider-caritas", "caritas").get("/handovers").status_code == 403
    assert Asking(told, "lead", "provider-caritas", "town").get("/handovers").status_code == 404
