"""HTTP in, report out: the scenarios, as stories on the running stack."""

import asyncio
import csv
import io
from pathlib import Path

import pytest

from infra import control
from shared.cli.instance import Instance
from tests.cli.typed import Said, typed

HERE = Path(__file__).parent
SCENARIOS = ("s1", "s4", "s5a", "s5b")


def played(stack: Instance, path: Path) -> Said:
    return typed("play", str(path), "--data", str(stack.folder), "--json")


def facts(stack: Instance) -> dict[str, int]:
    services = typed("status", "--data", str(stack.folder), "--json").document["services"]
    return {name: said["facts"] for name, said in services.items()}


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_comes_out_to_the_cent_and_to_the_head(stack: Instance, name: str) -> None:
    said = played(stack, HERE / f"{name}.yaml")
    assert said.document["first_difference"] is None
    assert said.exit_code == 0
    assert said.document["steps"] == said.document["passed"]


@pytest.mark.parametrize("name", ["s4", "s5b"])
def test_playing_a_story_twice_changes_nothing(stack: Instance, name: str) -> None:
    before = facts(stack)
    assert played(stack, HERE / f"{name}.yaml").exit_code == 0
    assert facts(stack) == before


def test_work_goes_on_while_others_are_away(stack: Instance) -> None:
    assert played(stack, HERE / "away.yaml").document["first_difference"] is None


def test_every_command_is_taken_with_as_little_as_the_contracts_ask(stack: Instance) -> None:
    assert played(stack, HERE / "commands.yaml").document["first_difference"] is None


def test_a_story_that_goes_otherwise_names_the_line(stack: Instance, tmp_path: Path) -> None:
    story = tmp_path / "other.yaml"
    story.write_text("title: Otherwise\nsteps:\n  - as: auditor\n    do: DefineHouse\n    with: {house: x, name: X}\n")
    said = played(stack, story)
    assert said.exit_code == 1
    assert said.document["passed"] == 0
    assert said.document["first_difference"].startswith("other.yaml, line 3: DefineHouse as auditor: expected ok")


def test_a_figure_that_is_another_is_named(stack: Instance, tmp_path: Path) -> None:
    story = tmp_path / "figure.yaml"
    story.write_text("title: Figure\nsteps: []\nthen:\n  - run: status\n    gives: {services: {intake: {ready: 5}}}\n")
    said = played(stack, story)
    assert said.exit_code == 1
    assert "services.intake.ready: expected 5, found true" in said.document["first_difference"]


def test_a_command_that_nobody_takes_is_a_mistake_in_the_story(stack: Instance, tmp_path: Path) -> None:
    story = tmp_path / "unknown.yaml"
    story.write_text("title: Unknown\nsteps:\n  - as: clerk\n    do: InventCase\n")
    said = played(stack, story)
    assert said.exit_code == 2
    assert "line 3, field do: no service takes InventCase" in said.err


@pytest.mark.parametrize("service", ["intake", "allocation", "reporting", "audit", "provider-drk"])
def test_the_views_are_what_the_log_says(stack: Instance, service: str) -> None:
    said = typed("rebuild", service, "--check", "--data", str(stack.folder), "--json")
    assert said.document["identical"] is True, said.document


def test_the_commands_answer_people_too(stack: Instance) -> None:
    folder = ("--data", str(stack.folder))
    assert (
        "31.260,22"
        in typed("report", "weinheim-2018", "--as-of", "2018-12-31", "--known-on", "2019-01-31", *folder).out
    )
    assert "104,00" in typed("caseload", "--on", "2018-12-31", *folder).out
    assert "Kennzahlen" in typed("indicators", "weinheim-2018", "--year", "2019", *folder).out
    assert "FillingCorrected" in typed("history", "position-drk-1", *folder).out
    assert "bereit" in typed("status", *folder).out
    assert "complete to" in typed("audit", "replay", *folder).out
    assert typed("token", "--as", "caseworker", "--provider", "drk", *folder).out.count(".") == 2
    assert "leer" in typed("quarantine", "list", "intake", *folder).out
    assert typed("relay", "resend", "intake", "--from", "1", *folder).exit_code == 0


def test_f1_the_proof_of_use_is_files_that_say_what_the_report_says(stack: Instance, tmp_path: Path) -> None:
    folder = ("--data", str(stack.folder), "--json")
    report = typed("report", "weinheim-2018", "--as-of", "2020-12-31", *folder).document
    proof = typed("proof", "weinheim-2018", "--as-of", "2020-12-31", "--out", str(tmp_path), *folder).document
    assert proof["title"] == "Verwendungsnachweis"
    endings = {Path(each["file"]).suffix for each in proof["files"]}
    assert endings == {".pdf", ".xlsx", ".ods", ".csv"}
    (table,) = tmp_path.glob("*-nachweis.csv")
    rows = {row["Träger"]: row for row in csv.DictReader(io.StringIO(table.read_text()))}
    for provider, totals in report["totals"].items():
        assert int(rows[provider]["laut Abrechnung (Cent)"]) == totals["entitlement_cents"]
        assert int(rows[provider]["laut Zuwendungsbescheid (Cent)"]) == totals["cap_share_cents"]
    assert int(rows["Summe"]["laut Abrechnung (Cent)"]) == report["entitlement_cents"]


def test_a_submitted_report_is_shown_as_it_was_frozen(stack: Instance) -> None:
    words = ("report", "weinheim-2018", "--submitted", "s5b-interim", "--data", str(stack.folder), "--json")
    shown = typed(*words).document
    assert (shown["grant"], shown["entitlement_cents"], shown["known_on"]) == ("weinheim-2018", 3126022, "2019-01-31")
    assert typed(words[0], "another-grant", *words[2:]).exit_code == 1


def test_a_folder_in_use_is_not_started_twice(stack: Instance) -> None:
    said = typed("up", "--data", str(stack.folder))
    assert said.exit_code == 3
    assert "in use by another instance" in said.err


def test_refusals_and_misses_are_sentences(stack: Instance) -> None:
    folder = ("--data", str(stack.folder))
    assert typed("report", "no-such-grant", "--as-of", "2019-01-31", *folder).exit_code == 1
    assert typed("history", "grant-no-such", *folder).exit_code == 1
    said = typed("quarantine", "list", "nowhere", *folder)
    assert (said.exit_code, "There are: allocation" in said.err) == (2, True)
    assert typed("quarantine", "show", "intake", "99", *folder).exit_code == 1
    assert typed("audit", "replay", "--submitted", "no-such-report", *folder).exit_code == 1


def test_status_ends_with_1_while_a_service_is_away(stack: Instance) -> None:
    folder = ("--data", str(stack.folder))
    asyncio.run(control.ask({"control": stack.control}, "stop", "provider-town"))
    try:
        said = typed("status", *folder, "--json")
        assert said.exit_code == 1
        assert said.document["services"]["provider-town"] == {"ready": False, "why": ["does not answer"]}
        assert "antwortet nicht" in typed("status", *folder).out
    finally:
        asyncio.run(control.ask({"control": stack.control}, "start", "provider-town"))
    assert typed("status", *folder).exit_code == 0
