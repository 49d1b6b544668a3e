"""What a story is made of. The shapes are also `story.schema.json`, for editors that check while one writes.

`python -m shared.cli.story` writes that file anew.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

SCHEMA_FILE = Path(__file__).with_name("story.schema.json")

Role = Literal[
    "clerk",
    "coordinator",
    "caseworker",
    "lead",
    "provider_admin",
    "volunteer",
    "grant_officer",
    "controller",
    "auditor",
    "dpo",
    "operator",
]
ROLES: tuple[str, ...] = get_args(Role)
ACTOR = rf"^({'|'.join(ROLES)})(@[a-z][a-z0-9]{{0,31}})?(:[a-z0-9-]{{1,64}})?$"
Who = Annotated[str, StringConstraints(pattern=ACTOR)]
Process = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Part(BaseModel):
    """A part of a story: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Refused(Part):
    """A rule says no, with a sentence that holds this part."""

    refused: Text


class Status(Part):
    """Exactly this HTTP status."""

    status: int = Field(ge=100, le=599)


def _outcome(value: Any) -> str | None:
    """Which way of saying what is expected it is."""
    if isinstance(value, Mapping):
        return next((tag for name, tag in OUTCOMES.items() if name in value), None)
    return "<word>" if isinstance(value, str) else None


OUTCOMES = {"refused": "<refused>", "status": "<status>"}
Expected = Annotated[
    Annotated[Literal["ok", "refused"], Tag("<word>")]
    | Annotated[Refused, Tag("<refused>")]
    | Annotated[Status, Tag("<status>")],
    Discriminator(
        _outcome,
        custom_error_type="outcome",
        custom_error_message="is ok, refused, {{refused: part}} or {{status: 404}}",
    ),
]


class CommandStep(Part):
    """Somebody wishes something: `do` names the command, `with` is its body."""

    who: Who = Field(alias="as")
    do: str = Field(pattern=r"^[A-Z][A-Za-z]{1,63}$")
    body: dict[str, Any] = Field(default_factory=dict, alias="with")
    times: int | None = Field(None, ge=1, le=100_000)
    expect: Expected = "ok"


class ClockStep(Part):
    """From here on this is today, from nine in the morning in Berlin."""

    clock: date


class StopStep(Part):
    """These processes end."""

    stop: list[Process] = Field(min_length=1)


class StartStep(Part):
    """These processes start again."""

    start: list[Process] = Field(min_length=1)


class IncludeStep(Part):
    """Another story is played here; its path is seen from this file."""

    include: Text


KINDS = {"do": "<do>", "clock": "<clock>", "stop": "<stop>", "start": "<start>", "include": "<include>"}


def _kind(value: Any) -> str | None:
    """Which step it is: by the first of the telling fields that is there."""
    fields = value if isinstance(value, Mapping) else ()
    return next((tag for name, tag in KINDS.items() if name in fields), None)


Step = Annotated[
    Annotated[CommandStep, Tag("<do>")]
    | Annotated[ClockStep, Tag("<clock>")]
    | Annotated[StopStep, Tag("<stop>")]
    | Annotated[StartStep, Tag("<start>")]
    | Annotated[IncludeStep, Tag("<include>")],
    Discriminator(
        _kind, custom_error_type="step", custom_error_message="is a step with do, clock, stop, start or include"
    ),
]


class Check(Part):
    """A command line without `fallbuch`, and what its answer must hold."""

    run: Text
    gives: dict[str, Any] = Field(default_factory=dict)


class Story(Part):
    """A story: who does what, and what comes out."""

    title: Text
    steps: list[Step]
    then: list[Check] = Field(default_factory=list)


def schema() -> dict[str, Any]:
    """The JSON Schema of stories."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Story.model_json_schema(by_alias=True)


if __name__ == "__main__":
    SCHEMA_FILE.write_text(json.dumps(schema(), indent=2) + "\n")
