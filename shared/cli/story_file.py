"""Reads a story's file. Each mistake in it is named with its line and its field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from shared.cli.exits import Misused
from shared.cli.story import ROLES, Check, ClockStep, CommandStep, IncludeStep, StartStep, StopStep, Story
from shared.cli.wire import wrong_ids

LARGEST_FILE_BYTES = 5_000_000
MOST_VALUES = 1_000_000
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")

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
            source.check_ids(number, step)
            yield Placed(step, path, source.where(("steps", number)))
    for number, check in enumerate(source.story.then):
        yield Placed(check, (*before, 0, number + 1), source.where(("then", number)))


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    document: Any
    story: Story

    @classmethod
    def read(cls, path: Path) -> "_Source":
        document = _yaml(path)
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

    def check_ids(self, number: int, step: object) -> None:
        """Ids that are none, unless the story wants to see them refused."""
        if not isinstance(step, CommandStep) or step.expect != "ok":
            return
        for field, value in step.body.items():
            for wrong in wrong_ids(value, field):
                raise self.mistake(("steps", number, "with", field), wrong)


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
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        # The library repeats values of a field that stands twice, and a value may be a name.
        twice = "a field stands twice" if isinstance(error, DuplicateKeyError) else error.problem or error.context
        raise Misused(f"{path.name}, line {line}: this is no YAML: {twice}") from None
    except (YAMLError, RecursionError, ValueError) as error:
        where = _wrong_day(path)
        raise Misused(where or f"{path.name} is no YAML: {str(error).splitlines()[0]}.") from None
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror}.") from None


def _wrong_day(path: Path) -> str | None:
    """A day that the calendar does not have ends the reading of YAML; it is looked for to name its line."""
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
        for text in DAY.findall(line.partition("#")[0]):
            try:
                date.fromisoformat(text)
            except ValueError:
                return f"{path.name}, line {number}: the calendar has no {text}."
    return None


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
            case date():
                return date(value.year, value.month, value.day)
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
