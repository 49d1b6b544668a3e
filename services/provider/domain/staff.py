"""Personal: who works at the provider. Where a list is kept, a worker sees the cases of which they are in charge."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.provider.domain.bounds import WorkerName
from services.provider.domain.caseload import MoveCaseload, move_caseload
from services.provider.domain.charge import charges_of, check_member
from services.provider.domain.member import Member, after
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted
from shared.decider import Around, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day
from shared.events.staff import StaffAbsent, StaffJoined, StaffLeft, StaffReturned, StaffRole, StaffRolesSet

Roles = Annotated[tuple[StaffRole, ...], Field(min_length=1, max_length=3)]


@dataclass(frozen=True, slots=True)
class Worker:
    """The member, and everything that was said of them."""

    member: Member | None = None
    said: tuple[Event, ...] = ()


def evolve(state: Worker, fact: Fact) -> Worker:
    """The worker after one more fact of their stream."""
    match fact.event:
        case StaffJoined() | StaffRolesSet() | StaffAbsent() | StaffReturned() | StaffLeft() as event:
            return Worker(after(state.member, event), (*state.said, event))
        case _:
            return state


class OfAWorker(OwnCommand):
    """A command about one worker."""

    staff_ref: UUID

    def target(self) -> str:
        return f"staff-{self.provider}-{self.staff_ref}"


class JoinStaff(OfAWorker):
    """A worker belongs to the staff from `on`. The names go to the provider's vault."""

    roles: Roles = ("caseworker",)
    on: Day
    given_name: WorkerName | None = None
    family_name: WorkerName | None = None


class SetStaffRoles(OfAWorker):
    """A worker has these roles from `on`."""

    roles: Roles
    on: Day


class RecordAbsence(OfAWorker):
    """A worker is away, both days included. Without `until_on` nobody knows how long."""

    from_on: Day
    until_on: Day | None = None
    substitute: UUID | None = None


class EndAbsence(OfAWorker):
    """A worker is back: `on` is the first day at work again."""

    on: Day


class LeaveStaff(OfAWorker):
    """A worker belongs to the staff no more from `on`. Move their cases first."""

    on: Day


StaffCommand = JoinStaff | SetStaffRoles | RecordAbsence | EndAbsence | LeaveStaff | MoveCaseload


def decide(state: Worker, command: StaffCommand, around: Around[Entrusted]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` for somebody not of this staff."""
    match command:
        case JoinStaff():
            return join_staff(state, command)
        case SetStaffRoles():
            return set_staff_roles(state, command)
        case RecordAbsence():
            return record_absence(state, command, around.register)
        case EndAbsence():
            return end_absence(state, command)
        case LeaveStaff():
            return leave_staff(state, command, around.register)
        case MoveCaseload():
            return move_caseload(command, around.register)
        case _ as never:
            assert_never(never)


def join_staff(state: Worker, command: JoinStaff) -> list[Event]:
    joined = StaffJoined(
        provider=command.provider, staff_ref=command.staff_ref, roles=_once(command.roles), on=command.on
    )
    if joined in state.said:
        return []
    if state.member is not None and (state.member.left_on is None or command.on < state.member.left_on):
        raise Refused("This worker belongs to the staff already.")
    return [joined]


def set_staff_roles(state: Worker, command: SetStaffRoles) -> list[Event]:
    stated = StaffRolesSet(
        provider=command.provider, staff_ref=command.staff_ref, roles=_once(command.roles), on=command.on
    )
    later = any(isinstance(said, StaffRolesSet) and said.on > command.on for said in state.said)
    if stated in state.said and (later or (state.member and state.member.roles == stated.roles)):
        return []
    _here(state, command.on)
    return [stated]


def record_absence(state: Worker, command: RecordAbsence, known: Entrusted) -> list[Event]:
    absent = StaffAbsent(provider=command.provider, **dict(command))
    if absent in state.said:
        return []
    member = _here(state, command.from_on)
    if command.until_on is not None and command.until_on < command.from_on:
        raise Refused("An absence ends on or after the day it begins.")
    if any(away.meets(command.from_on, command.until_on) for away in member.absences):
        raise Refused("This worker is recorded as absent then already.")
    if command.substitute == command.staff_ref:
        raise Refused("Nobody stands in for themselves.")
    if command.substitute is not None:
        check_member(known, command.substitute, command.from_on)
    return [absent]


def end_absence(state: Worker, command: EndAbsence) -> list[Event]:
    returned = StaffReturned(provider=command.provider, **dict(command))
    if returned in state.said:
        return []
    member = _here(state, command.on)
    if not any(away.meets(command.on, command.on) for away in member.absences):
        raise Refused("This worker is not recorded as absent then.")
    return [returned]


def leave_staff(state: Worker, command: LeaveStaff, known: Entrusted) -> list[Event]:
    """Nobody leaves a case behind: each needs somebody in charge."""
    left = StaffLeft(provider=command.provider, **dict(command))
    if left in state.said:
        return []
    _here(state, command.on)
    if cases := len(charges_of(known, command.staff_ref, command.on)):
        raise Refused("This worker is in charge of {cases} cases: move them first.", cases=cases)
    return [left]


def _here(state: Worker, on: date) -> Member:
    if state.member is None:
        raise Missing("There is no such worker.")
    if not state.member.is_here(on):
        raise Refused("This worker does not belong to the staff then.")
    return state.member


def _once(roles: tuple[StaffRole, ...]) -> tuple[StaffRole, ...]:
    """Each role once, in one order."""
    return tuple(sorted(set(roles)))


COMMANDS: tuple[type[OwnCommand], ...] = (
    JoinStaff,
    SetStaffRoles,
    RecordAbsence,
    EndAbsence,
    LeaveStaff,
    MoveCaseload,
)
DECIDER = Decider("staff", COMMANDS, Worker(), evolve, decide)
