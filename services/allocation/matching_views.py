"""The reasons of the last proposal by fit, case by case: the recorded question, from which all of them follow."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from shared.event import canonical
from shared.events.allocation import AssignmentProposed
from shared.events.matching import MatchingQuestion
from shared.statements import Statement

BY_FIT = """
INSERT INTO proposal_by_fit (case_id, provider, question, explanation_sha256) VALUES ($1, $2, $3, $4)
ON CONFLICT (case_id) DO UPDATE SET
    provider = excluded.provider, question = excluded.question, explanation_sha256 = excluded.explanation_sha256"""
BY_RULE = "DELETE FROM proposal_by_fit WHERE case_id = $1"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the fact holds."""

    provider: str
    question: MatchingQuestion
    explanation_sha256: str


def by_fit(proposed: AssignmentProposed) -> Statement:
    """A later proposal by rule has no such reasons."""
    matching = proposed.matching
    if matching is None:
        return BY_RULE, (proposed.case_id,)
    written = canonical(matching.question).decode()
    return BY_FIT, (proposed.case_id, proposed.provider, written, matching.explanation_sha256)


async def recorded(pool: asyncpg.Pool, case_id: UUID) -> Recorded | None:
    """None if nothing was proposed by fit, or by the catchment rule since."""
    row = await pool.fetchrow("SELECT * FROM proposal_by_fit WHERE case_id = $1", case_id)
    if row is None:
        return None
    question = MatchingQuestion.model_validate_json(row["question"])
    return Recorded(row["provider"], question, row["explanation_sha256"])
