"""Facts of a provider's staff: who works there, away or not, in pseudonyms. Names lie in its vault."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import ProviderId, Written

StaffRole = Literal["caseworker", "lead", "provider_admin"]
Opened = Literal["case", "plan", "referral"]


class StaffJoined(Event):
    """A worker belongs to the provider's staff from `on`, in these roles."""

    effective_field = "on"

    provider: ProviderId
    staff_ref: UUID
    roles: tuple[StaffRole, ...]
    on: date

    def stream(self) -> str:
        return f"staff-{self.provider}-{self.staff_ref}"


class StaffRolesSet(Event):
    """A worker has these roles, and no others, from `on`."""

    effective_field = "on"

    provider: ProviderId
    staff_ref: UUID
    roles: tuple[StaffRole, ...]
    on: date

    def stream(self) -> str:
        return f"staff-{self.provider}-{self.staff_ref}"


class StaffAbsent(Event):
    """Abwesenheit, both days included, `until_on` null while its end is not known. A substitute sees the cases."""

    effective_field = "from_on"

    provider: ProviderId
    staff_ref: UUID
    from_on: date
    until_on: date | None
    substitute: UUID | None

    def stream(self) -> str:
        return f"staff-{self.provider}-{self.staff_ref}"


class StaffReturned(Event):
    """A worker is back from `on`, the first day at work again: the absence ends the day before."""

    effective_field = "on"

    provider: ProviderId
    staff_ref: UUID
    on: date

    def stream(self) -> str:
        return f"staff-{self.provider}-{self.staff_ref}"


class StaffLeft(Event):
    """A worker belongs to the staff no more from `on`. No case is left behind: they were moved before."""

    effective_field = "on"

    provider: ProviderId
    staff_ref: UUID
    on: date

    def stream(self) -> str:
        return f"staff-{self.provider}-{self.staff_ref}"


class AccessRefused(Event):
    """Zugriff verweigert: the actor asked for something that is not there for them, and was answered 404."""

    service: Written
    provider: ProviderId
    staff_ref: UUID
    opened: Opened
    opened_id: UUID

    def stream(self) -> str:
        return f"reads-{self.service}"


StaffEvent = StaffJoined | StaffRolesSet | StaffAbsent | StaffReturned | StaffLeft | AccessRefused
