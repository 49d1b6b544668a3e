"""P14 on Kafka: what a bad record says is sealed, and stands in no trace, no answer and no table."""

import asyncpg
import httpx

from infra.issuer import mint
from tests.bad_input.kafka.town import Town, subject_of, written

CANARY = "Zaphodcanary"


async def test_a_bad_record_s_content_is_seen_nowhere(town: Town) -> None:
    intake = town.senders["intake"]
    poison = [f'{{"given_name": "{CANARY}"'.encode(), f'{{"specversion":"1.0","id":"{CANARY}"}}'.encode()]
    poison += [written(intake.fact(), data={"case_id": CANARY}), written(intake.fact(), type=f"{CANARY}\n")]
    poison += [written(intake.fact(), source=CANARY), written(intake.fact(), subject=f"told-{CANARY}")]
    for value in poison:
        key = subject_of(value) if b"subject" in value else CANARY.encode()
        town.put(intake.topic, value, key, headers=[("x", CANARY.encode())])
    await town.goes_on()
    assert len(await town.quarantine(intake.topic)) >= len(poison)
    assert CANARY not in town.trace
    assert CANARY not in town.stack.folder.log("postgres").read_text()
    for answer in await answers(town):
        assert CANARY.encode() not in answer
    assert CANARY.encode() not in await everything(town)


async def answers(town: Town) -> list[bytes]:
    """What the service says of its quarantine and of itself, and to a second try."""
    secrets, staff = town.stack.folder.secrets, "00000000-0000-4000-8000-000000000001"
    token = mint(secrets, town="weinheim", role="operator", provider=None, staff_ref=staff)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=town.url, headers=headers, trust_env=False, timeout=20) as client:
        rows = (await client.get("/quarantine")).json()["rows"]
        asked = [await client.get(path) for path in ("/quarantine", "/health", "/health/ready", "/metrics")]
        asked += [await client.get(f"/quarantine/{row['number']}") for row in rows]
        asked += [await client.post(f"/quarantine/{row['number']}/retry") for row in rows]
    return [answer.content for answer in asked]


async def everything(town: Town) -> bytes:
    """All that allocation's database holds, as bytes."""
    content = bytearray()

    async def keep(block: bytes) -> None:
        content.extend(block)

    url = (town.stack.folder.secrets / "allocation.database-url").read_text()
    connection = await asyncpg.connect(url)
    for table in ("log", "quarantine", "checkpoint", "told", "place", "heard", "idempotency", "vault"):
        await connection.copy_from_query(f"SELECT * FROM {table}", output=keep, format="binary")
    await connection.close()
    return bytes(content)
