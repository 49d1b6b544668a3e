"""A provider joins while everything runs, with our service or with its own: nothing is lost, everybody takes it in."""

import ast
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from infra.progress import silent
from infra.stack import Stack
from shared.cli.exits import Misused
from shared.cli.stage import play_on
from shared.cli.story_file import read_story
from tests.cli.typed import Said, typed
from tests.conftest import ROOT
from tests.infra.test_stack import topics

DOCUMENTED = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)

MEANWHILE = """
title: Meanwhile
steps:
  - clock: 2021-01-01
  - as: coordinator
    do: SetCatchment
    with: {rule_version: joining-1, effective_on: 2021-01-01, houses: {old-house: drk}}
  - as: clerk
    do: RegisterCase
    times: 60
    with:
      case_id: meanwhile
      house: old-house
      placed_on: 2021-01-01
      received_on: 2021-01-01
      persons: [{person_id: meanwhile-a}]
"""
AFTERWARDS = """
title: Afterwards
steps:
  - clock: 2021-01-01
  - as: coordinator
    do: SetCatchment
    with: {rule_version: joining-2, effective_on: 2021-01-01, houses: {new-house: awo}}
  - as: clerk
    do: RegisterCase
    with:
      case_id: joined
      house: new-house
      placed_on: 2021-01-01
      received_on: 2021-01-01
      persons: [{person_id: joined-a, given_name: Xaver, family_name: Probe}]
  - {as: coordinator, do: ConfirmAssignment, with: {case_id: joined}}
  - as: caseworker@awo
    do: RecordContact
    with: {contact_id: joined-k1, case_id: joined, on: 2021-01-01, topics: [work], persons: [joined-a]}
then:
  - run: history care-awo-joined
    gives: {rows: [{what: ContactRecorded, source: 'urn:fallbuch:weinheim:provider-awo', fact_number: 1}]}
  - run: caseload --on 2021-01-02
    gives: {rows: [{provider: awo, households: 1, persons: 1}]}
  - run: audit replay
    gives: {first_bad: null}
"""
OWN = """
title: Own {number}
steps:
  - clock: 2021-01-01
  - as: coordinator
    do: SetCatchment
    with: {{rule_version: joining-own, effective_on: 2021-01-01, houses: {{own-house: malteser}}}}
  - as: clerk
    do: RegisterCase
    with:
      case_id: own-{number}
      house: own-house
      placed_on: 2021-01-01
      received_on: 2021-01-01
      persons: [{{person_id: own-{number}-a}}]
  - {{as: coordinator, do: ConfirmAssignment, with: {{case_id: own-{number}}}}}
"""
PROGRAM = ROOT / "infra" / "demo" / "provider_in_50_lines.py"
SOURCE = "urn:fallbuch:weinheim:provider-malteser"
TOLD = ["intake", "allocation", "reporting", "audit"]


@pytest.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    async with Stack(tmp_path_factory.mktemp("joining"), "story", providers=("drk",)) as stack:
        yield stack


async def command(stack: Stack, *words: str) -> Said:
    return await asyncio.to_thread(typed, *words, "--data", str(stack.folder.root), "--json")


async def difference(stack: Stack, story: str, title: str) -> str | None:
    file = stack.folder.root / f"{title}.yaml"
    file.write_text(story)
    return (await play_on(stack.folder.root, read_story(file), silent)).first_difference


def processes(stack: Stack) -> dict[str, int]:
    return {name: service["pid"] for name, service in stack.instance["services"].items()}


async def test_a_provider_joins_while_others_work_and_nothing_is_lost(stack: Stack) -> None:
    meanwhile = asyncio.create_task(difference(stack, MEANWHILE, "meanwhile"))
    said = await command(stack, "provider", "add", "awo")
    assert (said.exit_code, said.document["started_again"]) == (0, TOLD), said
    assert {said.document["reads"], said.document["writes"]} <= topics(stack.operator)
    assert Path(said.document["token_file"]).read_text().count(".") == 2
    assert await meanwhile is None
    cases = (await command(stack, "status")).document["services"]["intake"]["facts"]
    assert cases == 60, "each household once"
    assert await difference(stack, AFTERWARDS, "afterwards") is None
    replayed = (await command(stack, "audit", "replay")).document
    assert replayed["sources"]["urn:fallbuch:weinheim:provider-awo"]["facts"] == 1


async def test_a_provider_that_joined_does_not_join_twice(stack: Stack) -> None:
    before = processes(stack)
    again = await command(stack, "provider", "add", "awo")
    assert (again.exit_code, again.document["started_again"]) == (0, [])
    assert processes(stack) == before
    other = await command(stack, "provider", "add", "awo", "--own-software")
    assert (other.exit_code, "has joined already, without own software" in other.err) == (1, True)
    assert (await command(stack, "provider", "add", "drk")).document["started_again"] == []


async def test_what_broke_off_goes_on_when_asked_again(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(stack, "_migrate", full)
        said = await command(stack, "provider", "add", "asb")
        assert (said.exit_code, "no room" in said.err) == (1, True)
    said = await command(stack, "provider", "add", "asb")
    assert (said.exit_code, said.document["started_again"]) == (0, TOLD)
    assert said.document["service"] == stack.instance["services"]["provider-asb"]["url"]


async def test_with_software_of_its_own_it_gets_topics_and_a_token_and_no_service(stack: Stack) -> None:
    said = await command(stack, "provider", "add", "malteser", "--own-software")
    assert (said.exit_code, said.document["service"], said.document["started_again"]) == (0, None, TOLD)
    assert {said.document["reads"], said.document["writes"]} <= topics(stack.operator)
    assert "provider-malteser" not in processes(stack)
    assert not (stack.folder.secrets / "provider-malteser.database-url").exists()
    story = "title: Own\nsteps:\n  - {as: caseworker@malteser, do: RecordContact, with: {case_id: joined}}\n"
    with pytest.raises(Misused, match="malteser has its own software, no story can act for it"):
        await difference(stack, story, "own")


@asynccontextmanager
async def own_program(stack: Stack) -> AsyncIterator[None]:
    """The provider's own program runs, and is killed in the end."""
    password = stack.folder.secrets / "kafka-provider-malteser.password"
    argv = (sys.executable, str(PROGRAM), stack.instance["kafka"], "malteser", str(password))
    process = await asyncio.create_subprocess_exec(*argv, env={"PATH": os.environ["PATH"]})
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def until_stated(stack: Stack, number: int) -> None:
    """Until so many facts of the provider are in its topic, with the root over them."""
    deadline = time.monotonic() + 60
    while (await command(stack, "audit", "replay")).document["sources"][SOURCE]["stated_size"] != number:
        assert time.monotonic() < deadline, "it did not state its root"
        await asyncio.sleep(0.2)


def test_it_is_50_lines() -> None:
    """Of code: blank lines, comments and what is said about them do not count."""
    text = PROGRAM.read_text()
    documented = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, DOCUMENTED) and ast.get_docstring(node)
    ]
    texts = [node.body[0] for node in documented]
    said = {line for each in texts for line in range(each.lineno, (each.end_lineno or 0) + 1)}
    lines = [line.strip() for number, line in enumerate(text.splitlines(), 1) if number not in said]
    assert len([line for line in lines if line and not line.startswith("#")]) <= 50


async def test_a_program_that_needs_nothing_but_aiokafka_is_a_provider_like_any_other(stack: Stack) -> None:
    assert await difference(stack, OWN.format(number=1), "own-1") is None
    async with own_program(stack):
        await until_stated(stack, 1)
    assert await difference(stack, OWN.format(number=2), "own-2") is None
    async with own_program(stack):
        await until_stated(stack, 2)
    replayed = (await command(stack, "audit", "replay")).document
    assert replayed["first_bad"] is None
    assert replayed["verdict"].startswith("complete to ")
    told = (await command(stack, "history", "case-own-1")).document["rows"]
    assert told[-1]["sentence"].startswith("Beratungskontakt von malteser am ")
    services = (await command(stack, "status")).document["services"]
    for name in TOLD:
        assert services[name]["heard"][SOURCE] == 2, name
        assert (services[name]["quarantine"], services[name]["alarms"]) == (0, 0)


async def test_who_joined_belongs_to_the_instance_at_its_next_start(stack: Stack) -> None:
    """The last one here: it stops what the others use."""
    await stack.__aexit__(None, None, None)
    async with Stack(stack.folder.root, "story", providers=("drk",)) as again:
        services = (await command(again, "status")).document["services"]
        assert {"provider-drk", "provider-awo", "provider-asb"} <= set(services)
        assert "provider-malteser" not in services
        assert services["provider-awo"]["facts"] == 1
        assert again.instance["providers"] == ["drk", "awo", "asb", "malteser"]
