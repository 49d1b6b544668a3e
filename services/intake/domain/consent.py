"""Einwilligung: what one person allows, for one purpose and one recipient, taken at the town's desk.

Participation is voluntary: no consent is a normal state, a consent can be refused, and withdrawn on any day. To release
from secrecy is another thing than to consent, and is stated by itself.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from immutables import Map

from services.intake.domain.merging import MergePersons, merge_persons
from services.intake.domain.naming import RecordNames, known_case, record_names
from services.intake.domain.register import CaseRegister
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event, Fact
from shared.events.codes import Day, ProviderId, Purpose
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.events.person import ConsentRefused, SecrecyReleased, SecrecyReleaseWithdrawn

Consent = ConsentGiven | ConsentWithdrawn | ConsentRefused
Release = SecrecyReleased | SecrecyReleaseWithdrawn
Statement = Consent | Release
Matter = tuple[bool, Purpose, ProviderId]
"""Whether it is about secrecy, for what, for whom."""


@dataclass(frozen=True, slots=True)
class Consents:
    """All that a person stated, by matter, in the order it was recorded. The last one holds."""

    statements: Map[Matter, tuple[Statement, ...]] = field(default_factory=Map)


def evolve(state: Consents, fact: Fact) -> Consents:
    """What the person stated after one more fact of her stream."""
    match fact.event:
        case (
            ConsentGiven() | ConsentWithdrawn() | ConsentRefused() | SecrecyReleased() | SecrecyReleaseWithdrawn()
        ) as statement:
            before = _before(state, statement)
            return replace(state, statements=state.statements.set(_matter(statement), (*before, statement)))
        case _:
            return state


class StateSomething(Command):
    """What a person states at the desk: whose, for what, for whom, and from when."""

    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: Day

    def target(self) -> str:
        return f"person-{self.person_id}"


class GiveConsent(StateSomething):
    """A person allows the recipient something, from `on`."""


class RefuseConsent(StateSomething):
    """A person was asked and said no. She counts as one without consent."""


class WithdrawConsent(StateSomething):
    """A person takes a consent back, from `on`."""


class ReleaseSecrecy(StateSomething):
    """Schweigepflichtentbindung: those who must keep her secrets may speak with the recipient, from `on`."""


class WithdrawSecrecyRelease(StateSomething):
    """A person takes a release from secrecy back, from `on`."""


Stated = GiveConsent | RefuseConsent | WithdrawConsent | ReleaseSecrecy | WithdrawSecrecyRelease
PersonCommand = Stated | RecordNames | MergePersons


def decide(state: Consents, command: PersonCommand, around: Around[CaseRegister]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` where there is no such person."""
    match command:
        case GiveConsent():
            return give_consent(state, command, around)
        case RefuseConsent():
            return refuse_consent(state, command, around)
        case WithdrawConsent():
            return withdraw_consent(state, command, around)
        case ReleaseSecrecy():
            return release_secrecy(state, command, around)
        case WithdrawSecrecyRelease():
            return withdraw_release(state, command, around)
        case RecordNames():
            return record_names(command, around)
        case MergePersons():
            return merge_persons(command, around.register)
        case _ as never:
            assert_never(never)


def give_consent(state: Consents, command: GiveConsent, around: Around[CaseRegister]) -> list[Event]:
    return _stated(
        state, ConsentGiven(case_id=known_case(command.person_id, around.register), **dict(command)), around.today
    )


def refuse_consent(state: Consents, command: RefuseConsent, around: Around[CaseRegister]) -> list[Event]:
    """A consent in force is not refused but withdrawn: whoever has it must learn that."""
    refused = ConsentRefused(case_id=known_case(command.person_id, around.register), **dict(command))
    before = _before(state, refused)
    if before and isinstance(before[-1], ConsentGiven) and refused not in before:
        raise Refused("This consent was given: it can be withdrawn.")
    return _stated(state, refused, around.today)


def withdraw_consent(state: Consents, command: WithdrawConsent, around: Around[CaseRegister]) -> list[Event]:
    """What was never given can be withdrawn too: that a person does not consent is worth knowing, and is kept."""
    return _stated(
        state, ConsentWithdrawn(case_id=known_case(command.person_id, around.register), **dict(command)), around.today
    )


def release_secrecy(state: Consents, command: ReleaseSecrecy, around: Around[CaseRegister]) -> list[Event]:
    return _stated(
        state, SecrecyReleased(case_id=known_case(command.person_id, around.register), **dict(command)), around.today
    )


def withdraw_release(state: Consents, command: WithdrawSecrecyRelease, around: Around[CaseRegister]) -> list[Event]:
    withdrawn = SecrecyReleaseWithdrawn(case_id=known_case(command.person_id, around.register), **dict(command))
    return _stated(state, withdrawn, around.today)


def _stated(state: Consents, statement: Statement, today: date) -> list[Event]:
    before = _before(state, statement)
    if any(each == statement.model_copy(update={"case_id": each.case_id}) for each in before):
        return []
    if statement.on > today:
        raise Refused("A consent cannot be recorded before the day it is given or withdrawn.")
    if before and statement.on < before[-1].on:
        raise Refused("A later statement of this person on the same matter is recorded already.")
    return [statement]


def _before(state: Consents, statement: Statement) -> tuple[Statement, ...]:
    return state.statements.get(_matter(statement), ())


def _matter(statement: Statement) -> Matter:
    return isinstance(statement, SecrecyReleased | SecrecyReleaseWithdrawn), statement.purpose, statement.recipient


COMMANDS = (
    *(GiveConsent, RefuseConsent, WithdrawConsent, ReleaseSecrecy, WithdrawSecrecyRelease),
    *(RecordNames, MergePersons),
)
DECIDER = Decider("person", COMMANDS, Consents(), evolve, decide)
