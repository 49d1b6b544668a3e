"""Replays from Kafka: the auditor's program reads and checks the facts, reporting's program computes from them."""

import hashlib
import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shared.cli.ask import asking
from shared.cli.exits import Different, Misused, NotAsked
from shared.cli.instance import Instance
from shared.cli.programs import run_program
from shared.ids import wire_id


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is to be computed again, if any: of a day, or one that was submitted."""

    grant: str | None = None
    as_of: date | None = None
    known_on: date | None = None
    submitted: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """The same on the wire. `cut` is none where nobody named one; `stated` is what the result must be."""

    grant: str
    as_of: str
    known_on: str | None
    cut: dict[str, int] | None
    stated_sha256: str | None


async def replay(instance: Instance, asked: Asked, out_file: Path | None) -> tuple[dict[str, Any], bool]:
    """The auditor's document, and whether everything is as it should be."""
    if not instance.kafka:
        raise Misused("The auditor reads Kafka: FALLBUCH_KAFKA must name it, as host:port.")
    question = await _from_reporting(instance, asked) if asked.as_of else None
    with tempfile.TemporaryDirectory(prefix="fallbuch-replay-") as folder:
        facts = out_file or Path(folder) / "facts.jsonl"
        exit_code, said = await run_program(
            "services.audit",
            "replay",
            *("--kafka", instance.kafka, "--town", instance.town),
            *(("--kafka-password-file", str(instance.kafka_password_file)) if instance.kafka_password_file else ()),
            *(("--kafka-ca-file", str(instance.kafka_ca_file)) if instance.kafka_ca_file else ()),
            *("--providers", ",".join(instance.providers), "--out", str(facts.resolve())),
        )
        found: dict[str, Any] = json.loads(said)
        found |= {"report_sha256": None, "same_as_reporting": None}
        if asked.submitted and exit_code == 0:
            question = _submitted(facts, asked.submitted)
        if question is not None and exit_code == 0:
            body = await _compute(instance, facts, question)
            found["report_sha256"] = hashlib.sha256(body).hexdigest()
            if question.stated_sha256:
                found["same_as_reporting"] = found["report_sha256"] == question.stated_sha256
    return found, exit_code == 0 and found["same_as_reporting"] is not False


async def _from_reporting(instance: Instance, asked: Asked) -> Question:
    """With the cut and the hash of reporting's own answer, if reporting answers."""
    assert asked.grant
    assert asked.as_of
    grant = str(wire_id("grant", asked.grant))
    as_of, known_on = asked.as_of.isoformat(), asked.known_on.isoformat() if asked.known_on else None
    params = {"as_of": as_of} | ({"known_on": known_on} if known_on else {})
    try:
        async with asking(instance) as caller:
            body = await caller.get("reporting", f"/grants/{grant}/report", params)
    except NotAsked:
        return Question(grant, as_of, known_on, None, None)
    return Question(grant, as_of, known_on, json.loads(body)["cut"], hashlib.sha256(body).hexdigest())


def _submitted(facts: Path, report: str) -> Question:
    """Days, cut and hash of a submitted report, from its fact alone."""
    report_id = str(wire_id("report", report))
    for line in facts.read_bytes().splitlines():
        if b'"type":"ReportSubmitted"' in line and (said := json.loads(line)["data"])["report_id"] == report_id:
            return Question(said["grant_id"], said["as_of"], said["known_on"], said["cut"], said["report_sha256"])
    raise Different(f"No report {report} was submitted in what Kafka holds.")


async def _compute(instance: Instance, facts: Path, question: Question) -> bytes:
    """The canonical bytes, by reporting's own code on nothing but these facts."""
    arguments = ["--facts", str(facts.resolve()), "--database-url", instance.replay_url]
    arguments += ["--grant", question.grant, "--as-of", question.as_of]
    if question.known_on:
        arguments += ["--known-on", question.known_on]
    if question.cut is not None:
        arguments += ["--cut", json.dumps(question.cut)]
    _, said = await run_program("services.reporting", "replay", *arguments)
    return said.rstrip(b"\n")
