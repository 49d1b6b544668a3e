"""What the code says, as the rows of the tables that the pages show. `python -m tests.docs.truth` prints them."""

import sys
import types
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Annotated, Any, Union, cast, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from ruamel.yaml import YAML

from infra.kafka.rights import principals, rights
from infra.kafka.topics import LIST
from services.allocation import api as allocation_api
from services.allocation.domain import DECIDERS as ALLOCATION
from services.audit import api as audit_api
from services.audit.domain import DECIDERS as AUDIT
from services.intake import api as intake_api
from services.intake.domain import DECIDERS as INTAKE
from services.provider import api as provider_api
from services.provider.domain import domain_for
from services.reporting import api as reporting_api
from services.reporting.domain import DECIDERS as REPORTING
from services.reporting.domain.report import SubmitReport
from shared.cli.app import GROUPS
from shared.cli.root import app
from shared.decider import Command, by_command
from shared.event import Event
from shared.events.catalogue import EVENTS
from shared.operation import operation_routes
from shared.roles import ALLOWED, ROLES
from shared.settings import Settings
from tests.docs.pages import Row

PROVIDER = "drk"
APIS = {
    "intake": intake_api,
    "allocation": allocation_api,
    "provider": provider_api,
    "reporting": reporting_api,
    "audit": audit_api,
}
DECIDERS = {
    "intake": INTAKE,
    "allocation": ALLOCATION,
    "provider": domain_for(PROVIDER)[0],
    "reporting": REPORTING,
    "audit": AUDIT,
}
OPEN = {"IsLive", "IsReady", "ShowHealth", "ShowMetrics"}
"""Asked without a token."""


def topic_rows() -> list[Row]:
    """Topic, who writes it, who reads it."""
    listed = YAML(typ="safe").load(LIST.read_text())["topics"]
    return [(f"`{name}`", entry["owner"], ", ".join(entry["readers"])) for name, entry in listed.items()]


def all_commands() -> dict[str, tuple[str, type[Command]]]:
    """Every command by name, with its service."""
    found = {kind.__name__: (name, kind) for name, deciders in DECIDERS.items() for kind in by_command(deciders)}
    return found | {"SubmitReport": ("reporting", SubmitReport)}


def routes() -> Iterator[tuple[str, str, str, str]]:
    """Service, operation, verb and path of everything that can be asked over HTTP."""
    service = cast(Any, SimpleNamespace(settings=SimpleNamespace(provider=PROVIDER), executor=None))
    routers = {name: api.routes(service) for name, api in APIS.items()} | {"every": operation_routes(service)}
    for name, router in routers.items():
        for route in router.routes:
            yield name, cast(Any, route).operation_id, *cast(Any, route).methods, cast(Any, route).path


def command_rows() -> list[Row]:
    """Service, command, where it is sent, its fields."""
    known = all_commands()
    return [
        (service, f"`{operation}`", f"`{verb} {path}`", f"`{fields(known[operation][1])}`")
        for service, operation, verb, path in routes()
        if operation in known
    ]


def question_rows() -> list[Row]:
    """Service, question, where it is asked."""
    known = all_commands()
    return [
        (service, f"`{operation}`", f"`{verb} {path}`")
        for service, operation, verb, path in routes()
        if operation not in known
    ]


def internal_commands() -> set[str]:
    """Commands that nobody can send: a service wishes them of itself."""
    return set(all_commands()) - set(ALLOWED)


def fields(kind: type[BaseModel]) -> str:
    """Names of fields, nested ones in braces; `?` where one may be left out."""
    return ", ".join(
        name + ("" if field.default is PydanticUndefined else "?") + _shape(field.annotation)
        for name, field in kind.model_fields.items()
    )


def _shape(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(inner[0])
    if origin is tuple:
        within = _shape(inner[0]).removeprefix(": ")
        return f": [{within}]"
    if origin is dict:
        return ": {…}"
    if origin in (Union, types.UnionType):
        return next((shape for part in inner if (shape := _shape(part))), "")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f": {{{fields(annotation)}}}"
    return ""


def role_rows() -> list[Row]:
    """Role, and what it may do."""
    return [
        (f"`{role}`", ", ".join(f"`{name}`" for name, roles in ALLOWED.items() if role in roles) or "nothing yet")
        for role in sorted(ROLES)
    ]


def command_lines() -> dict[str, list[str]]:
    """Every command of the command line, with arguments and options; optional ones in brackets."""
    root = cast(Any, typer.main.get_command(app))
    assert GROUPS, "importing them registers their commands"
    found: dict[str, list[str]] = {}
    for name, command in root.commands.items():
        parts = command.commands if hasattr(command, "commands") else {"": command}
        for part, leaf in parts.items():
            found[f"{name} {part}".strip()] = [_parameter(each) for each in leaf.params if each.name != "help"]
    return found


def _parameter(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).strip("{}")
    text = parameter.opts[0] if parameter.is_flag else f"{parameter.opts[0]} {_metavar(parameter)}"
    return text if parameter.required else f"[{text}]"


def _metavar(parameter: Any) -> str:
    choices = getattr(parameter.type, "choices", None)
    return parameter.metavar or ("/".join(choices) if choices else str(parameter.name).upper())


def command_line_rows() -> list[str]:
    """The command lines without the two options that nearly all have."""
    everywhere = {"[--json]", "[--data DIR]"}
    return [
        f"`{' '.join([name, *(part for part in parts if part not in everywhere)])}`"
        for name, parts in sorted(command_lines().items())
    ]


def setting_rows() -> list[Row]:
    """Every setting of a service, whether it must be given, and what it is."""
    rows: list[Row] = []
    for name, field in Settings.model_fields.items():
        given = "needed" if field.default is PydanticUndefined else f"`{field.default}`"
        rows.append((f"`FALLBUCH_{name.upper()}`", "none" if given in ("`None`", "``") else given))
    return rows


def right_rows() -> list[Row]:
    """What each principal of Kafka may write, what it may only read, and its groups. `<id>` is any provider."""
    allowed = rights(("<id>",))
    rows: list[Row] = []
    for principal in principals(("<id>",)):
        mine = {each for each in allowed if each.principal == principal}
        written = {each.name for each in mine if each.operation == "WRITE"}
        read = {each.name for each in mine if each.kind == "topic"} - written
        groups = {f"{each.name}…" for each in mine if each.kind == "group"}
        rows.append(
            (f"`{principal}`", *(", ".join(f"`{name}`" for name in sorted(each)) for each in (written, read, groups)))
        )
    return rows


def personal_codes() -> dict[str, set[str]]:
    """Fields of facts that say something about a person, with the facts they stand in."""
    found: dict[str, set[str]] = {}
    for name, event in EVENTS.items():
        for field in _named(event):
            found.setdefault(field, set()).add(name)
    return found


def _named(kind: type[BaseModel]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        yield name
        for model in _models(field.annotation):
            yield from _named(model)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and not issubclass(annotation, Event):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def main() -> None:
    """The tables as Markdown, to be pasted where a test says that a page is behind the code."""
    out = sys.stdout.write
    for title, rows in (
        ("topics", topic_rows()),
        ("commands", command_rows()),
        ("questions", question_rows()),
        ("roles", role_rows()),
        ("settings", setting_rows()),
    ):
        out(f"\n## {title}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows))
    out("\n## command lines\n\n" + "".join(f"| {line} |\n" for line in command_line_rows()))
    out(f"\n## internal commands\n\n{', '.join(sorted(internal_commands()))}\n")
    out("\n## fields of facts\n\n")
    for field, facts in sorted(personal_codes().items()):
        out(f"| `{field}` | {', '.join(sorted(facts))} |\n")


if __name__ == "__main__":
    main()
