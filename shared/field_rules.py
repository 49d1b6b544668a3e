"""From pydantic's errors to rules of ours: a code, a plain sentence, and a field that repeats nothing of the caller."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from shared.errors import Unfit
from shared.known_fields import names_at, names_of
from shared.problems import Broken, Sentence, Where

FAULTS_LIMIT = 10


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
FOR_ONE: Mapping[str, Rule] = {
    "string_too_short": Rule("too_short", "must have at least one character"),
    "too_short": Rule("too_few", "must have at least one entry"),
}
"""What is said where the bound is 1."""
UNKNOWN: Mapping[tuple[str, bool, bool], str] = {
    ("field", True, True): "there is a field that is not known here; known are: {known}",
    ("field", False, True): "there are {many} fields that are not known here; known are: {known}",
    ("field", True, False): "no field is known here",
    ("field", False, False): "no field is known here",
    ("parameter", True, True): "there is a parameter that is not known here; known are: {known}",
    ("parameter", False, True): "there are {many} parameters that are not known here; known are: {known}",
    ("parameter", True, False): "no parameter is known here",
    ("parameter", False, False): "no parameter is known here",
}
"""By what it is, whether it is one alone, and whether any are known."""
FORMS: Mapping[str, str] = {
    r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$": "must be 1 to 64 letters A-Z, digits or . _ / - and begin with no sign",
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$": (
        "must be an id, 1 to 64 letters A-Z, digits or . _ - without blanks, and begin with no sign"
    ),
    r"^[a-z][a-z0-9]{0,31}$": "must be an id of a provider, 1 to 32 small letters and digits",
    r"^([A-Z]{2}|not_stated)$": "must be a country in two capital letters, or not_stated",
    r"^([a-z]{2,3}|not_stated)$": "must be a language in two or three small letters (ISO 639), or not_stated",
    r"^[a-z]{2,3}$": "must be a language in two or three small letters (ISO 639)",
    r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": "must be a UUID in small letters",
    r"^[a-z0-9/-]+$": "must be the name of an amount, as settlement/caritas",
    r'^"[0-9]{1,15}"$': 'must be one version in quotes, as "3"',
    r"^[!-~]+$": "must be written in letters, digits and signs of ASCII, without blanks",
    r"^[A-Za-z0-9._/-]+$": "must be the name of a stream",
    r"^[0-9a-f]{64}$": "must be a SHA-256, 64 digits and letters a-f",
    r"^urn:fallbuch:[a-z0-9:-]{1,120}$": "must be a source, as urn:fallbuch:weinheim:intake",
}
"""In words, what a pattern asks for."""


def broken_by(
    errors: Sequence[Mapping[str, Any]], document: Any = None, kind: type[BaseModel] | None = None
) -> list[Broken]:
    """What pydantic or FastAPI found, at most ten, each field once.

    `document` is the body that was looked at and `kind` what it was to be; both None where the names in the errors are
    ours alone. A list that seems empty because all of its entries are faulty is no fault of its own.
    """
    known = names_of(kind) if kind else None
    found: dict[tuple[Where, str], Broken] = {}
    for error in errors:
        if error["type"] == "extra_forbidden":
            continue
        where, *place = error["loc"]
        node, field = _walk(place, document, known)
        if error["type"] == "too_short" and isinstance(node, list) and len(node) >= error["ctx"]["min_length"]:
            continue
        code, sentence = rule_of(error)
        before = found.get((where, field))
        if before is None:
            found[where, field] = Broken(where, field, code, (sentence,))
        elif sentence not in before.sentences:
            found[where, field] = before._replace(sentences=(*before.sentences, sentence))
    strange = _unknown_fields(errors, document, kind) if kind else []
    return [*found.values(), *strange][:FAULTS_LIMIT]


def _unknown_fields(errors: Sequence[Mapping[str, Any]], document: Any, kind: type[BaseModel]) -> Iterator[Broken]:
    """One fault for each object that holds such fields."""
    counted = Counter(error["loc"][:-1] for error in errors if error["type"] == "extra_forbidden")
    for (where, *place), many in counted.items():
        _, field = _walk(place, document, names_of(kind))
        yield Broken(where, field, "unknown_field", (unknown("field", many, names_at(kind, place)),))


def unknown(what: Literal["field", "parameter"], many: int, known: Sequence[str]) -> Sentence:
    """That names are not known, and which are: a name that the caller made up could be a person's."""
    text = UNKNOWN[what, many == 1, bool(known)]
    values = {"many": many, "known": ", ".join(known)}
    return Sentence(text, {name: values[name] for name in re.findall(r"{(\w+)}", text)})


def rule_of(error: Mapping[str, Any]) -> tuple[str, Sentence]:
    """Code and sentence. Of what pydantic says only bounds of ours are taken, never what was sent."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        why = context["error"]
        return why.code if isinstance(why, Unfit) else OTHER.code, Sentence(str(why))
    if kind == "string_pattern_mismatch":
        return "form", Sentence(FORMS.get(context["pattern"], OTHER.text))
    rule = FOR_ONE[kind] if kind in FOR_ONE and context["min_length"] == 1 else RULES.get(kind, OTHER)
    return rule.code, Sentence(rule.text, dict(_bounds(rule.text, context)))


def _bounds(text: str, context: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name in re.findall(r"{(\w+)}", text):
        value = context[name]
        if name == "expected":
            value = ", ".join(re.findall(r"'([^']*)'", value))
        yield name, value


def _walk(place: Sequence[Any], node: Any, known: frozenset[str] | None) -> tuple[Any, str]:
    """The node that an error is about, and its field. Keys that the caller chose are counted, not repeated."""
    if known is None:
        return None, ".".join(map(str, place))
    parts: list[str] = []
    for part in place:
        if isinstance(part, int):
            parts.append(str(part))
        elif part in known:
            parts.append(part)
        elif isinstance(node, dict) and part in node:
            parts.append(str(list(node).index(part)))
        else:
            continue  # a branch of a union, or the mark of a key
        node = _below(node, part)
    return node, ".".join(parts)


def _below(node: Any, part: str | int) -> Any:
    try:
        return node[part]
    except (KeyError, IndexError, TypeError):
        return None
