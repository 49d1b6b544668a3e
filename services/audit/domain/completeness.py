"""Is what the topics hold the whole history of the town? The one sentence that an auditor is answered. Pure."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.audit.domain.examination import Finding, History, Record, head_of
from shared.event import NotAFact, read_envelope


@dataclass(frozen=True)
class Told:
    """Whether a provider's topic holds what allocation says that it told, and nothing else.

    The two topics are told one after the other: `late` is what only one of them has, since `late_since_ms`.
    """

    topic: str
    records: int
    finding: Finding | None
    late: Finding | None = None
    late_since_ms: int = 0


def examine_told(topic: str, stream: str, records: Iterable[Record], allocation: History) -> Told:
    """The records of `provider.<id>.in.v1` are the facts of `told-<id>`, the same bytes, in order."""
    told = zip(allocation.bodies, allocation.stored_at_ms, strict=True)
    expected = [(body, at_ms) for body, at_ms in told if head_of(body).subject == stream]
    count, last, highest, late_since_ms = 0, 0, 0, 0
    for record in records:
        count += 1
        try:
            envelope = read_envelope(record.value or b"")
        except NotAFact:
            continue
        version, ours = envelope.version, (envelope.source, envelope.stream) == (allocation.source, stream)
        if not ours or (version <= len(expected) and expected[version - 1][0] != record.value):
            return Told(topic, count, Finding("fork at", topic, version, version))
        if version == last + 1:
            last = version
        if version > max(highest, len(expected)):
            late_since_ms = late_since_ms or record.stored_at_ms
        highest = max(highest, version)
    if last < highest:
        return Told(topic, count, Finding("hole at", topic, last + 1, last + 1))
    if last > len(expected):
        return Told(topic, count, None, Finding("fork at", topic, len(expected) + 1, last), late_since_ms)
    if last < len(expected):
        return Told(topic, count, None, Finding("hole at", topic, last + 1, len(expected)), expected[last][1])
    return Told(topic, count, None)


TAIL_SECONDS_LIMIT = 120


def verdict(histories: Sequence[History], told: Sequence[Told], now_ms: int) -> dict[str, object]:
    """One of: complete to N (with its tail); hole at n; fork at n; root differs. `ok` says whether that is enough."""
    suspects = [history.finding for history in histories] + [part.finding for part in told]
    suspects += [part.late for part in told if now_ms - part.late_since_ms > 1000 * TAIL_SECONDS_LIMIT]
    findings = [finding for finding in suspects if finding is not None]
    tails = [history for history in histories if history.tail_facts > 0]
    tail_facts = sum(history.tail_facts for history in tails)
    oldest = [history.stored_at_ms[len(history.bodies) - history.tail_facts] for history in tails]
    tail_seconds = max(0, (now_ms - min(oldest)) // 1000) if oldest else 0
    complete = sum(len(history.bodies) for history in histories) - tail_facts
    sentence = f"complete to {complete}"
    if tail_facts:
        sentence += f", tail of {tail_facts} facts, {tail_seconds} seconds"
    if findings:
        sentence = findings[0].sentence()
    return {
        "verdict": sentence,
        "ok": not findings and tail_seconds <= TAIL_SECONDS_LIMIT,
        "sources": {history.source: _source(history) for history in histories},
        "first_bad": None if not findings else vars(findings[0]),
        "tail_facts": tail_facts,
        "tail_seconds": tail_seconds,
        "told": {part.topic: part.records for part in told},
    }


def _source(history: History) -> dict[str, object]:
    stated = history.stated
    return {
        "facts": len(history.bodies),
        "root": history.root,
        "stated_root": base64.b64encode(stated.root).decode() if stated else None,
        "stated_size": stated.size if stated else 0,
        "ignored_records": history.ignored,
    }
