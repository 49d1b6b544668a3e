"""Any command of any service, made from its fields: few ids, few days, few codes, so that commands meet each other."""

from collections.abc import Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from hypothesis import strategies as st
from pydantic import BaseModel

from shared.decider import Command
from shared.ids import wire_id

DAYS = [date(2018, 10, 15), date(2018, 10, 31), date(2018, 11, 5), date(2019, 4, 1), date(2020, 2, 29)]
TEXTS: Mapping[str, list[str]] = {
    "provider": ["caritas", "drk"],
    "recipient": ["caritas", "drk"],
    "to_provider": ["caritas", "drk"],
    "closed_by": ["caritas", "drk"],
    "providers": ["caritas", "drk"],
    "house": ["klausing", "sandloch"],
    "covers": ["klausing", "sandloch"],
    "near": ["klausing", "sandloch"],
    "languages": ["ar", "ti"],
    "table_version": ["2018q4.1", "2018q4.2"],
    "district": ["town"],
    "solver": ["ortools"],
    "input_sha256": ["0" * 64],
    "rule_version": ["1", "2"],
    "language": ["ar", "de"],
    "nationality": ["SY", "not_stated"],
    "payment_ref": ["b1", "b2"],
    "notice_ref": ["n1"],
    "receipt_ref": ["r1", "r2"],
    "payee": ["worker-7"],
    "kept_in": ["folder-1"],
    "report_sha256": ["0" * 64],
    "office": ["jobcenter"],
}
PAIRS: Mapping[str, tuple[list[str], list[Any]]] = {
    "to": (
        [str(wire_id("staff", "1")), str(wire_id("staff", "2"))],
        [(wire_id("case", "1"),), (wire_id("case", "2"),)],
    ),
    "houses": (TEXTS["house"], [*TEXTS["provider"], ("caritas", "drk"), ("drk",)]),
    "shares": (TEXTS["provider"], [50, 100]),
    "prices": (TEXTS["provider"], [0, 120]),
    "planned": (TEXTS["provider"], [5, 20]),
    "places": (TEXTS["provider"], [20, 40]),
    "cut": (["urn:fallbuch:weinheim:intake"], [0, 7]),
}
NUMBERS: Mapping[str, list[int]] = {
    **{key: [0, 400] for key in ("language", "needs", "site", "continuity", "wish", "balance", "drift")},
    **{key: [1, 6] for key in ("share_least", "share_most", "share_tolerance", "samples", "seed")},
    **{key: [0, 4] for key in ("interpreter_hours_per_person", "interpreter_price")},
    "fte_hundredths": [25, 50, 100],
    "birth_year": [1980, 2018],
    "plan_version": [1, 2],
    "persons_reached": [1, 3],
    "cap_cents": [29_400_000],
    "budget_year": [2018, 2019],
}
IDS: Mapping[str, int] = {"person": 5, "case": 3, "position": 3}
"""How many things of a kind there are; two of all others."""
ANY_CENTS = [1, 100, 6_400_000]


def wishes(kind: type[Command]) -> st.SearchStrategy[Command]:
    """Commands of a kind that pass its own checks."""
    return st.fixed_dictionaries(_fields(kind)).map(lambda values: _made(kind, values)).filter(bool)  # type: ignore[return-value]


def _made(kind: type[BaseModel], values: dict[str, Any]) -> BaseModel | None:
    try:
        return kind.model_validate(values)
    except ValueError:
        return None


def _fields(kind: type[BaseModel]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: _values(name, field.annotation) for name, field in kind.model_fields.items()}


def _values(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a field, by its type first and its name second."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _values(name, inner[0])
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, UnionType):
        return st.one_of([_values(name, each) for each in inner])
    if origin is tuple:
        return st.lists(_values(name, inner[0]), min_size=1, max_size=3, unique=True).map(tuple)
    if origin is dict:
        keys, values = PAIRS[name]
        return st.dictionaries(st.sampled_from(keys), st.sampled_from(values), min_size=1)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return st.fixed_dictionaries(_fields(annotation)).map(lambda each: _made(annotation, each)).filter(bool)
    return st.sampled_from(_plain(name, annotation))


def _plain(name: str, annotation: type) -> list[Any]:
    if annotation is UUID:
        return [wire_id(_kind(name), str(number)) for number in range(1, IDS.get(_kind(name), 2) + 1)]
    if annotation is int:
        return list(NUMBERS.get(name, ANY_CENTS))
    plain: dict[type, list[Any]] = {
        date: DAYS,
        bool: [True, False],
        NoneType: [None],
        str: TEXTS.get(name, ["a text"]),
    }
    return plain[annotation]


def _kind(name: str) -> str:
    """What a field refers to: `from_position` a position, `persons` a person."""
    return (
        name.removeprefix("from_")
        .removeprefix("to_")
        .removeprefix("into_")
        .removeprefix("merged_")
        .removesuffix("_id")
        .removesuffix("_ref")
        .removesuffix("s")
    )
