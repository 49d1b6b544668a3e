"""How the worklist follows the facts: each fact opens something to look at, moves it, or closes it from a day on."""

from datetime import date
from uuid import UUID

from services.allocation.domain.worklist import WorkReason
from shared.event import Fact
from shared.events.allocation import (
    AssignmentEnded,
    AssignmentOverridden,
    AssignmentProposed,
    AssignmentTakenOver,
    CaseAssigned,
    CaseChanged,
    CaseEntrusted,
    CaseWithdrawn,
    CatchmentMissing,
    CatchmentUndecided,
    HouseholdChanged,
    ThresholdsSet,
)
from shared.events.handover import HandoverAccepted, HandoverDeclined, HandoverExpired, HandoverOpened
from shared.events.intake import ConsentGiven, ConsentWithdrawn
from shared.events.person import ConsentRefused
from shared.statements import Statement, Views

THRESHOLDS = """
INSERT INTO thresholds_version (version, effective_on, stale_after_days, review_grace_days)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"""
OPEN = """
INSERT INTO work_item (case_id, reason, subject, starts_on, since)
SELECT $1::uuid, $2::text, $3::uuid, $4::date, $5::date
WHERE NOT EXISTS (SELECT FROM work_item WHERE case_id = $1 AND reason = $2 AND subject = $3 AND ends_on IS NULL)
ON CONFLICT (item_id) DO UPDATE SET ends_on = NULL, since = excluded.since"""
OPEN_QUESTION = """
INSERT INTO work_item (case_id, reason, subject, starts_on, since)
SELECT $1::uuid, $2::text, $1::uuid, day, day
FROM (SELECT CASE WHEN EXISTS (SELECT FROM work_item WHERE case_id = $1 AND reason <> $2) OR EXISTS (
    SELECT FROM work_item WHERE case_id = $1 AND ends_on IS NOT NULL
) THEN $4::date ELSE least($3::date, $4::date) END AS day) AS asked
WHERE NOT EXISTS (SELECT FROM work_item WHERE case_id = $1 AND reason = $2 AND ends_on IS NULL)
ON CONFLICT (item_id) DO UPDATE SET ends_on = NULL, since = excluded.since"""
"""A case that comes for the first time waits since it was received, any other since today."""
CLOSE = "UPDATE work_item SET ends_on = $3 WHERE case_id = $1 AND reason = ANY($2) AND ends_on IS NULL"
CLOSE_ALL = "UPDATE work_item SET ends_on = $2 WHERE case_id = $1 AND ends_on IS NULL"
PERSON = """
INSERT INTO advised_person (person_id, case_id, provider, first_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (person_id) DO UPDATE SET
    case_id = excluded.case_id, provider = excluded.provider,
    first_on = least(advised_person.first_on, excluded.first_on)"""
CONSENT_MISSING = """
INSERT INTO work_item (case_id, reason, subject, starts_on, since)
SELECT $1::uuid, 'consent_missing', $2::uuid, $4::date, $4::date
WHERE NOT EXISTS (SELECT FROM sharing_stated WHERE person_id = $2 AND recipient = $3)
AND NOT EXISTS (SELECT FROM work_item WHERE subject = $2 AND reason = 'consent_missing' AND ends_on IS NULL)
ON CONFLICT (item_id) DO UPDATE SET ends_on = NULL"""
ADVICE = """
INSERT INTO work_item (case_id, reason, subject, starts_on, since)
SELECT case_id, $2::text, person_id, $3::date, (first_on + make_interval(years => $4::int))::date
FROM advised_person WHERE person_id = $1
AND NOT EXISTS (SELECT FROM work_item WHERE subject = $1 AND reason = $2 AND ends_on IS NULL)
ON CONFLICT (item_id) DO UPDATE SET ends_on = NULL"""
GONE = """
UPDATE work_item SET ends_on = $3 WHERE case_id = $1 AND ends_on IS NULL AND (
    subject IN (SELECT person_id FROM advised_person WHERE case_id = $1 AND person_id <> ALL($2))
    OR subject IN (
        SELECT plan_id FROM plan_of_person JOIN advised_person USING (person_id)
        WHERE case_id = $1 AND person_id <> ALL($2)
    ))"""
NOBODYS = "UPDATE advised_person SET provider = NULL WHERE case_id = $1"
STATED = "INSERT INTO sharing_stated (person_id, recipient) VALUES ($1, $2) ON CONFLICT DO NOTHING"
NO_LONGER_MISSING = """
UPDATE work_item SET ends_on = $3 WHERE subject = $1 AND reason = 'consent_missing' AND ends_on IS NULL
AND EXISTS (SELECT FROM advised_person WHERE person_id = $1 AND provider = $2)"""

QUESTION: list[WorkReason] = ["unallocated", "over_ceiling"]
OFFER: list[WorkReason] = ["offer_expired", "offer_declined"]
CARE: list[WorkReason] = ["stale", "review_overdue", "consent_missing", "advice_3_years", "advice_4_years"]


def question_open(fact: Fact) -> list[Statement]:
    """Somebody has to decide who works with the household."""
    event = fact.event
    assert isinstance(event, AssignmentProposed | CatchmentMissing | CatchmentUndecided)
    over = isinstance(event, AssignmentProposed) and event.over_ceiling
    days = (event.household.received_on, fact.effective_on)
    asked = [(OPEN_QUESTION, (event.case_id, "unallocated", *days))]
    if over:
        return [*asked, (OPEN, (event.case_id, "over_ceiling", event.case_id, *days[1:], *days[1:]))]
    return [*asked, (CLOSE, (event.case_id, ["over_ceiling"], fact.effective_on))]


def question_settled(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HouseholdChanged)
    return [(CLOSE, (event.case_id, QUESTION, fact.effective_on))]


def decided(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseAssigned | AssignmentOverridden | AssignmentTakenOver | HandoverAccepted)
    return [(CLOSE, (event.case_id, QUESTION + OFFER, fact.effective_on))]


def ended(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, AssignmentEnded)
    return [(CLOSE_ALL, (event.case_id, fact.effective_on))]


def handover_opened(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HandoverOpened)
    return [(CLOSE, (event.case_id, OFFER, fact.effective_on))]


def handover_failed(fact: Fact) -> list[Statement]:
    """Nobody took the case. One that went elsewhere before it was answered needs nobody's look."""
    event = fact.event
    assert isinstance(event, HandoverExpired | HandoverDeclined)
    if isinstance(event, HandoverExpired) and event.cause == "overtaken":
        return []
    reason = "offer_expired" if isinstance(event, HandoverExpired) else "offer_declined"
    return [(OPEN, (event.case_id, reason, event.case_id, fact.effective_on, fact.effective_on))]


def case_entrusted(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseEntrusted)
    persons = [person.person_id for person in event.household.persons]
    stale = (OPEN, (event.case_id, "stale", event.case_id, fact.effective_on, fact.effective_on))
    return [stale, *_advised(event.case_id, event.provider, persons, fact.effective_on)]


def case_changed(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseChanged)
    persons = [person.person_id for person in event.household.persons]
    return [
        (GONE, (event.case_id, persons, fact.effective_on)),
        *_advised(event.case_id, event.provider, persons, fact.effective_on),
    ]


def case_withdrawn(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseWithdrawn)
    return [(CLOSE, (event.case_id, CARE, fact.effective_on)), (NOBODYS, (event.case_id,))]


def consent_stated(fact: Fact) -> list[Statement]:
    """Given, refused or withdrawn: the person was asked."""
    event = fact.event
    assert isinstance(event, ConsentGiven | ConsentRefused | ConsentWithdrawn)
    if event.purpose != "sharing":
        return []
    who = (event.person_id, event.recipient)
    return [(STATED, who), (NO_LONGER_MISSING, (*who, fact.effective_on))]


def thresholds_set(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, ThresholdsSet)
    days = (event.stale_after_days, event.review_grace_days)
    return [(THRESHOLDS, (fact.version, event.effective_on, *days))]


def _advised(case_id: UUID, provider: str, persons: list[UUID], on: date) -> list[Statement]:
    """Statements of a kind stand together, so that the database takes them together."""
    return [
        *((PERSON, (person, case_id, provider, on)) for person in persons),
        *((CONSENT_MISSING, (case_id, person, provider, on)) for person in persons),
        *((ADVICE, (person, "advice_3_years", on, 3)) for person in persons),
        *((ADVICE, (person, "advice_4_years", on, 4)) for person in persons),
    ]


WORKLIST_VIEWS: Views = {
    **dict.fromkeys((AssignmentProposed, CatchmentMissing, CatchmentUndecided), question_open),
    **dict.fromkeys((CaseAssigned, AssignmentOverridden, AssignmentTakenOver, HandoverAccepted), decided),
    **dict.fromkeys((HandoverExpired, HandoverDeclined), handover_failed),
    **dict.fromkeys((ConsentGiven, ConsentRefused, ConsentWithdrawn), consent_stated),
    HouseholdChanged: question_settled,
    AssignmentEnded: ended,
    HandoverOpened: handover_opened,
    CaseEntrusted: case_entrusted,
    CaseChanged: case_changed,
    CaseWithdrawn: case_withdrawn,
    ThresholdsSet: thresholds_set,
}
