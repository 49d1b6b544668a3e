"""Verweisung: a household is sent to an office or a regular service, and what became of it is asked."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never
from uuid import UUID

from services.provider.domain.bounds import Note
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, EntrustedCase, case_of
from services.provider.domain.silence import check_speaks
from shared.decider import Around, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.codes import Day, Label, Topic
from shared.events.plans import ReferralAnswered, ReferralCorrected, ReferralMade, ReferralOutcome


@dataclass(frozen=True, slots=True)
class Referral:
    """As it was made, as it holds now (`event_id`: the fact that says so), and every answer."""

    made: ReferralMade | None = None
    now: ReferralMade | ReferralCorrected | None = None
    event_id: UUID | None = None
    answers: tuple[ReferralAnswered, ...] = ()


def evolve(state: Referral, fact: Fact) -> Referral:
    """The referral after one more fact of its stream."""
    match fact.event:
        case ReferralMade() as made:
            return Referral(made, made, fact.event_id)
        case ReferralCorrected() as corrected:
            return Referral(state.made, corrected, fact.event_id, state.answers)
        case ReferralAnswered() as answered:
            return Referral(state.made, state.now, state.event_id, (*state.answers, answered))
        case _:
            return state


class OfReferral(OwnCommand):
    """A command on one referral."""

    referral_id: UUID

    def target(self) -> str:
        return f"referral-{self.provider}-{self.referral_id}"


class MakeReferral(OfReferral):
    """A household, or one person of it, is sent to an office of the directory."""

    case_id: UUID
    person_id: UUID | None = None
    office: Label
    domain: Topic = "not_stated"
    on: Day
    note: Note | None = None


class AnswerReferral(OfReferral):
    """What became of a referral by that day."""

    outcome: ReferralOutcome
    on: Day


class CorrectReferral(OfReferral):
    """How a referral really was. `took_place`: false if it was recorded by mistake."""

    took_place: bool = True
    person_id: UUID | None = None
    office: Label
    domain: Topic = "not_stated"
    on: Day


ReferralCommand = MakeReferral | AnswerReferral | CorrectReferral


def decide(state: Referral, command: ReferralCommand, around: Around[Entrusted]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` for what is not here."""
    match command:
        case MakeReferral():
            return make_referral(state, command, around)
        case AnswerReferral():
            return answer_referral(state, command, around)
        case CorrectReferral():
            return correct_referral(state, command, around)
        case _ as never:
            assert_never(never)


def make_referral(state: Referral, command: MakeReferral, around: Around[Entrusted]) -> list[Event]:
    case = case_of(around.register, command.case_id)
    said = {name: value for name, value in command if name != "note"}
    note_ref = command.referral_id if command.note else None
    made = ReferralMade(provider=command.provider, **said, note_ref=note_ref)
    if state.made == made:
        return []
    if state.made is not None:
        raise Refused("Another referral is recorded already under this id.")
    if case.situation == "withdrawn":
        raise Refused("A case that was withdrawn takes no new referral.")
    if case.situation == "closed":
        raise Refused("A closed case takes no new referral.")
    _check(command.person_id, command.on, case.persons(), around.today)
    check_speaks(_referred(command.person_id, case), case)
    return [made]


def answer_referral(state: Referral, command: AnswerReferral, around: Around[Entrusted]) -> list[Event]:
    """Also after a case was closed or withdrawn: what became of it is known late."""
    now = _existing(state)
    answered = ReferralAnswered(provider=command.provider, case_id=now.case_id, **dict(command))
    if answered in state.answers and (state.answers[-1] == answered or state.answers[-1].on > answered.on):
        return []
    if isinstance(now, ReferralCorrected) and not now.took_place:
        raise Refused("This referral was recorded by mistake.")
    case = case_of(around.register, now.case_id)
    check_speaks(_referred(now.person_id, case), case)
    if command.on > around.today or command.on < now.on:
        raise Refused("A referral is answered between the day it was made and today.")
    return [answered]


def correct_referral(state: Referral, command: CorrectReferral, around: Around[Entrusted]) -> list[Event]:
    now = _existing(state)
    assert state.made is not None
    assert state.event_id is not None
    took_place = now.took_place if isinstance(now, ReferralCorrected) else True
    held = (took_place, now.person_id, now.office, now.domain, now.on)
    if held == (command.took_place, command.person_id, command.office, command.domain, command.on):
        return []
    case = case_of(around.register, now.case_id)
    persons = case.persons()
    _check(command.person_id, command.on, persons | ({now.person_id} if now.person_id else set()), around.today)
    if command.took_place:
        check_speaks(_referred(command.person_id, case), case)
    corrected = ReferralCorrected(
        provider=command.provider,
        case_id=now.case_id,
        corrects=state.event_id,
        corrects_on=state.made.on,
        **dict(command),
    )
    return [corrected]


def _existing(state: Referral) -> ReferralMade | ReferralCorrected:
    if state.now is None:
        raise Missing("There is no such referral.")
    return state.now


def _referred(person_id: UUID | None, case: EntrustedCase) -> frozenset[UUID]:
    """Whom a referral is about: one person, or the whole household."""
    return case.persons() if person_id is None else frozenset({person_id})


def _check(person_id: UUID | None, on: date, persons: frozenset[UUID], today: date) -> None:
    if on > today:
        raise Refused("A referral cannot be recorded before the day it is made.")
    if person_id is not None and person_id not in persons:
        raise Refused("A person does not belong to the household of this case.")


COMMANDS: tuple[type[OwnCommand], ...] = (MakeReferral, AnswerReferral, CorrectReferral)
DECIDER = Decider("referral", COMMANDS, Referral(), evolve, decide)
