"""Kooperationsvertrag: the town delegates counselling to providers for a number of years."""

from dataclasses import dataclass
from typing import Annotated, assert_never
from uuid import UUID

from pydantic import Field

from services.reporting.domain.staffing import Staffing
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.codes import Day, ProviderId
from shared.events.reporting import ContractRecorded


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract as it was recorded, if it was."""

    recorded: ContractRecorded | None = None


def evolve(state: Contract, fact: Fact) -> Contract:
    """The contract after one more fact of its stream."""
    match fact.event:
        case ContractRecorded() as recorded:
            return Contract(recorded)
        case _:
            return state


class RecordContract(Command):
    """Put a contract on record. `starts_on` and `ends_on` are its first and last day."""

    contract_id: UUID
    starts_on: Day
    ends_on: Day
    providers: Annotated[tuple[ProviderId, ...], Field(min_length=1, max_length=32)]

    def target(self) -> str:
        return f"contract-{self.contract_id}"


ContractCommand = RecordContract


def decide(state: Contract, command: ContractCommand, _: Around[Staffing]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no."""
    match command:
        case RecordContract():
            return record_contract(state, command)
        case _ as never:
            assert_never(never)


def record_contract(state: Contract, command: RecordContract) -> list[Event]:
    if command.ends_on < command.starts_on:
        raise Refused("A contract ends on or after the day it starts.")
    providers = tuple(sorted(set(command.providers)))
    recorded = ContractRecorded(
        contract_id=command.contract_id, starts_on=command.starts_on, ends_on=command.ends_on, providers=providers
    )
    if state.recorded is None:
        return [recorded]
    if state.recorded != recorded:
        raise Refused("A contract with other terms is already recorded under this id.")
    return []


DECIDER = Decider("contract", (RecordContract,), Contract(), evolve, decide)
