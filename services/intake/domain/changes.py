"""Was einem Haushalt geschieht: persons come and go, a household becomes two, leaves the town, or is back."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.domain.bounds import HOUSEHOLD_SIZE_LIMIT, not_to_come
from services.intake.domain.household import Case, codes_on, house_on
from services.intake.domain.persons import NamedPerson, check_births, check_persons
from services.intake.domain.register import CaseRegister, lives_elsewhere
from shared.decider import Around, Command
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.codes import Day, JoinCause, Label, LeaveCause
from shared.events.intake import (
    CaseRegistered,
    CaseReopened,
    HouseholdLeft,
    HouseholdSplit,
    PersonJoined,
    PersonLeft,
)


class JoinHousehold(Command):
    """Haushaltszugang, also a birth: a person belongs to the household from `joined_on`."""

    case_id: UUID
    person: NamedPerson
    joined_on: Day
    cause: JoinCause = "not_stated"

    def target(self) -> str:
        return f"case-{self.case_id}"


class LeaveHousehold(Command):
    """Haushaltsabgang, also a death: `left_on` is the first day without the person."""

    case_id: UUID
    person_id: UUID
    left_on: Day
    cause: LeaveCause = "not_stated"

    def target(self) -> str:
        return f"case-{self.case_id}"


class SplitHousehold(Command):
    """Haushaltstrennung: from `split_on` these persons are a case of their own; without `house` in the same house."""

    case_id: UUID
    into_case_id: UUID
    persons: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=HOUSEHOLD_SIZE_LIMIT)]
    split_on: Day
    house: Label | None = None

    def target(self) -> str:
        return f"case-{self.case_id}"


class LeaveTown(Command):
    """Wegzug: `left_on` is the first day on which nobody of the household lives in the town."""

    case_id: UUID
    left_on: Day

    def target(self) -> str:
        return f"case-{self.case_id}"


class ReopenCase(Command):
    """Wiederaufnahme: a closed case is open again from `reopened_on`, with the persons whom it had."""

    case_id: UUID
    reopened_on: Day

    def target(self) -> str:
        return f"case-{self.case_id}"


ChangeCommand = JoinHousehold | LeaveHousehold | SplitHousehold | LeaveTown | ReopenCase
COMMANDS = (JoinHousehold, LeaveHousehold, SplitHousehold, LeaveTown, ReopenCase)


def join_household(state: Case, command: JoinHousehold, around: Around[CaseRegister]) -> list[Event]:
    registered = _registered(state)
    codes = command.person.codes()
    joined = PersonJoined(case_id=command.case_id, person=codes, joined_on=command.joined_on, cause=command.cause)
    if joined in state.changes:
        return []
    check_open(command.case_id, around.register)
    if codes.person_id in state.members:
        raise Refused("This person belongs to the household already.")
    if len(state.members) >= HOUSEHOLD_SIZE_LIMIT:
        raise Refused("A household has at most {limit} persons.", limit=HOUSEHOLD_SIZE_LIMIT)
    if command.joined_on < registered.placed_on:
        raise Refused("Nobody can join a household before the day it was placed.")
    not_to_come(command.joined_on, around.today)
    check_births((command.person,), around.today)
    check_persons(command.case_id, (codes,), around)
    return [joined]


def leave_household(state: Case, command: LeaveHousehold, around: Around[CaseRegister]) -> list[Event]:
    """With the last person the household is gone."""
    _registered(state)
    left = PersonLeft(
        case_id=command.case_id, person_id=command.person_id, left_on=command.left_on, cause=command.cause
    )
    if left in state.changes:
        return []
    _check_belongs(state, command.person_id, command.left_on)
    not_to_come(command.left_on, around.today)
    if len(state.members) > 1 or command.case_id in around.register.closed:
        return [left]
    return [left, HouseholdLeft(case_id=command.case_id, left_on=command.left_on)]


def split_household(state: Case, command: SplitHousehold, around: Around[CaseRegister]) -> list[Event]:
    """One decision, two cases. The new one holds from the day of the split, so nobody counts twice on any day."""
    _registered(state)
    split = HouseholdSplit(
        case_id=command.case_id,
        into_case_id=command.into_case_id,
        persons=command.persons,
        split_on=command.split_on,
    )
    if split in state.changes:
        return []
    check_open(command.case_id, around.register)
    if command.into_case_id in around.register.persons:
        raise Refused("The case for the new household is registered already.")
    if len(set(command.persons)) < len(command.persons):
        raise Refused("A person is named twice in this household.")
    for person_id in command.persons:
        _check_belongs(state, person_id, command.split_on)
    if len(command.persons) == len(state.members):
        raise Refused("At least one person stays: a household that goes as a whole moves.")
    not_to_come(command.split_on, around.today)
    return [split, _new_case(state, command, around)]


def _new_case(state: Case, command: SplitHousehold, around: Around[CaseRegister]) -> CaseRegistered:
    said = [codes_on(state, person_id, command.split_on) for person_id in command.persons]
    house = command.house or house_on(state, command.split_on)
    assert house is not None, "they belong to the household on that day, so it lives somewhere"
    return CaseRegistered(
        case_id=command.into_case_id,
        house=house,
        placed_on=command.split_on,
        received_on=around.today,
        persons=tuple(codes.person for codes in said if codes is not None),
        split_from=command.case_id,
    )


def leave_town(state: Case, command: LeaveTown, around: Around[CaseRegister]) -> list[Event]:
    registered = _registered(state)
    left = HouseholdLeft(case_id=command.case_id, left_on=command.left_on)
    if left in state.changes:
        return []
    check_open(command.case_id, around.register)
    if command.left_on < max([registered.placed_on, *state.members.values()]):
        raise Refused("A household cannot leave before all its persons have come.")
    not_to_come(command.left_on, around.today)
    return [left]


def reopen_case(state: Case, command: ReopenCase, around: Around[CaseRegister]) -> list[Event]:
    _registered(state)
    reopened = CaseReopened(case_id=command.case_id, reopened_on=command.reopened_on)
    if reopened in state.changes:
        return []
    closed_on = around.register.closed.get(command.case_id)
    if closed_on is None:
        raise Refused("This case is open.")
    if command.reopened_on < closed_on:
        raise Refused("A case cannot be open again before the day it was closed.")
    if not state.members:
        raise Refused("Nobody belongs to this household any more: register a new case.")
    if any(lives_elsewhere(around.register, person_id, command.case_id) for person_id in state.members):
        raise Refused("A person of this household belongs to another case already.")
    not_to_come(command.reopened_on, around.today)
    return [reopened]


def check_open(case_id: UUID, register: CaseRegister) -> None:
    """Raises `Refused` for a case that is closed."""
    if case_id in register.closed:
        raise Refused("This case is closed: reopen it first.")


def _registered(state: Case) -> CaseRegistered:
    if state.registered is None:
        raise Missing("There is no such case.")
    return state.registered


def _check_belongs(state: Case, person_id: UUID, day: date) -> None:
    since = state.members.get(person_id)
    if since is None:
        raise Refused("This person does not belong to this household.")
    if day < since:
        raise Refused("A person cannot leave before the day she came.")
