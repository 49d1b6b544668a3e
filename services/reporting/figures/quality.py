"""Qualität: not only how much was done. How goals ended, whether reviews were in time, contacts for each plan."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from uuid import UUID

from shared.event import Event, Fact
from shared.events.plans import GoalOutcome, PlanClosed, PlanReviewed, ReviewCorrected
from shared.money import half_up

QUALITY_EVENTS: tuple[type[Event], ...] = (PlanClosed, PlanReviewed, ReviewCorrected)
"""The facts of plans that only quality is counted from."""
OUTCOMES: tuple[GoalOutcome, ...] = ("reached", "open", "dropped")
Review = PlanReviewed | ReviewCorrected


def quality(facts: Iterable[Fact], year: int, contacts: int, plans: int) -> Mapping[str, object]:
    """Goals of plans that were closed in the year, reviews that were held in it; `contacts_per_plan` of those agreed.

    Of a person who does not consent a plan says no outcomes: its goals are in none of the three.
    """
    goals = dict.fromkeys(OUTCOMES, 0)
    reviews: dict[tuple[str, UUID, UUID], Review] = {}
    for fact in facts:
        match fact.event:
            case PlanClosed() as closed if closed.closed_on.year == year:
                for each in closed.outcomes:
                    goals[each.outcome] += 1
            case PlanReviewed() | ReviewCorrected() as review:
                reviews[review.provider, review.plan_id, review.review_id] = review
            case _:
                continue
    held = [each for each in reviews.values() if each.on.year == year and _took_place(each)]
    return {
        "goals": goals,
        "reviews": len(held),
        "reviews_on_time": sum(each.on <= each.due_on for each in held),
        "contacts_per_plan": ratio_text(contacts, plans),
    }


def ratio_text(part: int, whole: int) -> str:
    """With two decimals, half-up; `0.00` of nothing."""
    hundredths = half_up(Fraction(part * 100, whole)) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _took_place(review: Review) -> bool:
    return isinstance(review, PlanReviewed) or review.took_place
