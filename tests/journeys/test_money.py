"""The town's money from notice to settlement, over HTTP and the command line, on an instance of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.cli.instance import Instance
from tests.cli.typed import Said, typed
from tests.conftest import instance_in

HERE = Path(__file__).parent
GRANT = "weinheim-2018"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance on which nothing but S2 and S3 is played: they change the posts that others count."""
    with instance_in(tmp_path_factory.mktemp("town")) as instance:
        yield instance


def played(stack: Instance, name: str) -> Said:
    return typed("play", str(HERE / f"{name}.yaml"), "--data", str(stack.folder), "--json")


def asked(stack: Instance, *words: str) -> Said:
    return typed(*words, "--data", str(stack.folder))


@pytest.mark.parametrize("name", ["s2", "s3"])
def test_f2_f4_f5_the_scenario_comes_out_to_the_cent(town: Instance, name: str) -> None:
    said = played(town, name)
    assert said.document["first_difference"] is None
    assert said.exit_code == 0


def test_f2_entitlement_follows_the_time_that_posts_were_filled(town: Instance) -> None:
    rows = asked(town, "settlement", GRANT, "--as-of", "2020-12-31", "--json").document["rows"]
    caritas = [row["entitlement_cents"] for row in rows if row["provider"] == "caritas"]
    assert caritas == [1087312, 3840000, 3024516]


def test_f4_repayment_interest_and_surplus_are_shown_to_people(town: Instance) -> None:
    days = ("--as-of", "2021-01-14", "--repaid-on", "2021-01-14", "--interest-from", "2019-07-01")
    shown = asked(town, "settlement", GRANT, *days).out
    for words in ("Abrechnung in Euro", "-22.742,59", "12.400,00", "788,01", "563 Tage", "Überschuss"):
        assert words in shown
    later = asked(town, "settlement", GRANT, *days[:2], "--repaid-on", "2198-08-01", "--interest-from", "2198-06-30")
    assert "Zinsen unbekannt" in later.out
    assert "2198-07-01" in later.out


def test_f4_one_day_of_two_is_a_mistake(town: Instance) -> None:
    said = asked(town, "settlement", GRANT, "--as-of", "2021-01-14", "--repaid-on", "2021-01-14")
    assert said.exit_code == 2
    turned = asked(
        town, "settlement", GRANT, "--as-of", "2021-01-14", "--repaid-on", "2019-01-01", "--interest-from", "2020-01-01"
    )
    assert turned.exit_code == 1
    assert asked(town, "settlement", "no-such", "--as-of", "2021-01-14").exit_code == 1


def test_f5_proofs_are_due_three_months_after_the_longest_post_ends(town: Instance) -> None:
    found = asked(town, "settlement", GRANT, "--as-of", "2020-12-31", "--json").document
    assert (found["grant_ends_on"], found["due_on"]) == ("2020-10-14", "2021-01-14")


def test_a2_every_amount_of_the_grant_explains_itself(town: Instance) -> None:
    day = ("--as-of", "2020-12-31")
    listed = asked(town, "explain", GRANT, *day, "--json").document["amounts"]
    assert {"amount": "settlement/caritas", "cents": -2274259} in listed
    found = asked(town, "explain", f"{GRANT}/settlement/caritas", *day, "--json").document
    assert sum(part["sign"] * part["cents"] for part in found["parts"]) == found["cents"] == -2274259
    shown = asked(town, "explain", f"{GRANT}/position/caritas-1/2019", *day).out
    for words in ("38.400,00", "months 3", "Tatsache", "RPS-2018-0815", "Stellenanteil"):
        assert words in shown
    assert "settlement/caritas" in asked(town, "explain", GRANT, *day).out
    assert asked(town, "explain", f"{GRANT}/settlement/nobody", *day).exit_code == 1


def test_f2_what_if_a_post_were_vacant_is_computed_and_not_recorded(town: Instance) -> None:
    before = asked(town, "report", GRANT, "--as-of", "2020-12-31", "--json").document["cut"]
    day = ("--as-of", "2020-03-31")
    wish = ("--position", "drk-1", "--vacant-from", "2020-05-01", "--vacant-until", "2020-05-31")
    found = asked(town, "forecast", GRANT, *day, *wish, "--json").document
    assert found["known"]["in_the_end_cents"] == 28160000
    assert found["what_if"]["in_the_end_cents"] == 28160000 - 533333
    assert "Was wäre wenn" in asked(town, "forecast", GRANT, *day, *wish).out
    shift = ("--position", "caritas-1", "--shift-to", "drk-1", "--fte-hundredths", "20", "--on", "2020-04-01")
    assert asked(town, "forecast", GRANT, *day, *shift).exit_code == 1
    assert asked(town, "report", GRANT, "--as-of", "2020-12-31", "--json").document["cut"] == before


def test_s5b_what_changed_since_the_report_is_shown_with_its_fact(town: Instance) -> None:
    """Last: it corrects a post that the others look at."""
    assert played(town, "s5b").document["first_difference"] is None
    found = asked(town, "diff", "s5b-interim", "--json")
    assert (found.exit_code, found.document["difference_cents"]) == (1, -292473)
    assert [fact["what"] for fact in found.document["facts"]] == ["FillingCorrected"]
    assert "-2.924,73" in asked(town, "diff", "s5b-interim").out
