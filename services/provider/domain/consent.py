"""Einwilligung und Schweigepflichtentbindung, as a person states them at the provider. Intake hears of them."""

from typing import Literal
from uuid import UUID

from services.provider.domain.care_state import Care, key_of
from services.provider.domain.own import OwnCommand
from services.provider.domain.register import Entrusted, case_of
from shared.decider import Around
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Day, ProviderId, Purpose
from shared.events.provider import ConsentStatedHere, SecrecyReleaseStatedHere, Stated


class StateConsent(OwnCommand):
    """A person gives, refuses or withdraws consent, for one purpose and one recipient: for `recipient` null, us."""

    case_id: UUID
    person_id: UUID
    purpose: Purpose
    recipient: ProviderId | None = None
    stated: Stated
    on: Day

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class StateSecrecyRelease(OwnCommand):
    """A person releases the worker from secrecy towards a recipient, or takes that back."""

    case_id: UUID
    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    stated: Literal["given", "withdrawn"]
    on: Day

    def target(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


def state_consent(state: Care, command: StateConsent, around: Around[Entrusted]) -> list[Event]:
    stated = ConsentStatedHere(
        provider=command.provider, **{**dict(command), "recipient": command.recipient or command.provider}
    )
    if state.consents.get(key_of(stated)) == stated:
        return []
    _check_person(command, around)
    return [stated]


def state_release(state: Care, command: StateSecrecyRelease, around: Around[Entrusted]) -> list[Event]:
    stated = SecrecyReleaseStatedHere(provider=command.provider, **dict(command))
    before = state.releases.get(key_of(stated))
    if before == stated:
        return []
    _check_person(command, around)
    if command.stated == "withdrawn" and (before is None or before.stated == "withdrawn"):
        raise Refused("No release from secrecy is in force that could be withdrawn.")
    return [stated]


def _check_person(command: StateConsent | StateSecrecyRelease, around: Around[Entrusted]) -> None:
    """Also of a case that was withdrawn or closed: a person may take back what they said at any time."""
    case = case_of(around.register, command.case_id)
    if command.person_id not in case.persons():
        raise Refused("A person does not belong to the household of this case.")
    if command.on > around.today:
        raise Refused("What a person states cannot be recorded before the day it is stated.")
