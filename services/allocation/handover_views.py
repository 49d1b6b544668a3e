"""What allocation shows of hand-overs: for each case the last one that was offered, and what became of it."""

from uuid import UUID

from shared.event import Fact
from shared.events.handover import (
    HandoverAccepted,
    HandoverAnswerTooLate,
    HandoverDeclined,
    HandoverExpired,
    HandoverOpened,
)
from shared.statements import Statement, Views

OPENED = """
INSERT INTO handover (case_id, from_provider, to_provider, offered_on, due_on, answered_too_late)
VALUES ($1, $2, $3, $4, $5, false)
ON CONFLICT (case_id) DO UPDATE SET
    from_provider = excluded.from_provider, to_provider = excluded.to_provider, offered_on = excluded.offered_on,
    due_on = excluded.due_on, outcome = NULL, ended_on = NULL, reason_code = NULL, answered_too_late = false"""
ENDED = "UPDATE handover SET outcome = $2, ended_on = $3, reason_code = $4 WHERE case_id = $1"
TOO_LATE = "UPDATE handover SET answered_too_late = true WHERE case_id = $1 AND to_provider = $2"
HANDED_OVER = """
UPDATE assignment_overview SET
    state = 'assigned', provider = $2, assigned_on = $3, over_ceiling = false, reason_code = NULL, note_ref = NULL
WHERE case_id = $1"""


def handover_opened(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HandoverOpened)
    return [(OPENED, (event.case_id, event.from_provider, event.to_provider, fact.effective_on, event.due_on))]


def handover_accepted(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HandoverAccepted)
    return [
        _ended(event.case_id, "accepted", fact),
        (HANDED_OVER, (event.case_id, event.provider, fact.effective_on)),
    ]


def handover_declined(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HandoverDeclined)
    return [_ended(event.case_id, "declined", fact, event.reason_code)]


def handover_expired(fact: Fact) -> list[Statement]:
    """One that was overtaken is no work for anybody."""
    event = fact.event
    assert isinstance(event, HandoverExpired)
    return [_ended(event.case_id, "expired" if event.cause == "due" else "overtaken", fact)]


def answer_too_late(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, HandoverAnswerTooLate)
    return [(TOO_LATE, (event.case_id, event.provider))]


def _ended(case_id: UUID, outcome: str, fact: Fact, reason_code: str | None = None) -> Statement:
    return (ENDED, (case_id, outcome, fact.effective_on, reason_code))


HANDOVER_VIEWS: Views = {
    HandoverOpened: handover_opened,
    HandoverAccepted: handover_accepted,
    HandoverDeclined: handover_declined,
    HandoverExpired: handover_expired,
    HandoverAnswerTooLate: answer_too_late,
}
