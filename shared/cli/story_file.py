"""Reads a story's file. Each mistake in it is named with its line and its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from shared.cli.actor import Actor
from shared.cli.checking import words_of
from shared.cli.exits import Misused
from shared.cli.story import ROLES, Check, ClockStep, CommandStep, IncludeStep, StartStep, StopStep, Story
from shared.cli.wire import wrong_ids
from shared.events.codes import ISO_DAY
from shared.roles import OF_A_PROVIDER

LARGEST_FILE_BYTES = 5_000_000
MOST_VALUES = 1_000_000

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A step or a check, and where it stands. `path` counts from 1, through included files."""

    what: CommandStep | ClockStep | StopStep | StartStep | Check
    path: tuple[int, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Script:
    """A whole story in the order in which it is played; included stories stand where they were named."""

    title: str
    parts: list[Placed]


def read_story(path: Path) -> Script:
    """The story in a file. Raises `Misused` with line and field of the first mistake."""
    source = _Source.read(path)
    return Script(source.story.title, list(_parts(source, (), (path.resolve(),))))


def _parts(source: "_Source", before: tuple[int, ...], files: tuple[Path, ...]) -> Iterator[Placed]:
    for number, step in enumerate(source.story.steps):
        path = (*before, number + 1)
        if isinstance(step, IncludeStep):
            other = (source.path.parent / step.include).resolve()
            if other in files:
                raise source.mistake(("steps", number, "include"), "a story cannot include itself")
            if not other.is_file():
                raise source.mistake(("steps", number, "include"), "there is no such file")
            yield from _parts(_Source.read(other), path, (*files, other))
        else:
            source.check_step(number, step)
            yield Placed(step, path, source.where(("steps", number)))
    for number, check in enumerate(source.story.then):
        source.check_line(number, check)
        yield Placed(check, (*before, 0, number + 1), source.where(("then", number)))


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    document: Any
    story: Story

    @classmethod
    def read(cls, path: Path) -> "_Source":
        document = _yaml(path)
        if document is None:
            raise Misused(f"{path.name} is empty: a story has a title and steps.")
        lost = cls(path, document, Story(title="-", steps=[]))
        try:
            return replace(lost, story=Story.model_validate(_plain(document)))
        except ValidationError as error:
            fault = error.errors(include_input=False, include_url=False)[0]
            raise lost.mistake(fault["loc"], _sentence(fault)) from None
        except OverflowError:
            raise Misused(f"{path.name} unfolds to more than {MOST_VALUES} values.") from None

    def mistake(self, place: Place, text: str) -> Misused:
        names = [str(part) for part in place if not str(part).startswith("<")]
        inside = names[2:] if names[:1] in (["steps"], ["then"]) else names
        return Misused(f"{self.where(place)}, field {'.'.join(inside or names[:1]) or 'story'}: {text}.")

    def where(self, place: Place) -> str:
        return f"{self.path.name}, line {_line(self.document, place)}"

    def check_step(self, number: int, step: object) -> None:
        """What no service can accept, unless the story wants to see it refused."""
        if not isinstance(step, CommandStep) or step.expect != "ok":
            return
        actor = Actor.parse(step.who)
        if actor.role in OF_A_PROVIDER and actor.provider is None:
            raise self.mistake(("steps", number, "as"), f"a {actor.role} belongs to a provider, as {actor.role}@drk")
        for field, value in step.body.items():
            for wrong in (*wrong_ids(value, field), *wrong_days(value, field)):
                raise self.mistake(("steps", number, "with", field), wrong)

    def check_line(self, number: int, check: Check) -> None:
        """A command line that cannot be run."""
        try:
            words_of(check)
        except Misused as wrong:
            raise self.mistake(("then", number, "run"), str(wrong).rstrip(".?")) from None


def wrong_days(value: Any, field: str) -> Iterator[str]:
    """Texts that look like a day and are none, in words."""
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from wrong_days(inner, str(name))
        case list():
            for inner in value:
                yield from wrong_days(inner, field)
        case str() if ISO_DAY.fullmatch(value):
            try:
                date.fromisoformat(value)
            except ValueError:
                yield f"{field}: the calendar has no {value}"


SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "model_type": "is not made of named fields",
    "model_attributes_type": "is not made of named fields",
}
WRITTEN_AS = {
    "as": f"is role, role@provider or role@provider:person, with one of the roles {', '.join(ROLES)}",
    "do": "is the name of a command, as RegisterCase",
    "clock": "is a day, written YYYY-MM-DD",
    "stop": "lists processes, as [allocation, provider-drk]",
    "start": "lists processes, as [allocation, provider-drk]",
}


def _sentence(fault: ErrorDetails) -> str:
    """What is wrong with a field, in plain words."""
    fields = [part for part in fault["loc"] if part in WRITTEN_AS]
    if fault["type"] in SENTENCES:
        return SENTENCES[fault["type"]]
    return WRITTEN_AS[str(fields[-1])] if fields else fault["msg"].replace("Input should be", "should be")


def _yaml(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise Misused(f"{path.name} is larger than {LARGEST_FILE_BYTES // 1_000_000} MB.")
        yaml = YAML(typ="rt")
        yaml.Constructor = _DaysAsText
        return yaml.load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        # The library repeats values of a field that stands twice, and a value may be a name.
        twice = "a field stands twice" if isinstance(error, DuplicateKeyError) else error.problem or error.context
        raise Misused(f"{path.name}, line {line}: this is no YAML: {twice}") from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise Misused(f"{path.name} is no YAML: {str(error).splitlines()[0]}.") from None
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror}.") from None


class _DaysAsText(RoundTripConstructor):
    """Days stay as they are written: one that the calendar does not have then is a mistake in a field, with a place."""


_DaysAsText.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


def _plain(value: Any) -> Any:
    """Plain values instead of ruamel's. Raises `OverflowError` for a file that unfolds without end."""
    left = MOST_VALUES

    def plain(value: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise OverflowError
        match value:
            case Mapping():
                return {str(name): plain(inner) for name, inner in value.items()}
            case list():
                return [plain(inner) for inner in value]
            case bool() | None:
                return value
            case int():
                return int(value)
            case float():
                return float(value)
            case str():
                return str(value)
            case _:
                return str(value)

    return plain(value)


def _line(document: Any, place: Place) -> int:
    """The line of the innermost part that the document has on the way to `place`."""
    line = 1
    for part in place:
        if isinstance(document, CommentedMap) and part in document:
            line, _ = document.lc.key(part)
        elif isinstance(document, CommentedSeq) and isinstance(part, int) and part < len(document):
            line, _ = document.lc.item(part)
        elif isinstance(part, str) and part.startswith("<"):
            continue
        else:
            break
        document = document[part]
        line += 1
    return line
