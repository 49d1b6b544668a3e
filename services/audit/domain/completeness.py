"""Is a topic the whole history of its source? Numbers 1..N, streams without gaps, and the roots that were stated.

Pure: records in, findings out. What no service would take is passed over, as they do. To see that of every record is
slow, so it is done where the quick look found something wrong: then the topic is read again with their eyes.
"""

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.admission import Topic, check, envelope_from
from shared.event import Envelope, NotAFact, read_envelope
from shared.ids import service_of
from shared.merkle import Root, Tree, leaf_hash


class Record(Protocol):
    """A record as it lies in a topic. `stored_at_ms`: when the broker's client wrote it, in real time."""

    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def stored_at_ms(self) -> int: ...


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong with a source, and between which fact numbers it lies."""

    kind: str
    source: str
    from_number: int
    to_number: int

    def sentence(self) -> str:
        """`hole at 17 in intake`; where only a range is known, both its ends."""
        place = f"{self.from_number}" if self.from_number == self.to_number else f"{self.from_number}-{self.to_number}"
        return f"{self.kind} {place} in {service_of(self.source)}"


@dataclass
class History:
    """What a topic holds of its source."""

    source: str
    bodies: list[bytes] = field(default_factory=list)
    stored_at_ms: list[int] = field(default_factory=list)
    waiting: dict[int, bytes] = field(default_factory=dict)
    """What came too early, by number. Whoever hears waits too, until what is missing is sent, and the rest again."""
    ignored: int = 0
    finding: Finding | None = None
    root: str | None = None
    stated: Root | None = None

    @property
    def tail_facts(self) -> int:
        """Facts that are younger than the last root that the source stated."""
        return len(self.bodies) - (self.stated.size if self.stated else 0)


Reading = Callable[[str, Record], Envelope]
"""How the envelope of a source's record is read. Raises `NotAFact` for what is none of its facts."""


def quickly(source: str, record: Record) -> Envelope:
    """By the envelope alone."""
    return envelope_from(source, record.value)


def as_hearers_do(source: str, record: Record) -> Envelope:
    """By everything that whoever hears looks at: key, owner, content."""
    return check(Topic("", source), record).envelope


def examine(source: str, records: Sequence[Record], roots: Sequence[Root]) -> History:
    """Read a topic from its first record, then hold it against what its source stated."""
    history = _examine(source, records, roots, quickly)
    return history if history.finding is None else _examine(source, records, roots, as_hearers_do)


def _examine(source: str, records: Iterable[Record], roots: Sequence[Root], read: Reading) -> History:
    history = History(source)
    streams: Counter[str] = Counter()
    for record in records:
        finding = _take(history, record, streams, read)
        if finding is not None and history.finding is None:
            history.finding = finding
            break
    if history.waiting and history.finding is None:
        missing = len(history.bodies) + 1
        history.finding = Finding("hole at", source, missing, max(missing, min(history.waiting) - 1))
    _hold_against(history, [root for root in roots if root.origin == source])
    return history


def _take(history: History, record: Record, streams: Counter[str], read: Reading) -> Finding | None:
    try:
        envelope = read(history.source, record)
    except NotAFact:
        history.ignored += 1
        return None
    number, body, last = envelope.fact_number, record.value or b"", len(history.bodies)
    fork = Finding("fork at", history.source, number, number)
    if number <= last:
        return None if history.bodies[number - 1] == body else fork
    if history.waiting.get(number, body) != body:
        return fork
    if number > last + 1:
        history.waiting[number] = body
        return None
    history.waiting.pop(number, None)
    streams[envelope.stream] += 1
    if envelope.version != streams[envelope.stream]:
        return fork
    history.bodies.append(body)
    history.stored_at_ms.append(record.stored_at_ms)
    return None


def _hold_against(history: History, roots: Sequence[Root]) -> None:
    """Every root that the source ever stated must be that of the facts up to its size."""
    tree, good = Tree(), 0
    for root in sorted(roots, key=lambda stated: stated.size):
        if root.size > len(history.bodies):
            missing = Finding("hole at", history.source, len(history.bodies) + 1, root.size)
            history.finding = history.finding or missing
            return
        while tree.size < root.size:
            tree.append(leaf_hash(history.bodies[tree.size]))
        history.stated, history.root = root, base64.b64encode(tree.root()).decode()
        if tree.root() != root.root:
            history.finding = history.finding or Finding(
                "root differs at", history.source, min(good + 1, root.size), root.size
            )
            return
        good = root.size


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
    expected = [(body, at_ms) for body, at_ms in told if read_envelope(body).stream == stream]
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
