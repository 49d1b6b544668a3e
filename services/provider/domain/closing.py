"""Abschluss: the provider's work with a household ends. Intake may open the case again, then it is entrusted anew."""

from uuid import UUID

from services.provider.domain.care_state import Care
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, case_of
from shared.decider import Around
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.provider import CaseClosed, CaseOutcome


class CloseCase(OwnCommand):
    """Abschluss of the work with a household, with its outcome."""

    case_id: UUID
    outcome: CaseOutcome = "not_stated"
    closed_on: Day

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


def close_case(state: Care, command: CloseCase, around: Around[Entrusted]) -> list[Event]:
    case = case_of(around.register, command.case_id)
    closed = CaseClosed(provider=command.provider, **dict(command))
    if closed in state.closings:
        return []
    if case.situation == "withdrawn":
        raise Refused("A case that was withdrawn is not closed here.")
    if case.situation == "closed":
        raise Refused("This case is closed already, on another day or with another outcome.")
    if command.closed_on > around.today:
        raise Refused("A case cannot be closed before the day it ends.")
    if command.closed_on < case.household.placed_on:
        raise Refused("A case cannot end before the household was placed.")
    return [closed]
