"""All cases of a worker go to others of the staff in one command, so that none is left without anybody in charge."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import CASES_LIMIT, WORKERS_LIMIT
from services.provider.domain.charge import charges_of, check_member, in_charge
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.provider import CaseworkerAssigned

WorkerKey = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""A worker's pseudonym as the name of a field."""
Cases = Annotated[tuple[UUID, ...], Field(max_length=CASES_LIMIT)]


class MoveCaseload(OwnCommand):
    """All cases of a worker go to another one, or each to the one that `to` names, from `on`."""

    from_staff: UUID
    on: Day
    to_staff: UUID | None = None
    to: Annotated[dict[WorkerKey, Cases], Field(max_length=WORKERS_LIMIT)] | None = None

    def target(self) -> str:
        return f"staff-{self.provider}-{self.from_staff}"


def move_caseload(command: MoveCaseload, known: Entrusted) -> list[Event]:
    """One fact for each case. Cases that were closed or withdrawn stay as they are."""
    if (command.to_staff is None) == (command.to is None):
        raise Refused("Say either who takes all cases, or who takes which.")
    charges = charges_of(known, command.from_staff, command.on)
    takes = _takes(command, known, charges)
    if left := len(charges.keys() - takes.keys()):
        raise Refused("Each case needs somebody in charge: {left} are left over.", left=left)
    for staff_ref in set(takes.values()):
        check_member(known, staff_ref, command.on)
    return [
        CaseworkerAssigned(provider=command.provider, case_id=case_id, staff_ref=takes[case_id], on=on)
        for case_id, days in sorted(charges.items())
        for on in days
    ]


def _takes(command: MoveCaseload, known: Entrusted, charges: dict[UUID, list[date]]) -> dict[UUID, UUID]:
    """Who takes which case."""
    if command.to_staff is not None:
        if command.to_staff == command.from_staff:
            raise Refused("The cases go to somebody else.")
        return dict.fromkeys(charges, command.to_staff)
    takes: dict[UUID, UUID] = {}
    for key, cases in (command.to or {}).items():
        staff_ref = UUID(key)
        for case_id in cases:
            if case_id in takes:
                raise Refused("A case is named twice.")
            if staff_ref == command.from_staff:
                raise Refused("The cases go to somebody else.")
            moved = in_charge(known.charges.get(case_id, ()), command.on) == staff_ref
            if case_id not in charges and not moved:
                raise Refused("A case is not one of this worker's.")
            takes[case_id] = staff_ref
    return takes
