"""Ehrenamt: a volunteer of the provider, what she offers, whom she helps. A match has an end, and ends by itself."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated, Literal, assert_never
from uuid import UUID

from immutables import Map
from pydantic import Field

from services.provider.domain.bounds import LANGUAGES_LIMIT, MATCH_DAYS_LIMIT, TIMES_LIMIT, WorkerName
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, case_of
from shared.decider import Around, Decider
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.allocation import Consent
from shared.events.codes import Day, Language
from shared.events.volunteers import (
    FreeTime,
    MatchEnd,
    TaskKind,
    VolunteerMatched,
    VolunteerMatchEnded,
    VolunteerOffered,
    VolunteerRegistered,
)

Languages = Annotated[tuple[Language, ...], Field(max_length=LANGUAGES_LIMIT)]


@dataclass(frozen=True, slots=True)
class Volunteer:
    """`registered` None: not on the list."""

    registered: VolunteerRegistered | None = None
    offers: Map[UUID, VolunteerOffered] = field(default_factory=Map)
    matches: Map[UUID, VolunteerMatched] = field(default_factory=Map)
    ends: Map[UUID, VolunteerMatchEnded] = field(default_factory=Map)


def evolve(state: Volunteer, fact: Fact) -> Volunteer:
    """The volunteer after one more fact of her stream."""
    match fact.event:
        case VolunteerRegistered() as registered:
            return replace(state, registered=registered)
        case VolunteerOffered() as offered:
            return replace(state, offers=state.offers.set(offered.offer_id, offered))
        case VolunteerMatched() as matched:
            return replace(state, matches=state.matches.set(matched.match_id, matched))
        case VolunteerMatchEnded() as ended:
            return replace(state, ends=state.ends.set(ended.match_id, ended))
        case _:
            return state


class OfVolunteer(OwnCommand):
    """What all commands on one volunteer have."""

    volunteer_ref: UUID

    def target(self) -> str:
        return f"volunteer-{self.provider}-{self.volunteer_ref}"


class RegisterVolunteer(OfVolunteer):
    """Ehrenamtliche aufnehmen. `volunteer_ref` is what her token says; her name goes to the vault."""

    languages: Languages = ()
    on: Day
    given_name: WorkerName | None = None
    family_name: WorkerName | None = None


class OfferVolunteer(OfVolunteer):
    """Angebot erfassen: what she would do, in which languages, at which times."""

    offer_id: UUID
    task_kind: TaskKind
    languages: Languages = ()
    times: Annotated[tuple[FreeTime, ...], Field(max_length=TIMES_LIMIT)] = ()
    on: Day


class MatchVolunteer(OfVolunteer):
    """Vermitteln: she helps this person with the task of her offer, through `until_on`. Needs the person's consent."""

    match_id: UUID
    offer_id: UUID
    case_id: UUID
    person_id: UUID
    on: Day
    until_on: Day


class EndVolunteerMatch(OfVolunteer):
    """Eine Vermittlung beenden, before its last day. `ended_on`: the first day without it."""

    match_id: UUID
    ended_on: Day
    cause: Literal["done", "wish", "other"]


class LetMatchEnd(OfVolunteer):
    """Internal: its last day is over, or consent or case are gone."""

    match_id: UUID
    ended_on: date
    cause: Literal["last_day_over", "consent_withdrawn", "case_ended"]


VolunteerCommand = RegisterVolunteer | OfferVolunteer | MatchVolunteer | EndVolunteerMatch | LetMatchEnd


def decide(state: Volunteer, command: VolunteerCommand, around: Around[Entrusted]) -> list[Event]:
    """What the command leads to. Raises `Refused` where a rule says no, `Missing` for what is not here."""
    match command:
        case RegisterVolunteer():
            return register_volunteer(state, command)
        case OfferVolunteer():
            return offer_volunteer(state, command)
        case MatchVolunteer():
            return match_volunteer(state, command, around)
        case EndVolunteerMatch():
            return end_match(state, command)
        case LetMatchEnd():
            return let_match_end(state, command)
        case _ as never:
            assert_never(never)


def register_volunteer(state: Volunteer, command: RegisterVolunteer) -> list[Event]:
    registered = VolunteerRegistered(
        provider=command.provider,
        volunteer_ref=command.volunteer_ref,
        languages=_each_once(command.languages),
        on=command.on,
    )
    if state.registered == registered:
        return []
    if state.registered is not None:
        raise Refused("This volunteer is on the list already, with other languages or from another day.")
    return [registered]


def offer_volunteer(state: Volunteer, command: OfferVolunteer) -> list[Event]:
    _check_registered(state)
    fields = {**dict(command), "languages": _each_once(command.languages), "times": tuple(sorted(set(command.times)))}
    offered = VolunteerOffered(provider=command.provider, **fields)
    before = state.offers.get(command.offer_id)
    if before == offered:
        return []
    if before is not None:
        raise Refused("Another offer is recorded already under this id.")
    return [offered]


def match_volunteer(state: Volunteer, command: MatchVolunteer, around: Around[Entrusted]) -> list[Event]:
    _check_registered(state)
    offer = state.offers.get(command.offer_id)
    if offer is None:
        raise Missing("There is no such offer.")
    matched = VolunteerMatched(provider=command.provider, task_kind=offer.task_kind, **dict(command))
    before = state.matches.get(command.match_id)
    if before == matched:
        return []
    if before is not None:
        raise Refused("Another match is recorded already under this id.")
    _check_match(command, around)
    return [matched]


def _check_match(command: MatchVolunteer, around: Around[Entrusted]) -> None:
    case = case_of(around.register, command.case_id)
    if case.situation != "entrusted":
        raise Refused("Only for a case that is with this provider now a volunteer is found.")
    if command.person_id not in case.persons():
        raise Refused("A person does not belong to the household of this case.")
    if Consent(person_id=command.person_id, purpose="volunteer") not in case.consents:
        raise Refused("A volunteer is found only for a person who consents to it.")
    if not command.on <= command.until_on <= command.on + timedelta(days=MATCH_DAYS_LIMIT):
        raise Refused("A match ends on or after the day it begins, and at most a year later.")
    if command.until_on < around.today:
        raise Refused("The last day of this match is over already.")


def end_match(state: Volunteer, command: EndVolunteerMatch) -> list[Event]:
    matched, before = state.matches.get(command.match_id), state.ends.get(command.match_id)
    if matched is None:
        raise Missing("There is no such match.")
    ended = _ended(matched, command.ended_on, command.cause)
    if before == ended:
        return []
    if before is not None:
        raise Refused("This match has ended already.")
    if not matched.on <= command.ended_on <= matched.until_on:
        raise Refused("A match ends on one of its own days.")
    return [ended]


def let_match_end(state: Volunteer, command: LetMatchEnd) -> list[Event]:
    """What has ended meanwhile, or never was, is let be."""
    matched = state.matches.get(command.match_id)
    if matched is None or command.match_id in state.ends:
        return []
    return [_ended(matched, command.ended_on, command.cause)]


def _ended(matched: VolunteerMatched, ended_on: date, cause: MatchEnd) -> VolunteerMatchEnded:
    return VolunteerMatchEnded(
        provider=matched.provider,
        volunteer_ref=matched.volunteer_ref,
        match_id=matched.match_id,
        case_id=matched.case_id,
        person_id=matched.person_id,
        ended_on=ended_on,
        cause=cause,
    )


def _check_registered(state: Volunteer) -> None:
    if state.registered is None:
        raise Missing("There is no such volunteer.")


def _each_once(languages: tuple[Language, ...]) -> tuple[Language, ...]:
    return tuple(sorted(set(languages)))


COMMANDS: tuple[type[OwnCommand], ...] = (
    RegisterVolunteer,
    OfferVolunteer,
    MatchVolunteer,
    EndVolunteerMatch,
    LetMatchEnd,
)
DECIDER = Decider("volunteer", COMMANDS, Volunteer(), evolve, decide)
