"""The history of everything: what happened to a case, a position or a grant, who did it, and why."""

from typing import Any

import asyncpg

from shared.event import Event, Fact, instant_text
from shared.events.catalogue import EVENTS, decode
from shared.events.reporting import FillingCorrected
from shared.ids import service_of
from shared.statements import Statement, Views

WHY = ("reason_code", "rule_version", "notice_ref", "payment_ref", "purpose")
"""Codes that say why; the first that a fact has is shown."""

FACT = """INSERT INTO history (stream, source, version, corrects, event_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING"""
ROWS = """
SELECT log.body, (SELECT min(later.event_id::text) FROM history later WHERE later.corrects = history.event_id) AS by
FROM history JOIN log USING (source, stream, version) WHERE history.stream = $1
ORDER BY history.source, history.version LIMIT 10000"""


def happened(fact: Fact) -> list[Statement]:
    corrects = fact.event.corrects if isinstance(fact.event, FillingCorrected) else None
    return [(FACT, (fact.stream, fact.source, fact.version, corrects, fact.event_id))]


VIEWS: Views = dict.fromkeys(EVENTS.values(), happened)


async def history(connection: asyncpg.Connection | asyncpg.Pool, stream: str) -> list[dict[str, Any]]:
    """The life of a stream, oldest first. `corrected_by` is the id of the fact that corrects this one."""
    return [_row(decode(row["body"]), row["by"]) for row in await connection.fetch(ROWS, stream)]


def _row(fact: Fact, corrected_by: str | None) -> dict[str, Any]:
    return {
        "time": instant_text(fact.recorded_at),
        "effective_on": fact.effective_on.isoformat(),
        "actor": fact.meta.actor,
        "what": type(fact.event).__name__,
        "why": why(fact.event, fact.meta.causation_id),
        "source": fact.source,
        "service": service_of(fact.source),
        "fact_number": fact.fact_number,
        "event_id": str(fact.event_id),
        "content": fact.event.model_dump(mode="json"),
        "corrected_by": corrected_by,
    }


def why(event: Event, causation_id: str) -> str:
    """The reason that the fact itself names, or else what caused it: a command, or the id of an earlier fact."""
    for name in WHY:
        if (code := getattr(event, name, None)) is not None:
            return f"{name} {code}"
    return causation_id
