"""One worker as the provider's staff list knows them: from when until when, in which roles, away when."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from shared.event import Event
from shared.events.staff import StaffAbsent, StaffJoined, StaffLeft, StaffReturned, StaffRole, StaffRolesSet


@dataclass(frozen=True, slots=True)
class Absence:
    """Both days included; `until_on` None while nobody knows."""

    from_on: date
    until_on: date | None
    substitute: UUID | None

    def meets(self, from_on: date, until_on: date | None) -> bool:
        """Whether it shares a day with that time."""
        return (until_on is None or self.from_on <= until_on) and (self.until_on is None or from_on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Member:
    """Belongs to the staff from `joined_on`, and from `left_on` no more."""

    joined_on: date
    left_on: date | None
    roles: tuple[StaffRole, ...]
    absences: tuple[Absence, ...] = ()

    def is_here(self, on: date) -> bool:
        """Whether the worker belongs to the staff that day, at work or not."""
        return self.joined_on <= on and (self.left_on is None or on < self.left_on)


def after(member: Member | None, event: Event) -> Member | None:
    """The member after one more fact about them."""
    match event:
        case StaffJoined():
            return Member(event.on, None, event.roles, member.absences if member else ())
        case StaffRolesSet() if member:
            return replace(member, roles=event.roles)
        case StaffAbsent() if member:
            away = Absence(event.from_on, event.until_on, event.substitute)
            return replace(member, absences=(*member.absences, away))
        case StaffReturned() if member:
            return replace(member, absences=tuple(_returned(each, event.on) for each in member.absences))
        case StaffLeft() if member:
            return replace(member, left_on=event.on)
        case _:
            return member


def _returned(away: Absence, on: date) -> Absence:
    """One that went on beyond that day ends on the day before."""
    return replace(away, until_on=on - timedelta(days=1)) if away.meets(on, on) else away
