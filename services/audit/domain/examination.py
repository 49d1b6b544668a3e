"""A topic read from its first record: numbers 1..N, streams without gaps, and the roots that were stated.

What no service would take is passed over, as they do. To see that of every record is slow, so it is done where the
quick look found something wrong: then the topic is read again with their eyes.
"""

import base64
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from shared.admission import Topic, check, envelope_from
from shared.event import Envelope, NotAFact
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
        look, place = self._look, 0
        while place < len(records) and look.history.finding is None:
            place = look.take_next(records, place, self._under_root)
            if place < len(records):
                look.take(records[place], quickly)
                place += 1
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

    def take_next(self, records: Sequence[Record], place: int, last_number: int) -> int:
        """From `place` on all that are the next facts, up to a number, by their heads. Says where that ends."""
        history, versions = self.history, self._versions
        for number in range(len(history.bodies) + 1, last_number + 1):
            if place == len(records) or history.waiting:
                break
            record = records[place]
            head = head_of(record.value)
            version = versions.get(head.subject, 0) + 1
            if head.factnumber != number or head.streamversion != version or head.source != history.source:
                break
            self._keep(head.subject, version, record)
            place += 1
        return place

    def _keep(self, stream: str, version: int, record: Record) -> None:
        self._versions[stream] = version
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
        version = self._versions.get(envelope.stream, 0) + 1
        if envelope.version != version:
            return self._fork(number)
        self._keep(envelope.stream, version, record)
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
