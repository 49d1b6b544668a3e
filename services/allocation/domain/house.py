"""Haus: a house of municipal follow-up housing under the id by which cases and catchment rules name it."""

from dataclasses import dataclass
from typing import assert_never

from services.allocation.domain.bounds import HouseName
from services.allocation.domain.register import Coordination
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.allocation import HouseDefined
from shared.events.codes import Label


@dataclass(frozen=True, slots=True)
class House:
    """The house as it was defined, if it was."""

    defined: HouseDefined | None = None


def evolve(state: House, fact: Fact) -> House:
    """The house after one more fact of its stream."""
    match fact.event:
        case HouseDefined() as defined:
            return House(defined)
        case _:
            return state


class DefineHouse(Command):
    """Put a house on record. `name` is that of the building, as people in town know it."""

    house: Label
    name: HouseName

    def target(self) -> str:
        return f"house-{self.house}"


HouseCommand = DefineHouse


def decide(state: House, command: HouseCommand, _: Around[Coordination]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no."""
    match command:
        case DefineHouse():
            return define_house(state, command)
        case _ as never:
            assert_never(never)


def define_house(state: House, command: DefineHouse) -> list[Event]:
    defined = HouseDefined(house=command.house, house_name=command.name)
    if state.defined is None:
        return [defined]
    if state.defined != defined:
        raise Refused("A house with another name is defined already under this id.")
    return []


DECIDER = Decider("house", (DefineHouse,), House(), evolve, decide)
