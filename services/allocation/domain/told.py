"""Was einem Träger gesagt wurde: the stream `told-<provider>` says completely what a provider learned, and when."""

from dataclasses import dataclass, field, replace
from typing import assert_never
from uuid import UUID

from immutables import Map

from services.allocation.domain import telling
from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.event import Event, Fact
from shared.events.allocation import CaseChanged, CaseEntrusted, CaseWithdrawn, ConsentChanged, Household
from shared.events.codes import ProviderId, Purpose

ToldConsents = Map[tuple[UUID, Purpose], bool]


@dataclass(frozen=True, slots=True)
class ToldCase:
    """Household and consents as the provider was told."""

    household: Household
    consents: ToldConsents


@dataclass(frozen=True, slots=True)
class Told:
    """The cases that are with the provider now."""

    cases: Map[UUID, ToldCase] = field(default_factory=Map)


def evolve(state: Told, fact: Fact) -> Told:
    """What the provider knows after one more fact of the stream."""
    match fact.event:
        case CaseEntrusted() as event:
            consents: ToldConsents = Map(((consent.person_id, consent.purpose), True) for consent in event.consents)
            return Told(state.cases.set(event.case_id, ToldCase(event.household, consents)))
        case CaseChanged() as event if event.case_id in state.cases:
            case = replace(state.cases[event.case_id], household=event.household)
            return Told(state.cases.set(event.case_id, case))
        case ConsentChanged() as event if event.case_id in state.cases:
            case = state.cases[event.case_id]
            consents = case.consents.set((event.person_id, event.purpose), event.given)
            return Told(state.cases.set(event.case_id, replace(case, consents=consents)))
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


def decide(state: Told, command: PassOnConsent, around: Around[Coordination]) -> list[Event]:
    """What the command leads to. An automatic step: it never raises."""
    match command:
        case PassOnConsent():
            return pass_on_consent(state, command, around.register)
        case _ as never:
            assert_never(never)


def pass_on_consent(state: Told, command: PassOnConsent, known: Coordination) -> list[Event]:
    """A provider that does not work with the case is told nothing of it. One that does learns what it may know now."""
    case = state.cases.get(command.case_id)
    if case is None or case.consents.get((command.person_id, command.purpose), False) == command.given:
        return []
    consent = ConsentChanged(
        provider=command.recipient,
        case_id=command.case_id,
        person_id=command.person_id,
        purpose=command.purpose,
        given=command.given,
    )
    household = known.households.get(command.case_id, case.household)
    changed = telling.changed(known, command.case_id, household, command.recipient)
    return [consent] if changed.household == case.household else [consent, changed]


DECIDER = Decider("told", (PassOnConsent,), Told(), evolve, decide)
