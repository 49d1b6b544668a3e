"""Codes that facts and commands share. `not_stated` is a value everywhere: nobody has to answer."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

from shared.errors import Unfit
from shared.money import CENTS_LIMIT

Sex = Literal["f", "m", "d", "not_stated"]
HouseholdRole = Literal["head", "partner", "child", "other", "not_stated"]
ResidenceClass = Literal["permit", "tolerated", "pending", "other", "not_stated"]
Channel = Literal["office", "outreach", "phone", "messenger", "not_stated"]
DurationBand = Literal["to_15", "to_30", "to_60", "over_60", "not_stated"]
Topic = Literal[
    "housing",
    "work",
    "german",
    "training",
    "childcare",
    "school",
    "benefits",
    "offices",
    "asylum_law",
    "debts",
    "protected",
    "other",
    "not_stated",
]
Language = Annotated[str, Field(pattern=r"^([a-z]{2,3}|not_stated)$")]
LanguageLevel = Literal["none", "basic", "good", "fluent", "not_stated"]
YesNo = Literal["yes", "no", "not_stated"]
Urgency = Literal["low", "normal", "high", "not_stated"]
Purpose = Literal["counselling", "sharing", "volunteer"]
JoinCause = Literal["birth", "arrival", "other", "not_stated"]
LeaveCause = Literal["moved_out", "death", "left_town", "other", "not_stated"]
Ground = Literal[
    "same_name", "swapped_names", "transliteration", "similar_name", "same_birth_date", "similar_birth_date",
    "papers", "stated",
]  # fmt: skip
"""Why two entries are held to be one person: what was compared, what papers show, what the person says."""
ReasonCode = Literal["capacity", "language", "continuity", "wish", "conflict", "other"]
QualificationClass = Literal["degree", "vocational"]
Band = Literal["green", "amber", "red"]

Nationality = Annotated[str, Field(pattern=r"^([A-Z]{2}|not_stated)$")]
BirthYear = Annotated[int, Field(ge=1890, le=2200)] | Literal["not_stated"]
ProviderId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,31}$")]
Written = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$")]
"""An id that stays as written, as facts may hold it: a notice, a payment, a receipt. No blank: with one it would be
free text, and names would follow."""
Label = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""One that also stands in addresses, and so has no slash: a house, a rule version, as commands take it."""
Cents = Annotated[int, Field(ge=0, lt=CENTS_LIMIT)]
FteHundredths = Annotated[int, Field(ge=1, le=100_000)]


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _written_out(day: object, asked: ValidationInfo) -> object:
    """A number, or a number as text, is no day: pydantic would take it for seconds since 1970."""
    if not isinstance(day, str):
        return day
    try:
        written = date.fromisoformat(day) if ISO_DAY.fullmatch(day) else None
    except ValueError:
        written = None
    if written is None:
        raise Unfit("day", "must be a day that exists, written YYYY-MM-DD")
    return written if asked.mode == "json" else day


Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY), BeforeValidator(_written_out)]
"""A day that a command or a question names, from 1990 through 2199."""
BirthDate = Annotated[date, Field(ge=date(1890, 1, 1), le=LAST_DAY), BeforeValidator(_written_out)]
"""A day of birth, for the vault alone."""


class Value(BaseModel):
    """A part of a fact or a command that has no identity of its own."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)


class Period(Value):
    """Days from `starts_on` to `ends_on`, both included."""

    starts_on: date
    ends_on: date

    @model_validator(mode="after")
    def in_order(self) -> "Period":
        if self.ends_on < self.starts_on:
            raise Unfit("order", "must end on or after the day it starts")
        return self
