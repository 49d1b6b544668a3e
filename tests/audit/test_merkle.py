"""The tree is RFC 6962's, by another library; a note is read back, and nothing else is read as one."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from shared.merkle import Root, Tree, leaf_hash, node_hash, read_note

SIZES = 131
BODIES = [f"fact {number}".encode() for number in range(SIZES)]
ORIGIN = "urn:fallbuch:weinheim:intake"


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(naive(leaves[:half]), naive(leaves[half:]))


def test_every_root_is_that_of_the_standard() -> None:
    ours, theirs = Tree(), InmemoryTree(algorithm="sha256")
    for size in range(SIZES):
        assert (ours.size, ours.root()) == (size, naive([leaf_hash(body) for body in BODIES[:size]]))
        if size:
            assert ours.root() == theirs.get_root(size)
        theirs.append_entry(BODIES[size])
        ours.append(leaf_hash(BODIES[size]))


def test_a_leaf_is_no_node() -> None:
    """Without the first byte a pair of hashes could be shown as a fact."""
    pair = leaf_hash(b"a") + leaf_hash(b"b")
    assert leaf_hash(pair) != node_hash(pair[:32], pair[32:])
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(size=st.integers(0, 2**53), root=st.binary(min_size=32, max_size=32))
def test_a_note_is_read_as_it_was_written(size: int, root: bytes) -> None:
    assert read_note(Root(ORIGIN, size, root).note()) == Root(ORIGIN, size, root)


GOOD = Root(ORIGIN, 12, bytes(range(32))).note()


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        b"\n\n\n",
        GOOD[:-1],
        GOOD + b"\n",
        GOOD + b"\xe2\x80\x94 intake c2lnbmF0dXJl\n",
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"12", b"012"),
        GOOD.replace(b"12", b"-12"),
        GOOD.replace(b"12", b"+12"),
        GOOD.replace(b"12", b" 12"),
        GOOD.replace(b"12", b"1_2"),
        GOOD.replace(b"12", "¹²".encode()),
        GOOD.replace(b"12", b""),
        GOOD.replace(b"12", b"9" * 5000),
        GOOD.replace(ORIGIN.encode(), b""),
        GOOD.replace(ORIGIN.encode(), b"\xff"),
        GOOD.replace(b"AAEC", b"AAE"),
        GOOD.replace(b"AAEC", b""),
        GOOD.replace(b"AAEC", b"AA*C"),
        GOOD.replace(b"AAEC", b"AAECAAEC"),
        GOOD.replace(b"=\n", b"\n"),
    ],
    ids=lambda note: f"{note!r:.60}",
)
def test_what_is_no_note_is_not_read_as_one(note: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of whichever step)
        read_note(note)


@given(st.binary(max_size=120))
def test_no_bytes_do_more_than_be_refused(note: bytes) -> None:
    try:
        read_note(note)
    except ValueError:
        return
