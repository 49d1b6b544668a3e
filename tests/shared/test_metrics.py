"""Metrics of the running services: they say what `/health` says, name no id, and never hold a name."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from shared.cli.actor import Actor
from shared.cli.instance import Instance

CANARY = "Zaphodine"
LABELS = {"service", "topic", "reader", "source", "outcome", "le"}
NAMES = {
    "fallbuch_alarms",
    "fallbuch_batch_facts",
    "fallbuch_batch_jobs",
    "fallbuch_batch_seconds",
    "fallbuch_commands",
    "fallbuch_lag_records",
    "fallbuch_last_progress_timestamp_seconds",
    "fallbuch_log_position",
    "fallbuch_missing_facts",
    "fallbuch_outbox_age_seconds",
    "fallbuch_outbox_facts",
    "fallbuch_own_facts",
    "fallbuch_quarantine_age_seconds",
    "fallbuch_quarantine_records",
    "fallbuch_reader_lag_facts",
    "fallbuch_ready",
}
SERIES_LIMIT = 120

Read = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


def read(stack: Instance, service: str) -> Read:
    """Value by name and labels."""
    text = httpx.get(f"{stack.urls[service]}/metrics", trust_env=False).text
    families = text_string_to_metric_families(text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(metrics: Read, name: str, **labels: str) -> float:
    return metrics[f"fallbuch_{name}", frozenset(labels.items())]


def health(stack: Instance, service: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{stack.urls[service]}/health", trust_env=False).json()
    return found


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.1)


def register(stack: Instance, **changed: Any) -> httpx.Response:
    """A household with a name, by the clerk."""
    case_id = str(uuid4())
    person = {"person_id": str(uuid4()), "given_name": CANARY, "family_name": CANARY}
    body = {"case_id": case_id, "house": "metrics", "placed_on": "2018-10-15", "received_on": "2018-10-15"}
    headers = {"Authorization": f"Bearer {stack.token(Actor('clerk'))}", "X-Correlation-Id": CANARY}
    return httpx.put(
        f"{stack.urls['intake']}/cases/{case_id}",
        json=body | {"persons": [person]} | changed,
        headers=headers,
        trust_env=False,
    )


def test_names_and_labels_are_few_and_none_is_an_id(stack: Instance) -> None:
    for service in stack.urls:
        text = httpx.get(f"{stack.urls[service]}/metrics", trust_env=False)
        assert text.headers["content-type"].startswith("text/plain; version=")
        families = list(text_string_to_metric_families(text.text))
        assert {family.name for family in families if family.name.startswith("fallbuch_")} == NAMES
        samples = [sample for family in families for sample in family.samples]
        assert len(samples) < SERIES_LIMIT
        assert {label for sample in samples for label in sample.labels} <= LABELS
        assert {sample.labels["service"] for sample in samples if "service" in sample.labels} == {service}
        assert {family.name for family in families} >= {"process_resident_memory_bytes", "process_cpu_seconds"}


def test_a_command_is_seen_in_the_metrics_of_its_service_and_of_those_who_hear_it(stack: Instance) -> None:
    before, heard_before = read(stack, "intake"), health(stack, "allocation")["heard"]
    assert register(stack).status_code == 201
    assert register(stack, persons=[]).status_code == 422
    after = read(stack, "intake")

    def more(name: str, **labels: str) -> float:
        return value(after, name, service="intake", **labels) - value(before, name, service="intake", **labels)

    assert more("commands_total", outcome="recorded") == 1
    assert more("own_facts") == 1
    assert more("log_position") >= 1
    assert more("batch_jobs_count") >= 1
    assert more("batch_seconds_sum") > 0
    intake = "urn:fallbuch:weinheim:intake"
    until(lambda: health(stack, "allocation")["heard"][intake] > heard_before[intake])
    assert value(read(stack, "allocation"), "missing_facts", service="allocation", source=intake) == 0


def test_metrics_and_health_say_the_same(stack: Instance) -> None:
    until(lambda: health(stack, "intake")["outbox"] == 0)
    said, metrics = health(stack, "intake"), read(stack, "intake")
    assert value(metrics, "log_position", service="intake") == said["log_position"]
    assert value(metrics, "quarantine_records", service="intake") == said["quarantine"]
    assert value(metrics, "outbox_facts", service="intake", topic="intake.facts.v1") == said["outbox"] == 0
    assert value(metrics, "outbox_age_seconds", service="intake", topic="intake.facts.v1") == 0
    assert value(metrics, "alarms_total", service="intake") == said["alarms"]
    assert {labels for name, labels in metrics if name == "fallbuch_reader_lag_facts"} == {
        frozenset({("service", "intake"), ("reader", reader)}) for reader in said["view_lag"]
    }


def test_health_names_the_progress_of_each_part(stack: Instance) -> None:
    assert register(stack).status_code == 201
    until(lambda: health(stack, "intake")["progress"].get("intake.facts.v1") is not None)
    progress = health(stack, "intake")["progress"]
    assert set(progress) >= {"views", "reactions", "intake.facts.v1", "allocation.facts.v1", "hearing"}
    ready = httpx.get(f"{stack.urls['intake']}/health/ready", trust_env=False)
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "why": [], "closed": False})


@pytest.mark.parametrize("changed", [{}, {"house": CANARY * 20}, {"persons": CANARY}, {CANARY: 1}], ids=str)
def test_a_name_that_was_sent_is_in_no_metric_and_no_trace(stack: Instance, changed: dict[str, Any]) -> None:
    """Whether it was taken or refused; also not as query or as correlation id."""
    register(stack, **changed)
    httpx.get(f"{stack.urls['intake']}/cases/{CANARY}", trust_env=False)
    assert stack.folder is not None
    for service, url in stack.urls.items():
        assert CANARY not in httpx.get(f"{url}/metrics", trust_env=False).text
        assert CANARY not in httpx.get(f"{url}/health", trust_env=False).text
        assert CANARY not in (stack.folder / "logs" / f"{service}.log").read_text(errors="replace")
    assert "RegisterCase" in (stack.folder / "logs" / "intake.log").read_text()
