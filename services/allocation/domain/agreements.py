"""Was vereinbart ist: plans and referrals of all providers, as heard, for whoever works with a household next."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from immutables import Map

from shared.event import Fact
from shared.events.codes import Topic
from shared.events.handover import HandedPlan, HandedReferral
from shared.events.plans import (
    Goal,
    PlanAgreed,
    PlanClosed,
    PlanCorrected,
    PlanReviewed,
    PlanRevised,
    ReferralAnswered,
    ReferralCorrected,
    ReferralMade,
    ReviewCorrected,
)


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """A plan in its last version, until it is closed."""

    handed: HandedPlan
    version: int = 1


@dataclass(frozen=True, slots=True)
class HeldReferral:
    """A referral, and whether its outcome is still open."""

    handed: HandedReferral
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Agreements:
    """Plans by their id, whose plans they are, and referrals by case."""

    plans: Map[UUID, HeldPlan] = field(default_factory=Map)
    plans_of: Map[UUID, tuple[UUID, ...]] = field(default_factory=Map)
    referrals: Map[UUID, Map[UUID, HeldReferral]] = field(default_factory=Map)


FOLDS = (
    *(PlanAgreed, PlanRevised, PlanReviewed, PlanClosed, PlanCorrected, ReviewCorrected),
    *(ReferralMade, ReferralAnswered, ReferralCorrected),
)


def evolve(state: Agreements, fact: Fact) -> Agreements:
    """What is agreed after one more fact."""
    match fact.event:
        case PlanAgreed() as event:
            return _agreed(state, event)
        case PlanRevised() | PlanReviewed() | PlanClosed() | PlanCorrected() | ReviewCorrected() as event:
            before = state.plans.get(event.plan_id)
            return state if before is None else _plan(state, before, event)
        case ReferralMade() | ReferralAnswered() | ReferralCorrected() as event:
            return _referral(state, event)
        case _:
            return state


def plans_of(state: Agreements, person_id: UUID) -> tuple[HandedPlan, ...]:
    """The plans in force of a person, in the order they were agreed."""
    held = (state.plans.get(plan_id) for plan_id in state.plans_of.get(person_id, ()))
    return tuple(plan.handed for plan in held if plan is not None)


def referrals_of(state: Agreements, case_id: UUID) -> tuple[HandedReferral, ...]:
    """The open referrals of a case and its persons, the oldest first."""
    held = state.referrals.get(case_id, Map[UUID, HeldReferral]()).values()
    handed = (referral.handed for referral in held if referral.is_open)
    return tuple(sorted(handed, key=lambda referral: (referral.referred_on, referral.referral_id)))


def _agreed(state: Agreements, event: PlanAgreed) -> Agreements:
    handed = HandedPlan(
        plan_id=event.plan_id,
        person_id=event.person_id,
        agreed_on=event.agreed_on,
        review_on=event.review_on,
        domains=_domains(event.goals),
    )
    before = state.plans_of.get(event.person_id, ())
    of_person = before if event.plan_id in before else (*before, event.plan_id)
    plans = state.plans.set(event.plan_id, HeldPlan(handed))
    return replace(state, plans=plans, plans_of=state.plans_of.set(event.person_id, of_person))


def _plan(
    state: Agreements,
    before: HeldPlan,
    event: PlanRevised | PlanReviewed | PlanClosed | PlanCorrected | ReviewCorrected,
) -> Agreements:
    """A correction of an earlier version does not change the plan that holds."""
    match event:
        case PlanRevised():
            changed = {"review_on": event.review_on, "domains": _domains(event.goals)}
            return _with_plan(state, replace(_with(before, changed), version=event.plan_version))
        case PlanReviewed(review_on=review_on) if review_on is not None:
            return _with_plan(state, _with(before, {"review_on": review_on}))
        case ReviewCorrected(review_on=review_on, took_place=True) if review_on is not None:
            return _with_plan(state, _with(before, {"review_on": review_on}))
        case PlanCorrected(took_place=True) if event.plan_version >= before.version:
            changed = {"review_on": event.review_on, "domains": _domains(event.goals)}
            return _with_plan(state, _with(before, changed))
        case PlanClosed() | PlanCorrected(took_place=False, plan_version=1):
            return replace(state, plans=state.plans.delete(event.plan_id))
        case _:
            return state


def _referral(state: Agreements, event: ReferralMade | ReferralAnswered | ReferralCorrected) -> Agreements:
    of_case = state.referrals.get(event.case_id, Map[UUID, HeldReferral]())
    before = of_case.get(event.referral_id)
    match event:
        case ReferralMade():
            held = HeldReferral(_handed(event))
        case ReferralAnswered() if before is not None:
            held = replace(before, is_open=event.outcome == "open")
        case ReferralCorrected() if before is not None:
            held = HeldReferral(_handed(event), before.is_open and event.took_place)
        case _:
            return state
    return replace(state, referrals=state.referrals.set(event.case_id, of_case.set(event.referral_id, held)))


def _handed(event: ReferralMade | ReferralCorrected) -> HandedReferral:
    return HandedReferral(
        referral_id=event.referral_id,
        person_id=event.person_id,
        office=event.office,
        domain=event.domain,
        referred_on=event.on,
    )


def _with(plan: HeldPlan, changed: dict[str, object]) -> HeldPlan:
    return replace(plan, handed=plan.handed.model_copy(update=changed))


def _with_plan(state: Agreements, plan: HeldPlan) -> Agreements:
    return replace(state, plans=state.plans.set(plan.handed.plan_id, plan))


def _domains(goals: tuple[Goal, ...]) -> tuple[Topic, ...]:
    return tuple(goal.domain for goal in goals)
