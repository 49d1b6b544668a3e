"""Einwilligung: what one person allows, for one purpose and one recipient, taken at the town's desk.

Participation is voluntary: no consent is a normal state, a consent can be refused, and withdrawn on any day. To release
from secrecy is another thing than to consent, and is stated by itself.
"""

from datetime import date
from typing import assert_never
from uuid import UUID

from services.intake.domain.elsewhere import TakeStatement, take_statement
from services.intake.domain.merging import MergePersons, merge_persons
from services.intake.domain.naming import RecordNames, known_case, record_names
from services.intake.domain.register import CaseRegister
from services.intake.domain.statements import Consents, Statement, before, evolve
from shared.decider import Around, Command, Decider
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day, ProviderId, Purpose
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.events.person import ConsentRefused, SecrecyReleased, SecrecyReleaseWithdrawn


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
PersonCommand = Stated | TakeStatement | RecordNames | MergePersons


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
        case TakeStatement():
            return take_statement(state, command, around.register)
        case RecordNames():
            return record_names(command, around)
        case MergePersons():
            return merge_persons(command, around)
        case _ as never:
            assert_never(never)


def give_consent(state: Consents, command: GiveConsent, around: Around[CaseRegister]) -> list[Event]:
    return _stated(
        state, ConsentGiven(case_id=known_case(command.person_id, around.register), **dict(command)), around.today
    )


def refuse_consent(state: Consents, command: RefuseConsent, around: Around[CaseRegister]) -> list[Event]:
    """A consent in force is not refused but withdrawn: whoever has it must learn that."""
    refused = ConsentRefused(case_id=known_case(command.person_id, around.register), **dict(command))
    earlier = before(state, refused)
    if earlier and isinstance(earlier[-1], ConsentGiven) and refused not in earlier:
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
    earlier = before(state, statement)
    if any(each == statement.model_copy(update={"case_id": each.case_id}) for each in earlier):
        return []
    if statement.on > today:
        raise Refused("A consent cannot be recorded before the day it is given or withdrawn.")
    if earlier and statement.on < earlier[-1].on:
        raise Refused("A later statement of this person on the same matter is recorded already.")
    return [statement]


COMMANDS = (
    *(GiveConsent, RefuseConsent, WithdrawConsent, ReleaseSecrecy, WithdrawSecrecyRelease),
    *(TakeStatement, RecordNames, MergePersons),
)
DECIDER = Decider("person", COMMANDS, Consents(), evolve, decide)
