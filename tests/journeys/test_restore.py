"""A database is put back as it was: the service takes nothing until the lost facts are taken back from its topics."""

import asyncio
import json
import uuid
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from infra.progress import silent
from infra.service import services_of
from infra.stack import Stack
from shared.cli.stage import play_on
from shared.cli.story_file import read_story
from tests.cli.typed import Said, typed

CASE = """
  - as: clerk
    do: RegisterCase
    with:
      case_id: restored-{name}
      house: restored-house
      placed_on: 2018-03-01
      received_on: 2018-03-02
      persons: [{{person_id: restored-{name}-1, given_name: Xaver, family_name: Probe}}]
"""
NEXT = {
    "case_id": str(uuid.uuid4()),
    "house": "restored-house",
    "placed_on": "2018-03-01",
    "received_on": "2018-03-02",
    "persons": [{"person_id": str(uuid.uuid4()), "given_name": "Xaver", "family_name": "Probe"}],
}
BACKUP = ("CREATE DATABASE intake_older TEMPLATE intake",)
RESTORE = ("ALTER DATABASE intake RENAME TO intake_lost", "ALTER DATABASE intake_older RENAME TO intake")


async def as_superuser(stack: Stack, *statements: str) -> None:
    where = stack.instance["postgres"]
    password = stack.folder.secret("postgres.password")
    connection = await asyncpg.connect(user="postgres", password=password, **where, database="postgres")
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def command(stack: Stack, *words: str) -> Said:
    return await asyncio.to_thread(typed, *words, "--data", str(stack.folder.root), "--json")


async def registers(stack: Stack, name: str) -> str | None:
    """The first difference from an accepted command."""
    story = stack.folder.root / f"{uuid.uuid4()}.yaml"
    story.write_text("title: Restore\nsteps:" + CASE.format(name=name))
    return (await play_on(stack.folder.root, read_story(story), silent)).first_difference


async def asked(stack: Stack, method: str, path: str, body: object = None) -> httpx.Response:
    token = json.loads((await command(stack, "token", "--as", "clerk")).out)["token"]
    async with httpx.AsyncClient(trust_env=False, headers={"authorization": f"Bearer {token}"}) as client:
        return await client.request(method, f"{stack.instance['services']['intake']['url']}{path}", json=body)


async def health(stack: Stack) -> dict[str, Any]:
    said: dict[str, Any] = (await asked(stack, "GET", "/health")).json()
    return said


async def closed(stack: Stack) -> str:
    return str((await health(stack))["waiting_for"]["log"])


async def test_a_restored_older_database_is_noticed_and_takes_back_what_it_lacks(tmp_path: Path) -> None:
    async with Stack(tmp_path, "story", services=services_of(())[:2]) as stack:
        assert await registers(stack, "before") is None
        await stack.stop("intake")
        await as_superuser(stack, *BACKUP)
        await stack.start("intake")
        for name in ("lost-1", "lost-2", "lost-3"):
            assert await registers(stack, name) is None
        whole = await health(stack)
        await stack.stop("intake")
        await as_superuser(stack, *RESTORE)

        await stack.start("intake")
        assert await closed(stack) in (await asked(stack, "PUT", f"/cases/{NEXT['case_id']}", NEXT)).json()["detail"]
        assert "it is an older copy, or somebody else wrote that fact" in await closed(stack)
        seen = (await command(stack, "relay", "look", "intake")).document
        numbers = [row["number"] for row in seen["rows"]]
        assert (seen["facts"], numbers) == (1, list(range(2, whole["facts"] + 1))), "all of the lost tail"
        assert (await health(stack))["facts"] < whole["facts"]

        both = [command(stack, "relay", "take-back", "intake") for _ in range(2)]
        back = sorted(said.document["taken_back"] for said in await asyncio.gather(*both))
        assert back == [0, whole["facts"] - 1], "who asks meanwhile finds it done"
        assert (await health(stack))["facts"] == whole["facts"]
        assert await registers(stack, "lost-2") is None, "it is already so"
        assert await registers(stack, "after") is None
        assert (await command(stack, "rebuild", "intake", "--check")).document["identical"] is True
        assert (await command(stack, "audit", "replay")).document["verdict"].startswith("complete to ")
        assert (await command(stack, "relay", "take-back", "intake")).document["taken_back"] == 0, "nothing is lacking"
