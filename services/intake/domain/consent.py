"""Einwilligung: what one person allows, for one purpose and one recipient, taken at the town's desk.

Participation is voluntary: no consent is a normal state, and a consent can be withdrawn on any day.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never
from uuid import UUID

from immutables import Map

from services.intake.domain.register import CaseRegister
from shared.decider import Around, Command, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day, ProviderId, Purpose
from shared.events.intake import ConsentGiven, ConsentWithdrawn

Statement = ConsentGiven | ConsentWithdrawn


@dataclass(frozen=True, slots=True)
class Consents:
    """All that a person stated, by purpose and recipient, in the order it was recorded. The last one holds."""

    statements: Map[tuple[Purpose, ProviderId], tuple[Statement, ...]] = field(default_factory=Map)


def evolve(state: Consents, fact: Fact) -> Consents:
    """The person's consents after one more fact of her stream."""
    match fact.event:
        case ConsentGiven() | ConsentWithdrawn() as statement:
            key = (statement.purpose, statement.recipient)
            return Consents(state.statements.set(key, (*state.statements.get(key, ()), statement)))
        case _:
            return state


class GiveConsent(Command):
    """A person allows the recipient something, from `on`."""

    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: Day

    def target(self) -> str:
        return f"person-{self.person_id}"


class WithdrawConsent(Command):
    """A person takes a consent back, from `on`."""

    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: Day

    def target(self) -> str:
        return f"person-{self.person_id}"


ConsentCommand = GiveConsent | WithdrawConsent


def decide(state: Consents, command: ConsentCommand, around: Around[CaseRegister]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such person."""
    match command:
        case GiveConsent():
            return give_consent(state, command, around)
        case WithdrawConsent():
            return withdraw_consent(state, command, around)
        case _ as never:
            assert_never(never)


def give_consent(state: Consents, command: GiveConsent, around: Around[CaseRegister]) -> list[Event]:
    given = ConsentGiven(case_id=_case_of(command, around), **dict(command))
    before = state.statements.get((command.purpose, command.recipient), ())
    if given in before:
        return []
    _check_day(command.on, before, around.today)
    return [given]


def withdraw_consent(state: Consents, command: WithdrawConsent, around: Around[CaseRegister]) -> list[Event]:
    """What was never given can be withdrawn too: that a person does not consent is worth knowing, and is kept."""
    withdrawn = ConsentWithdrawn(case_id=_case_of(command, around), **dict(command))
    before = state.statements.get((command.purpose, command.recipient), ())
    if withdrawn in before:
        return []
    _check_day(command.on, before, around.today)
    return [withdrawn]


def _case_of(command: ConsentCommand, around: Around[CaseRegister]) -> UUID:
    case_id = around.register.case_of.get(command.person_id)
    if case_id is None:
        raise Missing("There is no such person.")
    return case_id


def _check_day(day: date, before: tuple[Statement, ...], today: date) -> None:
    if day > today:
        raise Refused("A consent cannot be recorded before the day it is given or withdrawn.")
    if before and day < before[-1].on:
        raise Refused("A later statement of this person on the same matter is recorded already.")


DECIDER = Decider("person", (GiveConsent, WithdrawConsent), Consents(), evolve, decide)
