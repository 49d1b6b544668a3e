"""What intake does of itself when a fact is recorded or heard: nothing yet."""

from collections.abc import Callable

from services.intake.domain.register import CaseRegister
from shared.decider import Command
from shared.event import Event, Fact

Reaction = Callable[[Fact, CaseRegister], list[Command]]

REACTIONS: dict[type[Event], Reaction] = {}
