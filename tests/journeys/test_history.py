"""A case's life is told across services, to each reader as much as they may know."""

from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.cli.actor import AUDITOR, Actor
from shared.cli.instance import Instance
from shared.ids import wire_id
from tests.cli.typed import typed

STORY = Path(__file__).with_name("history.yaml")
CASE = wire_id("case", "told")
WORKER = Actor("caseworker", "caritas", "maria")
NAMES = ("Amal", "Rami", "Haddad")


@pytest.fixture(scope="module")
def town(stack: Instance) -> Instance:
    said = typed("play", str(STORY), "--data", str(stack.folder), "--json")
    assert said.document["first_difference"] is None
    return stack


def asked(stack: Instance, service: str, actor: Actor, language: str = "de", case_id: UUID = CASE) -> httpx.Response:
    headers = {"Authorization": f"Bearer {stack.token(actor)}", "Accept-Language": language}
    with httpx.Client(trust_env=False, headers=headers) as client:
        return client.get(f"{stack.urls[service]}/cases/{case_id}/history")


def rows(stack: Instance, service: str, actor: Actor, language: str = "de") -> list[dict[str, Any]]:
    answer = asked(stack, service, actor, language)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def test_an_auditor_reads_the_whole_life_in_the_order_in_which_it_was_recorded(town: Instance) -> None:
    found = rows(town, "audit", AUDITOR)
    assert [row["time"] for row in found] == sorted(row["time"] for row in found)
    assert {row["service"] for row in found} == {"intake", "allocation", "provider-caritas"}
    kinds = [row["what"] for row in found]
    for kind in ("CaseRegistered", "ConsentGiven", "CaseAssigned", "CaseEntrusted", "FileOpened", "ContactRecorded"):
        assert kind in kinds
    assert "PlanAgreed" in kinds, "it names a person of the household, and no case"
    assert "CatchmentSet" not in kinds
    assert len({(row["source"], row["fact_number"]) for row in found}) == len(found)


def test_what_led_to_what_is_said(town: Instance) -> None:
    found = {row["what"]: row for row in rows(town, "audit", AUDITOR)}
    registered, proposed = found["CaseRegistered"], found["AssignmentProposed"]
    assert registered["because"] == "Befehl RegisterCase"
    assert proposed["because"].startswith(f"folgt aus intake {registered['fact_number']}: Fall aufgenommen")
    assert (proposed["causation_id"], proposed["who"]) == (registered["event_id"], "selbsttätig")
    assert proposed["correlation_id"] == registered["correlation_id"]
    assert proposed["why"] == "rule_version history-1"


def test_the_same_is_told_in_english(town: Instance) -> None:
    found = {row["what"]: row for row in rows(town, "audit", AUDITOR, "en")}
    assert found["ContactRecorded"]["sentence"] == (
        "Contact by caritas on 1 March 2024: housing (1 person; on a visit; not stated)."
    )
    assert found["AssignmentProposed"]["who"] == "automatic"


def test_an_auditor_sees_no_name(town: Instance) -> None:
    text = asked(town, "audit", AUDITOR).text
    assert not any(name in text for name in NAMES)
    assert str(wire_id("person", "told-a")) in text


def test_a_caseworker_sees_what_was_done_and_told_with_the_names_that_consent_covers(town: Instance) -> None:
    found = {row["what"]: row for row in rows(town, "provider-caritas", WORKER)}
    assert {"CaseEntrusted", "ContactRecorded", "PlanAgreed"} <= set(found)
    assert not set(found) & {"CaseRegistered", "AssignmentProposed", "FileOpened"}, "these it was not told"
    assert "(Amal Haddad; aufsuchend; keine Angabe)" in found["ContactRecorded"]["sentence"]
    assert "Rami" not in asked(town, "provider-caritas", WORKER).text, "he gave no consent"
    said = typed("history", "case-told", "--provider", "caritas", "--data", str(town.folder))
    assert "Amal Haddad" in said.out


def test_another_providers_workers_find_nothing(town: Instance) -> None:
    assert asked(town, "provider-drk", Actor("caseworker", "drk")).status_code == 404
    assert asked(town, "provider-caritas", Actor("caseworker", "drk")).status_code == 404
    assert asked(town, "audit", WORKER).status_code == 403
    assert asked(town, "audit", AUDITOR, case_id=wire_id("case", "never")).status_code == 404


def test_a_correction_shows_on_both_rows(town: Instance) -> None:
    folder = ("--data", str(town.folder))
    found = typed("history", "position-told-1", *folder, "--json").document["rows"]
    wrong, right = found
    assert (wrong["corrected_by"], right["corrects"]) == (right["event_id"], wrong["event_id"])
    assert (wrong["corrects"], right["corrected_by"]) == (None, None)
    out = typed("history", "position-told-1", "--lang", "en", *folder).out
    assert f"corrected by reporting {right['fact_number']}" in out
    assert f"corrects reporting {wrong['fact_number']}" in out


def test_only_a_case_is_told_as_a_providers_workers_see_it(town: Instance) -> None:
    folder = ("--data", str(town.folder))
    assert typed("history", "position-told-1", "--provider", "caritas", *folder).exit_code == 2
    assert typed("history", "case-told", "--provider", "Town", *folder).exit_code == 2
    assert typed("history", "case-told", "--lang", "fr", *folder).exit_code == 2
