"""What intake does of itself when a fact is recorded or heard: a pure table from facts to commands."""

from collections.abc import Callable

from services.intake.domain.elsewhere import TakeStatement
from services.intake.domain.register import CaseRegister
from shared.decider import Command
from shared.event import Event, Fact
from shared.events.provider import ConsentStatedHere, SecrecyReleaseStatedHere

Reaction = Callable[[Fact, CaseRegister], list[Command]]


def take(fact: Fact, _: CaseRegister) -> list[Command]:
    """A person stated something at a provider."""
    event = fact.event
    assert isinstance(event, ConsentStatedHere | SecrecyReleaseStatedHere)
    return [
        TakeStatement(
            person_id=event.person_id,
            purpose=event.purpose,
            recipient=event.recipient,
            stated=event.stated,
            secrecy=isinstance(event, SecrecyReleaseStatedHere),
            on=event.on,
        )
    ]


REACTIONS: dict[type[Event], Reaction] = {ConsentStatedHere: take, SecrecyReleaseStatedHere: take}
