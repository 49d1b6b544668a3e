"""How a service decides: a pure function from what is known and what is wished to what is recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from shared.event import Event, Fact

S = TypeVar("S")
C = TypeVar("C")
R = TypeVar("R")


class Command(BaseModel):
    """A wish. It is also the body of its HTTP request: strict, nothing unknown, nothing echoed in errors."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    def target(self) -> str:
        """The stream that the command is decided on."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Around(Generic[R]):
    """What a decision may know besides its own stream: the day, the service's register, and who decides.

    `actor` is the pseudonym that will stand in the envelope, for rules that want a second pair of eyes.
    """

    today: date
    register: R
    actor: str = "system"


@dataclass(frozen=True, slots=True)
class Register(Generic[R]):
    """State over all facts of a service, own and heard, in the order of its log. For rules across streams.

    `folds`: the facts that it looks at. Others are not even read when a service starts.
    """

    initial: R
    evolve: Callable[[R, Fact], R]
    folds: tuple[type[Event], ...]

    def fold(self, known: R, fact: Fact) -> R:
        """What is known after one more fact, whatever it is."""
        return self.evolve(known, fact) if type(fact.event) in self.folds else known


@dataclass(frozen=True, slots=True)
class Decider(Generic[S, C, R]):
    """One aggregate: its first state, how a fact changes it, what a command leads to.

    `decide` answers `[]` where it is already so, and raises `Refused` where a rule says no.
    """

    category: str
    commands: tuple[type[Command], ...]
    initial: S
    evolve: Callable[[S, Fact], S]
    decide: Callable[[S, C, Around[R]], list[Event]]


AnyDecider = Decider[Any, Any, Any]
AnyRegister = Register[Any]


def by_command(deciders: list[AnyDecider]) -> dict[type[Command], AnyDecider]:
    """Which decider takes which command. A command belongs to exactly one."""
    table: dict[type[Command], AnyDecider] = {}
    for decider in deciders:
        for command in decider.commands:
            assert command not in table, command
            table[command] = decider
    return table
