"""Bodies of requests, read strictly: JSON in UTF-8, no key twice, bounded in every direction, nothing unknown."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.field_rules import broken_by
from shared.known_fields import names_of
from shared.problems import Broken, Declined, NotUnderstood, Sentence, Where

DEPTH_LIMIT = 20
DIGITS_LIMIT = 100
"""Of one number: more than any number of ours, less than what makes a parser slow."""
KEYS_LIMIT = 200
"""Keys of one object."""
ARRAY_LIMIT = 1_000
CHARACTERS_LIMIT = 10_000
"""Of one text."""

M = TypeVar("M", bound=BaseModel)


class _KeyTwice(Exception):
    """The key that stands twice in one object."""


async def parsed(request: Request, kind: type[M]) -> M:
    """The body as a command. Raises `Declined` for another content type, `NotUnderstood` with the fields at fault."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Declined("unsupported", "The body must not be compressed.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Declined("unsupported", "The body must be application/json.")
    body = await request.body()
    document = read_json(body, names_of(kind))
    faults = _in_path(request.path_params, kind)
    try:
        command = kind.model_validate_json(body)
    except ValidationError as error:
        errors = error.errors(include_input=False, include_url=False)
        within = [{**each, "loc": ("body", *each["loc"])} for each in errors]
        raise NotUnderstood(faults + broken_by(within, document, kind)) from None
    if faults:
        raise NotUnderstood(faults)
    _same_as_in_path(request.path_params, command)
    return command


def read_json(body: bytes, known: frozenset[str]) -> Any:
    """What the body holds. Raises `NotUnderstood` with one cause: encoding, form, a key twice, depth, or a size.

    Of keys that stand twice only a `known` one is named.
    """
    try:
        document = json.loads(  # numbers are left to pydantic, however long they are
            body.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number,
            parse_int=_left_out, parse_float=_left_out,
        )  # fmt: skip
    except UnicodeDecodeError:
        raise _whole("encoding", "The body must be written in UTF-8.") from None
    except _KeyTwice as error:
        key = str(error) if str(error) in known else ""
        raise _fault("body", key, "key_twice", "An object in the body names a key twice.") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise _whole("json", "The body must be JSON.") from None
    _check_size(document)
    return document


def _check_size(document: Any) -> None:
    """Depth, keys, entries and characters, level by level."""
    level: list[Any] = [document]
    for _ in range(DEPTH_LIMIT):
        level = [inner for node in level for inner in _within(node)]
    for node in level:
        if isinstance(node, dict | list):
            raise _too_deep()
        _within(node)


def _within(node: Any) -> list[Any]:
    """What lies in a list or an object. Looks at the node itself: its keys, its entries, its characters."""
    if isinstance(node, dict):
        _check_length(len(node), KEYS_LIMIT, "too_many", "An object in the body has more than {limit} keys.")
        return [*node, *node.values()]
    if isinstance(node, list):
        _check_length(len(node), ARRAY_LIMIT, "too_many", "A list in the body has more than {limit} entries.")
        return node
    if isinstance(node, str):
        _check_text(node)
    return []


def _check_text(text: str) -> None:
    _check_length(len(text), CHARACTERS_LIMIT, "too_long", "A text in the body has more than {limit} characters.")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise _whole("text", "A text in the body holds half a character (a lone surrogate).")


def _check_length(length: int, limit: int, rule: str, sentence: str) -> None:
    if length > limit:
        raise _whole(rule, sentence, limit=limit)


def _too_deep() -> NotUnderstood:
    return _whole("too_deep", "The body is nested more than {limit} levels deep.", limit=DEPTH_LIMIT)


def _whole(rule: str, sentence: str, **values: object) -> NotUnderstood:
    """A fault of the body as a whole."""
    return NotUnderstood([Broken("body", "", rule, (Sentence(sentence, values),))])


def _fault(where: Where, field: str, rule: str, sentence: str) -> NotUnderstood:
    return NotUnderstood([Broken(where, field, rule, (Sentence(sentence),))])


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _KeyTwice(key)
        found[key] = value
    return found


def _left_out(number: str) -> None:
    if len(number) > DIGITS_LIMIT:
        raise _whole("number_range", "A number in the body has more than {limit} digits.", limit=DIGITS_LIMIT)


def _no_number(text: str) -> None:
    raise ValueError


def _in_path(path: Mapping[str, str], kind: type[BaseModel]) -> list[Broken]:
    """Faults of the ids in the path, each by the rule of the field that it names."""
    errors: list[dict[str, Any]] = []
    for name, text in path.items():
        try:
            _field(kind, name).validate_python(text, strict=False)
        except ValidationError as error:
            found = error.errors(include_input=False, include_url=False)[0]
            errors.append({**found, "loc": ("path", name)})
    return broken_by(errors)


def _same_as_in_path(path: Mapping[str, str], command: BaseModel) -> None:
    for name, text in path.items():
        if _field(type(command), name).validate_python(text, strict=False) != getattr(command, name):
            raise _fault("path", name, "same", "is not the same in the path and in the body")


@cache
def _field(kind: type[BaseModel], name: str) -> TypeAdapter[Any]:
    """One field of a command, to check an id in a path like the same id in a body."""
    field = kind.model_fields[name]
    return TypeAdapter(Annotated[field.annotation, field])  # type: ignore[arg-type]
