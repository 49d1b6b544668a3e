"""Is a topic the whole history of its source? Numbers 1..N, streams without gaps, and the roots that were stated.

Pure: records in, findings out. What no service would take is passed over, as they do. To see that of every record is
slow, so it is done where the quick look found something wrong: then the topic is read again with their eyes.
"""

import base64
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

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


class Head(msgspec.Struct, gc=False):
    """Of which source, stream and number a fact is."""

    source: str
    subject: str
    factnumber: int
    streamversion: int


NOBODY = Head("", "", 0, 0)
Reading = Callable[[str, Record], Envelope]
"""How the envelope of a source's record is read. Raises `NotAFact` for what is none of its facts."""


def quickly(source: str, record: Record) -> Envelope:
    """By the envelope alone."""
    return envelope_from(source, record.value)


def as_hearers_do(source: str, record: Record) -> Envelope:
    """By everything that whoever hears looks at: key, owner, content."""
    return check(Topic("", source), record).envelope


def head_of(body: bytes | None) -> Head:
    """What the head says, without a look at the rest; of what is no JSON, that it is nobody's."""
    try:
        return HEAD.decode(body or b"")
    except msgspec.MsgspecError:
        return NOBODY


def examine(source: str, records: Sequence[Record], roots: Sequence[Root]) -> History:
    """A topic from its first record, held against what its source stated."""
    examination = Examination(source, roots)
    examination.take(records)
    return examination.end()


class Examination:
    """Takes a topic from its first record on, a part at a time.

    For the bytes of the next fact in order its root vouches, so of them only the head is read. Everything else, and
    what no root was stated over yet, is read in full.
    """

    def __init__(self, source: str, roots: Sequence[Root]) -> None:
        self._stated = sorted((root for root in roots if root.origin == source), key=lambda root: root.size)
        self._under_root = self._stated[-1].size if self._stated else 0
        self._records: list[Record] = []
        self._look = Look(source, self._stated)

    def take(self, records: Sequence[Record]) -> None:
        """The next records, as they lie in the topic."""
        self._records += records
        look, history = self._look, self._look.history
        if history.finding is not None:
            return
        for record in records:
            head = head_of(record.value)
            if len(history.bodies) < self._under_root and look.is_next(head):
                look.keep(head.subject, record)
            elif not look.take(record, quickly):
                return
        look.hold_against_roots()

    def end(self) -> History:
        """What the topic holds. If something is wrong with it, it is read once more with the eyes of who hears."""
        if self._look.end().finding is None:
            return self._look.history
        careful = Look(self._look.history.source, self._stated)
        for record in self._records:
            if not careful.take(record, as_hearers_do):
                break
        return careful.end()


class Look:
    """One look through a topic."""

    def __init__(self, source: str, roots: Sequence[Root]) -> None:
        self.history = History(source)
        self._versions: dict[str, int] = {}
        self._roots, self._tree, self._good = deque(roots), Tree(), 0

    def is_next(self, head: Head) -> bool:
        """Whether this is the fact that follows the last, with nothing between them that waits."""
        history = self.history
        return (
            head.factnumber == len(history.bodies) + 1
            and head.streamversion == self._versions.get(head.subject, 0) + 1
            and head.source == history.source
            and not history.waiting
        )

    def keep(self, stream: str, record: Record) -> None:
        self._versions[stream] = self._versions.get(stream, 0) + 1
        self.history.bodies.append(record.value or b"")
        self.history.stored_at_ms.append(record.stored_at_ms)

    def take(self, record: Record, read: Reading) -> bool:
        """Any record. False if something is wrong now: then nothing is looked at that comes after."""
        history = self.history
        try:
            envelope = read(history.source, record)
        except NotAFact:
            history.ignored += 1
            return True
        number, body, last = envelope.fact_number, record.value or b"", len(history.bodies)
        if number <= last:
            return history.bodies[number - 1] == body or self._fork(number)
        if history.waiting.get(number, body) != body:
            return self._fork(number)
        if number > last + 1:
            history.waiting[number] = body
            return True
        history.waiting.pop(number, None)
        if envelope.version != self._versions.get(envelope.stream, 0) + 1:
            return self._fork(number)
        self.keep(envelope.stream, record)
        return True

    def _fork(self, number: int) -> bool:
        self.history.finding = Finding("fork at", self.history.source, number, number)
        return False

    def hold_against_roots(self) -> None:
        """Every root that the source ever stated must be that of the facts up to its size, as far as they have come."""
        history, tree = self.history, self._tree
        while self._roots:
            root = self._roots[0]
            for body in history.bodies[tree.size : root.size]:
                tree.append(leaf_hash(body))
            if tree.size < root.size:
                return
            self._roots.popleft()
            history.stated, history.root = root, base64.b64encode(tree.root()).decode()
            if tree.root() != root.root:
                first = min(self._good + 1, root.size)
                self._find("root differs at", first, root.size)
                self._roots.clear()
            self._good = root.size

    def end(self) -> History:
        """After the last record: nothing waits any more, and no root speaks of what did not come."""
        history = self.history
        next_number = len(history.bodies) + 1
        if history.waiting:
            self._find("hole at", next_number, max(next_number, min(history.waiting) - 1))
        self.hold_against_roots()
        if self._roots:
            self._find("hole at", next_number, self._roots[0].size)
        return history

    def _find(self, kind: str, first: int, last: int) -> None:
        """The first thing that is wrong counts."""
        history = self.history
        history.finding = history.finding or Finding(kind, history.source, first, last)


HEAD = msgspec.json.Decoder(Head)


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
