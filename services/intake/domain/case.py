"""Fall: one household with all its persons, where it lives, and since when. Names are not part of it."""

from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.intake.domain import changes, recording
from services.intake.domain.bounds import HOUSEHOLD_SIZE_LIMIT, Line, Note, not_far_ahead
from services.intake.domain.changes import ChangeCommand
from services.intake.domain.household import Case, evolve, house_on
from services.intake.domain.persons import NamedPerson, check_births, check_persons
from services.intake.domain.register import CaseRegister
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.codes import Day, Label
from shared.events.intake import CaseRegistered, HouseholdMoved


class RegisterCase(Command):
    """Fallaufnahme: take in a household with all its persons.

    Names, birth dates, contact details, dwelling, file reference and note go to the vault alone.
    """

    case_id: UUID
    house: Label
    placed_on: Day
    received_on: Day
    persons: Annotated[tuple[NamedPerson, ...], Field(min_length=1, max_length=HOUSEHOLD_SIZE_LIMIT)]
    dwelling: Line = "not_stated"
    file_reference: Line = "not_stated"
    note: Note = "not_stated"

    def target(self) -> str:
        return f"case-{self.case_id}"


class MoveHousehold(Command):
    """Umzug: the whole household lives in another house from `moved_on`."""

    case_id: UUID
    house: Label
    moved_on: Day

    def target(self) -> str:
        return f"case-{self.case_id}"


CaseCommand = RegisterCase | MoveHousehold | ChangeCommand | recording.RecordPerson


def decide(state: Case, command: CaseCommand, around: Around[CaseRegister]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such case."""
    match command:
        case RegisterCase():
            return register_case(state, command, around)
        case MoveHousehold():
            return move_household(state, command, around)
        case changes.JoinHousehold():
            return changes.join_household(state, command, around)
        case changes.LeaveHousehold():
            return changes.leave_household(state, command, around)
        case changes.SplitHousehold():
            return changes.split_household(state, command, around)
        case changes.LeaveTown():
            return changes.leave_town(state, command, around)
        case changes.ReopenCase():
            return changes.reopen_case(state, command, around)
        case recording.RecordPerson():
            return recording.record_person(state, command, around.today)
        case _ as never:
            assert_never(never)


def register_case(state: Case, command: RegisterCase, around: Around[CaseRegister]) -> list[Event]:
    registered = CaseRegistered(
        case_id=command.case_id,
        house=command.house,
        placed_on=command.placed_on,
        received_on=command.received_on,
        persons=tuple(person.codes() for person in command.persons),
    )
    if state.registered == registered:
        return []
    if state.registered is not None:
        raise Refused("This case is registered already, with other content.")
    not_far_ahead(max(command.placed_on, command.received_on), around.today)
    check_births(command.persons, around.today)
    check_persons(command.case_id, registered.persons, around)
    return [registered]


def move_household(state: Case, command: MoveHousehold, around: Around[CaseRegister]) -> list[Event]:
    if state.registered is None:
        raise Missing("There is no such case.")
    moved = HouseholdMoved(case_id=command.case_id, house=command.house, moved_on=command.moved_on)
    if moved in state.moves or house_on(state, command.moved_on) == command.house:
        return []
    if command.moved_on < state.registered.placed_on:
        raise Refused("A household cannot move before the day it was placed.")
    not_far_ahead(command.moved_on, around.today)
    changes.check_open(command.case_id, around.register)
    return [moved]


DECIDER = Decider(
    "case", (RegisterCase, MoveHousehold, *changes.COMMANDS, recording.RecordPerson), Case(), evolve, decide
)
