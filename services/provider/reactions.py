"""What a provider's service does of itself when a fact is recorded or heard: nothing yet."""

from collections.abc import Callable

from services.provider.domain.register import Entrusted
from shared.decider import Command
from shared.event import Event, Fact

Reaction = Callable[[Fact, Entrusted], list[Command]]

REACTIONS: dict[type[Event], Reaction] = {}
