"""How the worklist follows what providers do: by contacts a case is not stale, by reviews a plan is not overdue."""

from datetime import date
from uuid import UUID

from shared.event import Fact
from shared.events.plans import PlanAgreed, PlanClosed, PlanCorrected, PlanReviewed, PlanRevised, ReviewCorrected
from shared.events.provider import ContactCorrected, ContactRecorded
from shared.statements import Statement, Views

CONTACT = """
INSERT INTO case_contact (contact_id, case_id, contact_on) VALUES ($1, $2, $3)
ON CONFLICT (contact_id) DO UPDATE SET contact_on = excluded.contact_on"""
NO_CONTACT = "DELETE FROM case_contact WHERE contact_id = $1"
SEEN = """
UPDATE work_item SET ends_on = $2 WHERE case_id = $1 AND reason = 'stale' AND ends_on IS NULL AND since < $2"""
STALE_FROM = """
INSERT INTO work_item (case_id, reason, subject, starts_on, since)
SELECT $1::uuid, 'stale', $1::uuid, $2::date, $2::date
WHERE EXISTS (SELECT FROM assignment_overview WHERE case_id = $1 AND provider = $3)
AND NOT EXISTS (SELECT FROM work_item WHERE case_id = $1 AND reason = 'stale' AND ends_on IS NULL)
ON CONFLICT (item_id) DO UPDATE SET ends_on = NULL"""
STALE_AGAIN = """
UPDATE work_item SET since = coalesce(greatest(
    (SELECT assigned_on FROM assignment_overview WHERE case_id = $1),
    (SELECT max(contact_on) FROM case_contact WHERE case_id = $1)
), since) WHERE case_id = $1 AND reason = 'stale' AND ends_on IS NULL"""
PLAN = "INSERT INTO plan_of_person (plan_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
REVIEWED = "UPDATE work_item SET ends_on = $2 WHERE subject = $1 AND reason = 'review_overdue' AND ends_on IS NULL"
REVIEW = """
INSERT INTO work_item (case_id, reason, subject, starts_on, since)
SELECT case_id, 'review_overdue', $1::uuid, $2::date, $3::date
FROM plan_of_person JOIN advised_person USING (person_id) WHERE plan_id = $1 AND provider = $4
ON CONFLICT (item_id) DO UPDATE SET ends_on = NULL, since = excluded.since"""
REVIEW_OTHERWISE = (
    "UPDATE work_item SET since = $2 WHERE subject = $1 AND reason = 'review_overdue' AND ends_on IS NULL"
)


def contact_recorded(fact: Fact) -> list[Statement]:
    """One that is recorded late, after a later one, changes nothing."""
    event = fact.event
    assert isinstance(event, ContactRecorded)
    return [
        (CONTACT, (event.contact_id, event.case_id, event.on)),
        (SEEN, (event.case_id, event.on)),
        (STALE_FROM, (event.case_id, event.on, event.provider)),
    ]


def contact_corrected(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, ContactCorrected)
    known = (CONTACT, (event.contact_id, event.case_id, event.on)) if event.took_place else None
    return [known or (NO_CONTACT, (event.contact_id,)), (STALE_AGAIN, (event.case_id,))]


def plan_agreed(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, PlanAgreed)
    return [
        (PLAN, (event.plan_id, event.person_id)),
        *_next_review(event.plan_id, event.provider, fact.effective_on, event.review_on),
    ]


def plan_revised(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, PlanRevised | PlanReviewed)
    return _next_review(event.plan_id, event.provider, fact.effective_on, event.review_on)


def plan_closed(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, PlanClosed)
    return [(REVIEWED, (event.plan_id, event.closed_on))]


def plan_corrected(fact: Fact) -> list[Statement]:
    """A plan that never was is reviewed never."""
    event = fact.event
    assert isinstance(event, PlanCorrected | ReviewCorrected)
    if isinstance(event, PlanCorrected) and not event.took_place:
        return [(REVIEWED, (event.plan_id, event.corrects_on))]
    if event.review_on is None or not event.took_place:
        return []
    return [(REVIEW_OTHERWISE, (event.plan_id, event.review_on))]


def _next_review(plan_id: UUID, provider: str, on: date, review_on: date | None) -> list[Statement]:
    reviewed: Statement = (REVIEWED, (plan_id, on))
    return [reviewed] if review_on is None else [reviewed, (REVIEW, (plan_id, on, review_on, provider))]


CARE_VIEWS: Views = {
    ContactRecorded: contact_recorded,
    ContactCorrected: contact_corrected,
    PlanAgreed: plan_agreed,
    PlanRevised: plan_revised,
    PlanReviewed: plan_revised,
    PlanClosed: plan_closed,
    PlanCorrected: plan_corrected,
    ReviewCorrected: plan_corrected,
}
