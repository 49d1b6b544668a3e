"""From pydantic's errors to rules of ours: a code, a plain sentence, and a field that repeats nothing of the caller."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from shared.problems import Broken, Sentence, Where

FAULTS_LIMIT = 10
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}", re.ASCII)
"""What an unknown field may look like to be named. Anything else could be a value."""


class Rule(NamedTuple):
    """A code for programs, and an English sentence without its subject; `{}` are values that pydantic gives."""

    code: str
    text: str


TEXT = Rule("text", "must be a text")
WHOLE_NUMBER = Rule("whole_number", "must be a whole number")
UUID_ = Rule("uuid", "must be a UUID")
DAY = Rule("day", "must be a day that exists, written YYYY-MM-DD")
LIST = Rule("list", "must be a list")
OBJECT = Rule("object", "must be an object")
OTHER = Rule("invalid", "is not what is asked for here")

RULES: Mapping[str, Rule] = {
    "json_invalid": Rule("json", "The body must be JSON."),
    "missing": Rule("missing", "is missing"),
    "extra_forbidden": Rule("unknown_field", "is not known here"),
    "string_type": TEXT,
    "string_unicode": TEXT,
    "string_too_short": Rule("too_short", "must have at least {min_length} characters"),
    "string_too_long": Rule("too_long", "must have at most {max_length} characters"),
    "int_type": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_parsing_size": Rule("number_range", "is too large a number"),
    "greater_than_equal": Rule("range", "must be at least {ge}"),
    "less_than_equal": Rule("range", "must be at most {le}"),
    "less_than": Rule("range", "must be less than {lt}"),
    "literal_error": Rule("choice", "must be one of: {expected}"),
    "uuid_type": UUID_,
    "uuid_parsing": UUID_,
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "tuple_type": LIST,
    "list_type": LIST,
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "too_short": Rule("too_few", "must have at least {min_length} entries"),
    "too_long": Rule("too_many", "must have at most {max_length} entries"),
}
FORMS: Mapping[str, str] = {
    r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$": "must be 1 to 64 letters A-Z, digits or . _ / - and begin with no sign",
    r"^[a-z][a-z0-9]{0,31}$": "must be an id of a provider, 1 to 32 small letters and digits",
    r"^([A-Z]{2}|not_stated)$": "must be a country in two capital letters, or not_stated",
    r'^"[0-9]{1,15}"$': 'must be one version in quotes, as "3"',
    r"^[!-~]+$": "must be written in letters, digits and signs of ASCII, without blanks",
    r"^[A-Za-z0-9._/-]+$": "must be the name of a stream",
}
"""In words, what a pattern asks for."""


def broken_by(
    errors: Sequence[Mapping[str, Any]], document: Any = None, known: frozenset[str] | None = None
) -> list[Broken]:
    """What pydantic or FastAPI found, at most ten, each field once.

    `document` is the body that was looked at and `known` the names of its fields; both None where the names in the
    errors are ours alone. A list that seems empty because all of its entries are faulty is no fault of its own.
    """
    found: dict[tuple[Where, str], Broken] = {}
    for error in errors:
        where, *place = error["loc"]
        node, field = _walk(place, document, known, error["type"] == "extra_forbidden")
        if error["type"] == "too_short" and isinstance(node, list) and len(node) >= error["ctx"]["min_length"]:
            continue
        code, sentence = rule_of(error)
        before = found.get((where, field))
        if before is None:
            found[where, field] = Broken(where, field, code, (sentence,))
        elif sentence not in before.sentences:
            found[where, field] = before._replace(sentences=(*before.sentences, sentence))
    return list(found.values())[:FAULTS_LIMIT]


def rule_of(error: Mapping[str, Any]) -> tuple[str, Sentence]:
    """Code and sentence. Of what pydantic says only bounds of ours are taken, never what was sent."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return "rule", Sentence(str(context["error"]))
    if kind == "string_pattern_mismatch":
        return "form", Sentence(FORMS.get(context["pattern"], OTHER.text))
    rule = RULES.get(kind, OTHER)
    return rule.code, Sentence(rule.text, dict(_bounds(rule.text, context)))


def _bounds(text: str, context: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name in re.findall(r"{(\w+)}", text):
        value = context[name]
        if name == "expected":
            value = ", ".join(re.findall(r"'([^']*)'", value))
        yield name, value.isoformat() if isinstance(value, date) else value


def _walk(place: Sequence[Any], node: Any, known: frozenset[str] | None, unknown: bool) -> tuple[Any, str]:
    """The node that an error is about, and its field. Keys that the caller chose are counted, not repeated."""
    if known is None:
        return None, ".".join(map(str, place))
    parts: list[str] = []
    for number, part in enumerate(place):
        last = unknown and number == len(place) - 1
        if isinstance(part, int):
            parts.append(str(part))
        elif part in known:
            parts.append(part)
        elif last:
            parts.append(plain(part))
        elif isinstance(node, dict) and part in node:
            parts.append(str(list(node).index(part)))
        else:
            continue  # a branch of a union, or the mark of a key
        node = _below(node, part)
    return node, ".".join(part for part in parts if part)


def _below(node: Any, part: str | int) -> Any:
    try:
        return node[part]
    except (KeyError, IndexError, TypeError):
        return None


def plain(name: str) -> str:
    """A name of the caller's, if it is so plain that it can only be meant as a name."""
    return name if PLAIN_NAME.fullmatch(name) else ""
