"""Listenimport: a list of arrivals is taken in as a whole, by one decision, or not at all. The same list only once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.intake.domain.bounds import not_far_ahead
from services.intake.domain.case import RegisterCase, register_case
from services.intake.domain.household import Case
from services.intake.domain.persons import check_births, check_codes
from services.intake.domain.register import CaseRegister
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.codes import Day, ProviderId, Value
from shared.events.intake import CaseRegistered, ListImported, TakenOver


@dataclass(frozen=True, slots=True)
class Imported:
    """Whether this list was taken in."""

    done: bool = False


def evolve(state: Imported, fact: Fact) -> Imported:
    """The list after one more fact of its stream."""
    match fact.event:
        case ListImported():
            return Imported(done=True)
        case _:
            return state


class AlreadyWith(Value):
    """Which provider has counselled a household, and since when."""

    provider: ProviderId
    entrusted_on: Day


class ArrivedHousehold(RegisterCase):
    """A household of a list. `taken_over`: it was with a provider before Fallbuch began."""

    taken_over: AlreadyWith | None = None


class ImportList(Command):
    """Internal, for `POST /imports`: take in all households of a list. `list_id` is the same for the same content."""

    list_id: UUID
    households: Annotated[tuple[ArrivedHousehold, ...], Field(min_length=1)]

    def target(self) -> str:
        return f"list-{self.list_id}"


def decide(state: Imported, command: ImportList, around: Around[CaseRegister]) -> list[Event]:
    """What the command leads to. Raises `Refused` where one household cannot be taken in: then none is."""
    match command:
        case ImportList():
            return import_list(state, command, around)
        case _ as never:
            assert_never(never)


def import_list(state: Imported, command: ImportList, around: Around[CaseRegister]) -> list[Event]:
    if state.done:
        return []
    cases = {household.case_id for household in command.households}
    persons = [person.person_id for household in command.households for person in household.persons]
    if len(cases) < len(command.households) or len(set(persons)) < len(persons):
        raise Refused("A case or a person is in this list twice.")
    if any(case_id in around.register.persons for case_id in cases):
        raise Refused("A case of this list is registered already.")
    imported = ListImported(
        list_id=command.list_id,
        household_count=len(command.households),
        person_count=len(persons),
        take_over=any(household.taken_over for household in command.households),
    )
    return [imported, *(_case(household, around) for household in command.households)]


def check_arrival(household: ArrivedHousehold, today: date, providers: Collection[ProviderId] | None = None) -> None:
    """Raises `Refused` for what a day or a provider forbids; where `providers` are given, for a stranger too."""
    not_far_ahead(max(household.placed_on, household.received_on), today)
    check_births(household.persons, today)
    for person in household.persons:
        check_codes(person.codes(), today)
    over = household.taken_over
    if over is None:
        return
    if not household.placed_on <= over.entrusted_on <= today:
        raise Refused("A household is with a provider from its placement at the earliest, and not in the future.")
    if providers is not None and over.provider not in providers:
        raise Refused("There is no such provider.")


def _case(household: ArrivedHousehold, around: Around[CaseRegister]) -> CaseRegistered:
    check_arrival(household, around.today)
    (registered,) = register_case(Case(), household, around)
    assert isinstance(registered, CaseRegistered)
    taken_over = TakenOver(**dict(household.taken_over)) if household.taken_over else None
    return registered.model_copy(update={"taken_over": taken_over})


DECIDER = Decider("list", (ImportList,), Imported(), evolve, decide)
