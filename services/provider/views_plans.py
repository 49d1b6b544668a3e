"""What a provider sees of its plans and referrals: as they hold after corrections, with all versions of a plan."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from shared.event import Fact, canonical
from shared.events.codes import Value
from shared.events.plans import (
    PlanAgreed,
    PlanClosed,
    PlanCorrected,
    PlanReviewed,
    PlanRevised,
    PlanSigned,
    ReferralAnswered,
    ReferralCorrected,
    ReferralMade,
    ReviewCorrected,
)
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row, read
from shared.statements import Statement, Views

PLAN = "INSERT INTO plan (plan_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
PERSON_OF_PLAN = "UPDATE plan SET person_id = $2 WHERE plan_id = $1"
CLOSED = "UPDATE plan SET closed_on = $2, outcomes = $3 WHERE plan_id = $1"
VERSION = """
INSERT INTO plan_version (plan_id, plan_version, agreed_on, review_on, goals, note_ref, took_place, corrected)
VALUES ($1, $2, $3, $4, $5, $6, true, false) ON CONFLICT DO NOTHING"""
VERSION_CORRECTED = """
UPDATE plan_version SET agreed_on = $3, review_on = $4, goals = $5, took_place = $6, corrected = true
WHERE plan_id = $1 AND plan_version = $2"""
SIGNED = """
INSERT INTO plan_signature (plan_id, plan_version, side, signed_on) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"""
REVIEW = """
INSERT INTO plan_review
    (plan_id, review_id, plan_version, held_on, due_on, review_on, progress, note_ref, took_place, corrected)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, false) ON CONFLICT DO NOTHING"""
REVIEW_CORRECTED = """
UPDATE plan_review SET held_on = $3, due_on = $4, review_on = $5, progress = $6, took_place = $7, corrected = true
WHERE plan_id = $1 AND review_id = $2"""
REFERRAL = """
INSERT INTO referral
    (referral_id, case_id, person_id, office, domain, made_on, note_ref, outcome, outcome_on, took_place, corrected)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $6, true, false) ON CONFLICT DO NOTHING"""
ANSWERED = "UPDATE referral SET outcome = $2, outcome_on = $3 WHERE referral_id = $1"
REFERRAL_CORRECTED = """
UPDATE referral SET person_id = $2, office = $3, domain = $4, made_on = $5, took_place = $6, corrected = true
WHERE referral_id = $1"""

PLANS = """
SELECT plan.plan_id, plan.person_id, plan.closed_on, version.plan_version, version.agreed_on, version.goals,
    CASE WHEN plan.closed_on IS NOT NULL THEN NULL
        WHEN review.held_on >= version.agreed_on THEN review.review_on ELSE version.review_on END AS review_on
FROM plan JOIN own_person USING (person_id)
CROSS JOIN LATERAL (
    SELECT * FROM plan_version WHERE plan_version.plan_id = plan.plan_id AND took_place
    ORDER BY plan_version DESC LIMIT 1
) AS version
LEFT JOIN LATERAL (
    SELECT * FROM plan_review WHERE plan_review.plan_id = plan.plan_id AND took_place
    ORDER BY held_on DESC, review_id LIMIT 1
) AS review ON true
WHERE own_person.case_id = ANY($1) ORDER BY review_on NULLS LAST, plan_id LIMIT $2"""
REFERRALS = """
SELECT *, CASE WHEN outcome IN ('open', 'reached') THEN $2::date ELSE outcome_on END - made_on AS age_days
FROM referral WHERE case_id = ANY($1) AND took_place ORDER BY made_on DESC, referral_id LIMIT $3"""
"""A referral grows older until it is done or declined."""


def plan_changed(fact: Fact) -> list[Statement]:
    match fact.event:
        case PlanAgreed() as event:
            version = (event.plan_id, 1, event.agreed_on, event.review_on, _json(event.goals), event.note_ref)
            return [(PLAN, (event.plan_id, event.person_id)), (VERSION, version)]
        case PlanRevised() as event:
            days = (event.revised_on, event.review_on)
            return [(VERSION, (event.plan_id, event.plan_version, *days, _json(event.goals), event.note_ref))]
        case PlanSigned() as event:
            return [(SIGNED, (event.plan_id, event.plan_version, event.side, event.on))]
        case PlanClosed() as event:
            return [(CLOSED, (event.plan_id, event.closed_on, _json(event.outcomes)))]
        case PlanCorrected() as event:
            days = (event.agreed_on, event.review_on)
            now = (event.plan_id, event.plan_version, *days, _json(event.goals), event.took_place)
            return [(PERSON_OF_PLAN, (event.plan_id, event.person_id)), (VERSION_CORRECTED, now)]
        case _:
            return []


def review_changed(fact: Fact) -> list[Statement]:
    match fact.event:
        case PlanReviewed() as event:
            head = (event.plan_id, event.review_id, event.plan_version, event.on, event.due_on, event.review_on)
            return [(REVIEW, (*head, _json(event.progress), event.note_ref))]
        case ReviewCorrected() as event:
            days = (event.on, event.due_on, event.review_on)
            now = (event.plan_id, event.review_id, *days, _json(event.progress), event.took_place)
            return [(REVIEW_CORRECTED, now)]
        case _:
            return []


def referral_changed(fact: Fact) -> list[Statement]:
    match fact.event:
        case ReferralMade() as event:
            where = (event.office, event.domain, event.on, event.note_ref)
            return [(REFERRAL, (event.referral_id, event.case_id, event.person_id, *where))]
        case ReferralAnswered() as event:
            return [(ANSWERED, (event.referral_id, event.outcome, event.on))]
        case ReferralCorrected() as event:
            now = (event.referral_id, event.person_id, event.office, event.domain, event.on, event.took_place)
            return [(REFERRAL_CORRECTED, now)]
        case _:
            return []


VIEWS: Views = {
    **dict.fromkeys((PlanAgreed, PlanRevised, PlanSigned, PlanClosed, PlanCorrected), plan_changed),
    **dict.fromkeys((PlanReviewed, ReviewCorrected), review_changed),
    **dict.fromkeys((ReferralMade, ReferralAnswered, ReferralCorrected), referral_changed),
}


async def plans_of(reading: Reading, cases: Sequence[UUID]) -> list[Row]:
    """The plans of all persons of these cases in their last version, those first that are due first."""
    return [_read(row, "goals") for row in await reading.fetch(PLANS, cases, ROWS_AT_ONCE)]


async def plan(reading: Reading, plan_id: UUID) -> Row | None:
    """A plan with all its versions, who signed which, and its reviews. None if there is none."""
    found = await reading.fetchrow("SELECT * FROM plan WHERE plan_id = $1", plan_id)
    if found is None:
        return None
    versions = await reading.fetch("SELECT * FROM plan_version WHERE plan_id = $1 ORDER BY plan_version", plan_id)
    signatures = await read(
        reading, "SELECT * FROM plan_signature WHERE plan_id = $1 ORDER BY plan_version, side", plan_id
    )
    reviews = await reading.fetch("SELECT * FROM plan_review WHERE plan_id = $1 ORDER BY held_on, review_id", plan_id)
    return {
        **_read(found, "outcomes"),
        "versions": [_read(row, "goals") for row in versions],
        "signatures": signatures,
        "reviews": [_read(row, "progress") for row in reviews],
    }


async def referrals_of(reading: Reading, cases: Sequence[UUID], today: date) -> list[Row]:
    """The referrals of these cases with their age in days, the last ones first."""
    return await read(reading, REFERRALS, cases, today, ROWS_AT_ONCE)


def _json(values: Sequence[Value]) -> str:
    return canonical(values).decode()


def _read(row: asyncpg.Record, column: str) -> Row:
    """The row, with what is kept as JSON read."""
    return {**dict(row), column: json.loads(row[column]) if row[column] is not None else None}
