"""Fallzuständigkeit: which worker of the provider is in charge of a case."""

from uuid import UUID

from services.provider.domain.care_state import Care
from services.provider.domain.charge import check_member
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, case_of
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.provider import CaseworkerAssigned


class AssignCaseworker(OwnCommand):
    """A worker of the provider is in charge of the case from `on`."""

    case_id: UUID
    staff_ref: UUID
    on: Day

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


def assign_caseworker(state: Care, command: AssignCaseworker, known: Entrusted) -> list[Event]:
    case = case_of(known, command.case_id)
    assigned = CaseworkerAssigned(provider=command.provider, **dict(command))
    if assigned in state.caseworkers:
        return []
    if case.situation == "withdrawn":
        raise Refused("A case that was withdrawn takes no new caseworker.")
    if case.situation == "closed":
        raise Refused("A closed case takes no new caseworker.")
    check_member(known, command.staff_ref, command.on)
    return [assigned]
