"""Übernahme des Bestands: a household that was with a provider before Fallbuch began stays there, with its date."""

from datetime import date
from uuid import UUID

from services.allocation.domain import telling
from services.allocation.domain.assigned import Assignment
from services.allocation.domain.register import Coordination
from shared.decider import Command
from shared.event import Event
from shared.events.allocation import AssignmentTakenOver, Household
from shared.events.codes import ProviderId


class TakeOverAssignment(Command):
    """Internal: intake registered a case that a provider has already, since `entrusted_on`."""

    case_id: UUID
    provider: ProviderId
    entrusted_on: date
    household: Household

    def target(self) -> str:
        return f"assignment-{self.case_id}"


def take_over(state: Assignment, command: TakeOverAssignment, known: Coordination) -> list[Event]:
    """An automatic step: it never raises. It is the first that is known of a case, so nobody is asked."""
    if state.situation != "unknown" or command.provider not in known.providers:
        return []
    entrusted = telling.entrusted(known, command.case_id, command.household, command.provider)
    return [
        AssignmentTakenOver(**dict(command)),
        entrusted.model_copy(update={"since": command.entrusted_on}),
    ]
