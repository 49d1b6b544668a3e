"""O10: everybody goes on. Ready, nothing untold or unheard, no reader behind, nothing waiting or set aside."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import ProxyHandler, build_opener

from tests.faults.oracles.where import Finding, Where

ANSWER_SECONDS = 5
OPEN = build_opener(ProxyHandler({})).open
"""These are addresses on this machine: no proxy stands between."""


def check(where: Where) -> Finding:
    health = {service: ask(url) for service, url in where.urls.items()}
    faults = [f"{service}: {why}" for service, answer in health.items() for why in _behind(where, service, answer)]
    if not faults:
        faults = [f"{service}: {why}" for service in health for why in _unheard(where, service, health)]
    return Finding("liveness", len(health), faults)


def positions(where: Where) -> dict[str, int]:
    """How long each log is by its service's own word; 0 for one who does not answer."""
    return {service: (ask(url) or {"log_position": 0})["log_position"] for service, url in where.urls.items()}


def ask(url: str) -> dict[str, Any] | None:
    try:
        with OPEN(f"{url}/health", timeout=ANSWER_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (OSError, ValueError):
        return None


def _behind(where: Where, service: str, health: dict[str, Any] | None) -> Iterator[str]:
    if health is None:
        yield "does not answer"
        return
    if not health["ready"]:
        yield f"is not ready: {health['why']}"
    if health["outbox"]:
        yield f"has {health['outbox']} facts to tell"
    for topic, count in health["lag"].items():
        if count:
            yield f"is {count} records behind on {topic}"
    for reader, behind in health["view_lag"].items():
        if behind:
            yield f"its reader {reader} is {behind} facts behind"
    if health["waiting_for"]:
        yield f"waits for {health['waiting_for']}"
    if health["quarantine"] > where.quarantined.get(service, 0):
        yield f"has {health['quarantine']} records in quarantine"


def _unheard(where: Where, service: str, health: dict[str, dict[str, Any] | None]) -> Iterator[str]:
    """Lag is what a service knows of itself; this is what the owners know."""
    heard = (health[service] or {})["heard"]
    for owner in where.hears(service):
        facts = (health[owner] or {"facts": 0})["facts"] if owner in health else 0
        if heard.get(where.source(owner), 0) < facts:
            yield f"heard {heard.get(where.source(owner), 0)} of {facts} facts of {owner}"
    if service.startswith("provider-") and "allocation" in health:
        provider = service.removeprefix("provider-")
        told = (health["allocation"] or {"told": {}})["told"].get(provider, 0)
        if heard.get(f"provider.{provider}.in.v1", 0) < told:
            yield f"heard {heard} of the {told} facts that it was told"
