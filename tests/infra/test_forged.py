"""Somebody forges the next fact of a service in its own topic: it stops, and an operator can see which record it is."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from confluent_kafka import Producer

from infra.service import services_of
from infra.stack import Stack
from shared.event import Fact, encode
from tests.cli.typed import Said, typed
from tests.examples import EXAMPLES
from tests.test_contracts import fact_with

SOURCE, TOPIC = "urn:fallbuch:weinheim:intake", "intake.facts.v1"
FORGED = UUID("0190b6a2-0000-7000-8000-000000000001")
HIDDEN = "forged-house"


def forged(stack: Stack) -> Fact:
    """A valid registration that claims to be intake's first fact."""
    event = EXAMPLES["CaseRegistered"].model_copy(update={"house": HIDDEN})
    fact = replace(fact_with(event), source=SOURCE, fact_number=1, version=1, event_id=FORGED)
    producer = Producer({**stack.operator.librdkafka(), "acks": "all"})
    producer.produce(TOPIC, encode(fact), fact.stream.encode(), partition=0)
    assert producer.flush(20) == 0
    return fact


async def command(stack: Stack, *words: str) -> Said:
    return await asyncio.to_thread(typed, *words, "--data", str(stack.folder.root))


async def look(stack: Stack) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((await command(stack, "relay", "look", "intake", "--json")).out)
    return found


async def test_a_forged_fact_stops_its_owner_and_is_shown_without_what_it_holds(tmp_path: Path) -> None:
    async with Stack(tmp_path, "story", services=services_of(())[:1]) as stack:
        assert (await look(stack))["rows"] == []
        fact = forged(stack)
        await stack.stop("intake")
        await stack.start("intake")

        said = await command(stack, "status")
        assert said.exit_code == 1
        assert f"{TOPIC} holds fact 1, which this log does not" in said.out
        assert "or somebody else wrote that fact" in said.out
        assert "fallbuch relay look" in said.out

        seen = await look(stack)
        [row] = seen["rows"]
        assert (seen["facts"], row["number"], row["id"]) == (0, 1, str(FORGED))
        assert (row["topic"], row["offset"], row["type"]) == (TOPIC, 0, "CaseRegistered")
        assert row["time"] != row["stored_at"]
        said = await command(stack, "relay", "look", "intake")
        assert str(FORGED) in said.out
        for held in (HIDDEN, fact.stream):
            assert held not in said.out + json.dumps(seen)
