"""W8: the provider works on while the town's side is down for a day."""

from pathlib import Path

from tests.journeys.provider_desk import At

HERE = Path(__file__).parent
SOURCE = "urn:fallbuch:weinheim:provider-caritas"
RECORDED = 20 + 1 + 2 + 1 + 1 + 1 + 1
"""Contacts, a plan, two signatures, a referral, a correction, one more contact, an answer."""


async def facts(at: At) -> int:
    number: int = (await at.typed("status"))["services"]["provider-caritas"]["facts"]
    return number


async def test_w8_a_day_without_the_towns_side_loses_nothing_and_doubles_nothing(at: At) -> None:
    before = await facts(at)
    await at.play((HERE / "day.yaml").read_text(), "day")
    assert await facts(at) == before + RECORDED
    replayed = (await at.typed("audit", "replay"))["sources"][SOURCE]
    assert replayed["facts"] == before + RECORDED
    assert replayed["root"] == replayed["stated_root"]


async def test_w8_the_day_played_again_changes_nothing(at: At) -> None:
    before = await facts(at)
    await at.play((HERE / "day.yaml").read_text(), "day")
    assert await facts(at) == before


async def test_w8_the_views_of_both_sides_are_what_their_logs_say(at: At) -> None:
    for service in ("provider-caritas", "reporting", "allocation"):
        said = await at.typed("rebuild", service, "--check")
        assert said["identical"] is True, (service, said)
