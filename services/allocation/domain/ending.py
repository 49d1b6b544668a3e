"""Beendigung: no provider works with a household any more, because somebody says so or by itself."""

from datetime import date
from uuid import UUID

from services.allocation.domain.assigned import Assignment
from services.allocation.domain.handover import expire
from services.allocation.domain.register import Coordination
from shared.decider import Around, Command
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.allocation import AssignmentEnded, CaseWithdrawn, EndCause
from shared.events.codes import Day, ProviderId


class EndAssignment(Command):
    """End the work with a household, from `ended_on`. It may be proposed again when the case is opened again."""

    case_id: UUID
    ended_on: Day
    cause: EndCause = "other"

    def target(self) -> str:
        return f"assignment-{self.case_id}"


class EndByItself(Command):
    """Internal: the household left the town, or `closed_by` closed the case."""

    case_id: UUID
    ended_on: date
    cause: EndCause
    closed_by: ProviderId | None

    def target(self) -> str:
        return f"assignment-{self.case_id}"


EndingCommand = EndAssignment | EndByItself


def end_assignment(state: Assignment, command: EndAssignment, around: Around[Coordination]) -> list[Event]:
    """Also where nobody works with the case yet: then nobody is proposed any more."""
    if state.situation == "unknown":
        if command.case_id not in around.register.households:
            raise Missing("There is no such case.")
        raise Refused("Nothing is proposed for this case yet. Try again in a moment.")
    if state.situation == "ended":
        return []
    if command.ended_on > around.today:
        raise Refused("An assignment cannot be ended before the day it ends.")
    return _ended(state, command.case_id, command.ended_on, command.cause)


def end_by_itself(state: Assignment, command: EndByItself) -> list[Event]:
    """An automatic step: it never raises. A provider closes only a case that is with it."""
    if state.situation in ("unknown", "ended"):
        return []
    if command.closed_by is not None and command.closed_by != state.provider:
        return []
    return _ended(state, command.case_id, command.ended_on, command.cause)


def _ended(state: Assignment, case_id: UUID, ended_on: date, cause: EndCause) -> list[Event]:
    ended = AssignmentEnded(case_id=case_id, provider=state.provider, ended_on=ended_on, cause=cause)
    told = [] if state.provider is None else [CaseWithdrawn(provider=state.provider, case_id=case_id)]
    return [ended, *expire(state, case_id, "overtaken"), *told]
