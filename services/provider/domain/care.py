"""Betreuung: every decision on one case at this provider. The rules stand with their commands, by topic."""

from typing import assert_never

from services.provider.domain.care_state import Care, evolve
from services.provider.domain.caseworker import AssignCaseworker, assign_caseworker
from services.provider.domain.closing import CloseCase, close_case
from services.provider.domain.consent import StateConsent, StateSecrecyRelease, state_consent, state_release
from services.provider.domain.contact import RecordContact, record_contact
from services.provider.domain.contact_correction import CorrectContact, correct_contact
from services.provider.domain.handover import AnswerHandover, answer_handover
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted
from shared.decider import Around, Decider
from shared.event import Event

CareCommand = (
    RecordContact | CorrectContact | AssignCaseworker | AnswerHandover | CloseCase | StateConsent | StateSecrecyRelease
)


def decide(state: Care, command: CareCommand, around: Around[Entrusted]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` for a case never entrusted here."""
    match command:
        case RecordContact():
            return record_contact(state, command, around)
        case CorrectContact():
            return correct_contact(state, command, around)
        case AssignCaseworker():
            return assign_caseworker(state, command, around.register)
        case AnswerHandover():
            return answer_handover(state, command, around.register)
        case CloseCase():
            return close_case(state, command, around)
        case StateConsent():
            return state_consent(state, command, around)
        case StateSecrecyRelease():
            return state_release(state, command, around)
        case _ as never:
            assert_never(never)


COMMANDS: tuple[type[OwnCommand], ...] = (
    RecordContact,
    CorrectContact,
    AssignCaseworker,
    AnswerHandover,
    CloseCase,
    StateConsent,
    StateSecrecyRelease,
)
DECIDER = Decider("care", COMMANDS, Care(), evolve, decide)
