"""What a provider sees of hand-overs: cases that are or were offered to it, and what it was told of their persons.

What was told of plans and referrals is shown while the offer is open or the case is here, and consent stands.
"""

from uuid import UUID

from shared.event import Fact
from shared.events.allocation import CaseEntrusted, CaseWithdrawn, ConsentChanged
from shared.events.handover import HandedPlan, HandedReferral, HandoverClosed, HandoverOffered
from shared.events.provider import HandoverAnswered
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row, read
from shared.statements import Statement, Views

OFFERED = """
INSERT INTO offer (case_id, offered_on, house, household_size, due_on, answered_too_late)
VALUES ($1, $2, $3, $4, $5, false)
ON CONFLICT (case_id) DO UPDATE SET
    offered_on = excluded.offered_on, house = excluded.house, household_size = excluded.household_size,
    due_on = excluded.due_on, accepted = NULL, answered_on = NULL, outcome = NULL, closed_on = NULL,
    answered_too_late = false"""
ANSWERED = "UPDATE offer SET accepted = $2, answered_on = $3 WHERE case_id = $1"
CLOSED = "UPDATE offer SET outcome = $2, closed_on = $3 WHERE case_id = $1"
TOO_LATE = "UPDATE offer SET answered_too_late = true WHERE case_id = $1"
PLAN = """
INSERT INTO handed_plan (plan_id, case_id, person_id, agreed_on, review_on, domains) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (plan_id) DO UPDATE SET
    case_id = excluded.case_id, person_id = excluded.person_id, agreed_on = excluded.agreed_on,
    review_on = excluded.review_on, domains = excluded.domains"""
REFERRAL = """
INSERT INTO handed_referral (referral_id, case_id, person_id, office, domain, referred_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (referral_id) DO UPDATE SET
    case_id = excluded.case_id, person_id = excluded.person_id, office = excluded.office, domain = excluded.domain,
    referred_on = excluded.referred_on"""
NO_PLANS = "DELETE FROM handed_plan WHERE case_id = $1 AND ($2::uuid IS NULL OR person_id = $2)"
NO_REFERRALS = """
DELETE FROM handed_referral WHERE case_id = $1 AND ($2::uuid IS NULL OR person_id IS NULL OR person_id = $2)"""
"""A referral of the whole household needs the consent of all."""
OFFERS = "SELECT * FROM offer WHERE $1::uuid IS NULL OR case_id > $1 ORDER BY case_id LIMIT $2"
PLANS = "SELECT * FROM handed_plan WHERE case_id = ANY($1) ORDER BY agreed_on, plan_id"
REFERRALS = "SELECT * FROM handed_referral WHERE case_id = ANY($1) ORDER BY referred_on, referral_id"


def handover_offered(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HandoverOffered)
    days = (event.house, event.household_size, event.due_on)
    return [
        (OFFERED, (event.case_id, fact.effective_on, *days)),
        *_handed(event.case_id, event.plans, event.referrals),
    ]


def handover_answered(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HandoverAnswered)
    return [(ANSWERED, (event.case_id, event.accepted, fact.effective_on))]


def handover_closed(fact: Fact) -> list[Statement]:
    """What was told of persons is of no use to who did not get the case."""
    event = fact.event
    assert isinstance(event, HandoverClosed)
    if event.outcome == "too_late":
        return [(TOO_LATE, (event.case_id,))]
    closed: Statement = (CLOSED, (event.case_id, event.outcome, fact.effective_on))
    return [closed] if event.outcome == "accepted" else [closed, *_forgotten(event.case_id)]


def case_entrusted(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseEntrusted)
    return [*_forgotten(event.case_id), *_handed(event.case_id, event.plans, event.referrals)]


def case_withdrawn(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, CaseWithdrawn)
    return _forgotten(fact.event.case_id)


def consent_changed(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, ConsentChanged)
    return [] if event.given or event.purpose != "sharing" else _forgotten(event.case_id, event.person_id)


OFFER_VIEWS: Views = {
    HandoverOffered: handover_offered,
    HandoverAnswered: handover_answered,
    HandoverClosed: handover_closed,
    CaseEntrusted: case_entrusted,
    CaseWithdrawn: case_withdrawn,
    ConsentChanged: consent_changed,
}


async def offers(reading: Reading, after: UUID | None = None) -> list[Row]:
    """The last offer of each case that was ever offered here, with plans and referrals, page by page."""
    found = await read(reading, OFFERS, after, ROWS_AT_ONCE)
    cases = [row["case_id"] for row in found]
    plans = await read(reading, PLANS, cases)
    referrals = await read(reading, REFERRALS, cases)
    for row in found:
        row["plans"] = [plan for plan in plans if plan["case_id"] == row["case_id"]]
        row["referrals"] = [referral for referral in referrals if referral["case_id"] == row["case_id"]]
    return found


def _handed(case_id: UUID, plans: tuple[HandedPlan, ...], referrals: tuple[HandedReferral, ...]) -> list[Statement]:
    return [
        *(
            (PLAN, (each.plan_id, case_id, each.person_id, each.agreed_on, each.review_on, list(each.domains)))
            for each in plans
        ),
        *(
            (REFERRAL, (each.referral_id, case_id, each.person_id, each.office, each.domain, each.referred_on))
            for each in referrals
        ),
    ]


def _forgotten(case_id: UUID, person_id: UUID | None = None) -> list[Statement]:
    return [(NO_PLANS, (case_id, person_id)), (NO_REFERRALS, (case_id, person_id))]
