"""Was einem Träger gesagt wurde: the stream `told-<provider>` says completely what a provider learned, and when."""

from dataclasses import dataclass, field
from typing import assert_never
from uuid import UUID

from immutables import Map

from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.event import Event, Fact
from shared.events.allocation import CaseEntrusted, CaseWithdrawn, ConsentChanged
from shared.events.codes import ProviderId, Purpose

ToldConsents = Map[tuple[UUID, Purpose], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """The cases that are with the provider now, each with the consents as the provider was told."""

    cases: Map[UUID, ToldConsents] = field(default_factory=Map)


def evolve(state: Told, fact: Fact) -> Told:
    """What the provider knows after one more fact of the stream."""
    match fact.event:
        case CaseEntrusted() as event:
            consents: ToldConsents = Map(((consent.person_id, consent.purpose), True) for consent in event.consents)
            return Told(state.cases.set(event.case_id, consents))
        case ConsentChanged() as event if event.case_id in state.cases:
            consents = state.cases[event.case_id].set((event.person_id, event.purpose), event.given)
            return Told(state.cases.set(event.case_id, consents))
        case CaseWithdrawn() as event if event.case_id in state.cases:
            return Told(state.cases.delete(event.case_id))
        case _:
            return state


class PassOnConsent(Command):
    """Internal: tell the recipient of a consent whether it is given, if the case is with it."""

    case_id: UUID
    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    given: bool

    def target(self) -> str:
        return f"told-{self.recipient}"


def decide(state: Told, command: PassOnConsent, _: Around[Coordination]) -> list[Event]:
    """What the command leads to. An automatic step: it never raises."""
    match command:
        case PassOnConsent():
            return pass_on_consent(state, command)
        case _ as never:
            assert_never(never)


def pass_on_consent(state: Told, command: PassOnConsent) -> list[Event]:
    """A provider that does not work with the case is told nothing of it."""
    consents = state.cases.get(command.case_id)
    if consents is None or consents.get((command.person_id, command.purpose), False) == command.given:
        return []
    return [
        ConsentChanged(
            provider=command.recipient,
            case_id=command.case_id,
            person_id=command.person_id,
            purpose=command.purpose,
            given=command.given,
        )
    ]


DECIDER = Decider("told", (PassOnConsent,), Told(), evolve, decide)
