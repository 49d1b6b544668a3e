"""Betreuung: what is recorded of one case at this provider, and so far as rules ask for it."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from immutables import Map

from shared.event import Event, Fact
from shared.events.provider import (
    CaseClosed,
    CaseworkerAssigned,
    ConsentStatedHere,
    ContactCorrected,
    ContactRecorded,
    HandoverAnswered,
    ResidenceSeen,
    SecrecyReleaseStatedHere,
)

ConsentKey = tuple[UUID, str, str]
"""Whose, for what, to whom."""


@dataclass(frozen=True, slots=True)
class KeptContact:
    """As it was recorded, as it holds now, and the fact that says so."""

    recorded: ContactRecorded
    now: ContactRecorded | ContactCorrected
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Care:
    """All contacts by their id; assignments of a worker and closings in the order they were recorded.

    Of residence, consent and secrecy: what was said, for each person and each matter the last.
    """

    contacts: Map[UUID, KeptContact] = field(default_factory=Map)
    caseworkers: tuple[CaseworkerAssigned, ...] = ()
    closings: tuple[CaseClosed, ...] = ()
    answer: HandoverAnswered | None = None
    residences: Map[UUID, ResidenceSeen] = field(default_factory=Map)
    consents: Map[ConsentKey, ConsentStatedHere] = field(default_factory=Map)
    releases: Map[ConsentKey, SecrecyReleaseStatedHere] = field(default_factory=Map)


def evolve(state: Care, fact: Fact) -> Care:
    """The care after one more fact of its stream."""
    match fact.event:
        case ContactRecorded() as contact:
            kept = KeptContact(contact, contact, fact.event_id)
            return replace(state, contacts=state.contacts.set(contact.contact_id, kept))
        case ContactCorrected() as corrected if before := state.contacts.get(corrected.contact_id):
            kept = KeptContact(before.recorded, corrected, fact.event_id)
            return replace(state, contacts=state.contacts.set(corrected.contact_id, kept))
        case CaseworkerAssigned() as assigned:
            return replace(state, caseworkers=(*state.caseworkers, assigned))
        case CaseClosed() as closed:
            return replace(state, closings=(*state.closings, closed))
        case HandoverAnswered() as answer:
            return replace(state, answer=answer)
        case event:
            return _said(state, event)


def _said(state: Care, event: Event) -> Care:
    """What a person said or showed of themselves: the last time holds."""
    match event:
        case ResidenceSeen() as seen:
            return replace(state, residences=state.residences.set(seen.person_id, seen))
        case ConsentStatedHere() as stated:
            return replace(state, consents=state.consents.set(key_of(stated), stated))
        case SecrecyReleaseStatedHere() as stated:
            return replace(state, releases=state.releases.set(key_of(stated), stated))
        case _:
            return state


def key_of(stated: ConsentStatedHere | SecrecyReleaseStatedHere) -> ConsentKey:
    return stated.person_id, stated.purpose, stated.recipient
