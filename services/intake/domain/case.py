"""Fall: one household with all its persons, where it lives, and since when. Names are not part of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.intake.domain.bounds import DAYS_AHEAD, HOUSEHOLD_SIZE_LIMIT, PersonName
from services.intake.domain.register import CaseRegister
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day, Label, Written
from shared.events.intake import CaseRegistered, HouseholdMoved, RegisteredPerson


@dataclass(frozen=True, slots=True)
class Case:
    """The registration, if there was one, and all moves in the order they were recorded."""

    registered: CaseRegistered | None = None
    moves: tuple[HouseholdMoved, ...] = ()


def evolve(state: Case, fact: Fact) -> Case:
    """The case after one more fact of its stream."""
    match fact.event:
        case CaseRegistered() as registered:
            return replace(state, registered=registered)
        case HouseholdMoved() as moved:
            return replace(state, moves=(*state.moves, moved))
        case _:
            return state


class NamedPerson(RegisteredPerson):
    """A person as the desk takes her in: the codes, and the names that go to the vault."""

    given_name: PersonName = "not_stated"
    family_name: PersonName = "not_stated"

    def codes(self) -> RegisteredPerson:
        """The person without her names, as facts know her."""
        return RegisteredPerson(**{name: getattr(self, name) for name in RegisteredPerson.model_fields})


class RegisterCase(Command):
    """Fallaufnahme: take in a household with all its persons. The shell puts the names into the vault."""

    case_id: UUID
    house: Label
    placed_on: Day
    received_on: Day
    persons: Annotated[tuple[NamedPerson, ...], Field(min_length=1, max_length=HOUSEHOLD_SIZE_LIMIT)]

    def target(self) -> str:
        return f"case-{self.case_id}"


class MoveHousehold(Command):
    """Umzug: the whole household lives in another house from `moved_on`."""

    case_id: UUID
    house: Label
    moved_on: Day

    def target(self) -> str:
        return f"case-{self.case_id}"


CaseCommand = RegisterCase | MoveHousehold


def decide(state: Case, command: CaseCommand, around: Around[CaseRegister]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such case."""
    match command:
        case RegisterCase():
            return register_case(state, command, around)
        case MoveHousehold():
            return move_household(state, command, around.today)
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
    _check_not_far_ahead(max(command.placed_on, command.received_on), around.today)
    _check_persons(registered.persons, around)
    return [registered]


def move_household(state: Case, command: MoveHousehold, today: date) -> list[Event]:
    if state.registered is None:
        raise Missing("There is no such case.")
    moved = HouseholdMoved(case_id=command.case_id, house=command.house, moved_on=command.moved_on)
    if moved in state.moves or house_on(state, command.moved_on) == command.house:
        return []
    if command.moved_on < state.registered.placed_on:
        raise Refused("A household cannot move before the day it was placed.")
    _check_not_far_ahead(command.moved_on, today)
    return [moved]


def house_on(state: Case, day: date) -> Written | None:
    """Where the household lives on the day, None before it was placed. Of two moves on one day the later recorded."""
    if state.registered is None or day < state.registered.placed_on:
        return None
    moves = sorted((move for move in state.moves if move.moved_on <= day), key=lambda move: move.moved_on)
    return moves[-1].house if moves else state.registered.house


def _check_not_far_ahead(day: date, today: date) -> None:
    if day > today + timedelta(days=DAYS_AHEAD):
        raise Refused("The day is more than a year ahead.")


def _check_persons(persons: tuple[RegisteredPerson, ...], around: Around[CaseRegister]) -> None:
    if len({person.person_id for person in persons}) < len(persons):
        raise Refused("A person is named twice in this household.")
    if any(person.person_id in around.register.case_of for person in persons):
        raise Refused("A person of this household belongs to another case already.")
    years = [person.birth_year for person in persons if person.birth_year != "not_stated"]
    if any(year > around.today.year for year in years):
        raise Refused("A birth year lies in the future.")


DECIDER = Decider("case", (RegisterCase, MoveHousehold), Case(), evolve, decide)
