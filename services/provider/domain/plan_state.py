"""Integrationsplan: its versions as they hold after corrections, its reviews, and how it ended."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from immutables import Map

from shared.event import Event, Fact
from shared.events.plans import (
    Goal,
    GoalProgress,
    PlanAgreed,
    PlanClosed,
    PlanCorrected,
    PlanReviewed,
    PlanRevised,
    PlanSigned,
    ReviewCorrected,
    Side,
)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version as it holds now. `event_id`: the fact that says so; `since`: the effective day of the first one."""

    event_id: UUID
    since: date
    took_place: bool
    agreed_on: date
    review_on: date
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it holds now."""

    event_id: UUID
    since: date
    took_place: bool
    on: date
    due_on: date
    review_on: date | None
    progress: tuple[GoalProgress, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`said`: agreements, further versions and reviews as they were recorded, for commands that come again."""

    person_id: UUID | None = None
    versions: tuple[PlanVersion, ...] = ()
    reviews: Map[UUID, Review] = field(default_factory=Map)
    signed: frozenset[tuple[int, Side]] = frozenset()
    closed: PlanClosed | None = None
    said: tuple[Event, ...] = ()

    def last(self) -> tuple[int, PlanVersion] | None:
        """Number and content of the last version that was really agreed."""
        agreed = [(number, each) for number, each in enumerate(self.versions, start=1) if each.took_place]
        return agreed[-1] if agreed else None

    def due_on(self) -> date | None:
        """When both wanted to look at the plan again; None: they did not say."""
        last = self.last()
        held = [each for each in self.reviews.values() if each.took_place]
        review = max(held, key=lambda each: each.on, default=None)
        if last and (review is None or review.on < last[1].agreed_on):
            return last[1].review_on
        return review.review_on if review else None


def evolve(state: Plan, fact: Fact) -> Plan:
    """The plan after one more fact of its stream."""
    match fact.event:
        case PlanAgreed() as event:
            version = _version(fact, event.agreed_on, event.review_on, event.goals)
            return replace(state, person_id=event.person_id, versions=(version,), said=(event,))
        case PlanRevised() as event:
            version = _version(fact, event.revised_on, event.review_on, event.goals)
            return replace(state, versions=(*state.versions, version), said=(*state.said, event))
        case PlanSigned() as event:
            return replace(state, signed=state.signed | {(event.plan_version, event.side)})
        case PlanClosed() as event:
            return replace(state, closed=event)
        case PlanCorrected() as event:
            return _corrected(state, fact.event_id, event)
        case PlanReviewed() as event:
            review = Review(fact.event_id, event.on, True, event.on, event.due_on, event.review_on, event.progress)
            return replace(state, reviews=state.reviews.set(event.review_id, review), said=(*state.said, event))
        case ReviewCorrected() as event:
            review = Review(
                event_id=fact.event_id,
                since=event.corrects_on,
                took_place=event.took_place,
                on=event.on,
                due_on=event.due_on,
                review_on=event.review_on,
                progress=event.progress,
            )
            return replace(state, reviews=state.reviews.set(event.review_id, review))
        case _:
            return state


def _version(fact: Fact, agreed_on: date, review_on: date, goals: tuple[Goal, ...]) -> PlanVersion:
    return PlanVersion(fact.event_id, agreed_on, True, agreed_on, review_on, goals)


def _corrected(state: Plan, event_id: UUID, event: PlanCorrected) -> Plan:
    version = PlanVersion(event_id, event.corrects_on, event.took_place, event.agreed_on, event.review_on, event.goals)
    at = event.plan_version - 1
    return replace(
        state, person_id=event.person_id, versions=(*state.versions[:at], version, *state.versions[at + 1 :])
    )
