"""The RFC 6962 tree over a source's facts, kept as its frontier: O(log n) to grow, nothing to store.

Roots are stated as the text of a C2SP checkpoint: origin, size, root in base64, a line each.
"""

import base64
import hashlib
from dataclasses import dataclass, field


def leaf_hash(body: bytes) -> bytes:
    """SHA-256(0x00 || body), RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right), RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Tree:
    """The roots of the full subtrees from left to right; their sizes are the binary digits of `size`."""

    size: int = 0
    frontier: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        node, carry = leaf, self.size
        while carry & 1:
            node = node_hash(self.frontier.pop(), node)
            carry >>= 1
        self.frontier.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves; of an empty tree SHA-256 of nothing."""
        if not self.frontier:
            return hashlib.sha256(b"").digest()
        node = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            node = node_hash(left, node)
        return node


@dataclass(frozen=True)
class Root:
    """A statement: so many facts of this source have this root."""

    origin: str
    size: int
    root: bytes

    def note(self) -> bytes:
        """The note's text (C2SP tlog-checkpoint), not signed yet."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


def read_note(note: bytes) -> Root:
    """The statement in a note. Raises `ValueError` if it is none."""
    origin, size, root, end = note.decode().split("\n", 3)
    if end or not origin or not size.isascii() or not size.isdigit() or (size.startswith("0") and size != "0"):
        raise ValueError("not a checkpoint")
    value = base64.b64decode(root, validate=True)
    if len(value) != hashlib.sha256().digest_size:
        raise ValueError("not a checkpoint")
    return Root(origin, int(size), value)
