"""One damage at one place of a fact's bytes: what a sender's mistake, another program or a bad disk would do."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

Path = tuple[str | int, ...]
Damage = tuple[str, bytes]

GONE = object()
OTHERS: dict[str, Callable[[Any], Any]] = {
    "gone": lambda _: GONE,
    "nothing": lambda _: None,
    "true": lambda _: True,
    "list around it": lambda value: [value],
    "object": lambda _: {},
    "empty": lambda _: "",
    "zero": lambda _: 0,
    "negative": lambda _: -1,
    "fraction": lambda value: value + 0.5 if isinstance(value, int) else 1.5,
    "whole float": lambda value: float(value) if isinstance(value, int) else 1.0,
    "huge": lambda _: 10**30,
    "beyond the database": lambda _: 2**63,
    "beyond a double": lambda _: 2**53 + 1,
    "as text": str,
    "as number": lambda value: int(value) if str(value).isdigit() else 7,
    "seconds since 1970": lambda _: "1541376000",
    "with NUL": lambda value: f"{value}\x00",
    "with a blank": lambda value: f" {value}",
    "with a line end": lambda value: f"{value}\n",
    "not composed": lambda value: f"{value}e\u0301",
    "half a pair": lambda value: f"{value}\ud800",
    "turned round": lambda value: f"{value}\u202e",
    "other digits": lambda value: str(value).translate({48 + n: 0x660 + n for n in range(10)}),
    "in capitals": lambda value: str(value).upper(),
    "in braces": lambda value: f"{{{value}}}",
    "without hyphens": lambda value: str(value).replace("-", ""),
    "long": lambda value: str(value) * 400,
    "one less": lambda value: value - 1 if isinstance(value, int) else str(value)[:-1],
    "one more": lambda value: value + 1 if isinstance(value, int) else f"{value}0",
    "the moon's": lambda _: "moon",
}
ENVELOPE: dict[str, list[Any]] = {
    "source": ["urn:fallbuch:weinheim:audit", "urn:fallbuch:elsewhere:intake"],
    "subject": ["case-1", "told-drk", "moon-1"],
    "type": ["MoonSeen", "CaseRegistered", "FundsReceived"],
    "dataschema": ["urn:fallbuch:schema:MoonSeen:1", "urn:fallbuch:schema:CaseRegistered:99"],
    "time": ["2018-11-05T08:00:00Z", "2018-11-05 08:00:00.250Z", "9999-12-31T23:59:59.999Z", "2018-W45-1T08:00:00Z"],
    "effectiveon": ["2018-02-30", "20181105", "0001-01-01", "2018-11-05T00:00:00"],
}


def places(value: Any, here: Path = ()) -> Iterator[Path]:
    """The path of everything that lies in a JSON value, the outermost first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield (*here, name)
        yield from places(each, (*here, name))


def damages(body: bytes) -> st.SearchStrategy[Damage]:
    """Damages of these bytes, each with its name."""
    document = json.loads(body)
    everywhere = st.sampled_from(list(places(document)))
    changed = st.builds(lambda place, how: _changed(document, place, how), everywhere, st.sampled_from(sorted(OTHERS)))
    spots = st.integers(0, len(body) - 1)
    return st.one_of(
        changed,
        st.sampled_from([(name, value) for name, values in ENVELOPE.items() for value in values]).map(
            lambda named: (f"{named[0]}: {named[1]}", written(document | {named[0]: named[1]}))
        ),
        everywhere.map(lambda place: _added(document, place)),
        everywhere.map(lambda place: _swapped(document, place)),
        spots.map(lambda spot: (f"cut at {spot}", body[:spot])),
        st.builds(
            lambda spot, bit: (f"bit {bit} at {spot}", body[:spot] + bytes([body[spot] ^ 1 << bit]) + body[spot + 1 :]),
            spots,
            st.integers(0, 7),
        ),
        spots.map(lambda spot: (f"twice from {spot}", body[:spot] + body[spot:] * 2)),
        st.sampled_from([b" ", b"\n", b"\x00", b"\xef\xbb\xbf", b"{}"]).flatmap(
            lambda more: st.sampled_from([(f"{more!r} before", more + body), (f"{more!r} behind", body + more)])
        ),
        st.just(("keys in another order", written(dict(reversed(document.items()))))),
        st.just(("another encoding", body.decode().encode("utf-16"))),
    )


def written(document: Mapping[str, Any]) -> bytes:
    """As JSON, with all that a careless program would let through."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _changed(document: Any, place: Path, how: str) -> Damage:
    return f"{place}: {how}", written(_with(document, place, OTHERS[how]))


def _added(document: Any, place: Path) -> Damage:
    """One more field where there are fields, one more element where there are elements."""

    def add(value: Any) -> Any:
        if isinstance(value, dict):
            return value | {"surprise": 1}
        return [*value, *value[:1]] if isinstance(value, list) else [value, value]

    return f"{place}: more", written(_with(document, place, add))


def _swapped(document: Any, place: Path) -> Damage:
    """Two neighbours have changed places."""

    def swap(value: Any) -> Any:
        if isinstance(value, dict) and len(value) > 1:
            names = sorted(value)
            return value | {names[0]: value[names[1]], names[1]: value[names[0]]}
        return value[::-1] if isinstance(value, list | str) else value

    return f"{place}: swapped", written(_with(document, place, swap))


def _with(value: Any, place: Path, change: Callable[[Any], Any]) -> Any:
    """A copy with one place changed."""
    if not place:
        return change(value)
    first, rest = place[0], place[1:]
    inner = dict(value) if isinstance(value, dict) else dict(enumerate(value))
    inner[first] = _with(inner[first], rest, change)
    kept = {name: each for name, each in inner.items() if each is not GONE}
    return kept if isinstance(value, dict) else list(kept.values())
