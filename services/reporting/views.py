"""What is kept ready of reporting: where the facts of a grant lie. Figures are computed from facts, not from sums."""

from uuid import UUID

import asyncpg

from services.reporting.figures.silent import CONSENT_EVENTS
from shared.event import Fact
from shared.events.budget import BudgetSet, BudgetShifted
from shared.events.catalogue import decode
from shared.events.person import PersonsMerged
from shared.events.plans import PlanAgreed, PlanClosed, PlanCorrected, PlanReviewed, ReviewCorrected
from shared.events.provider import ContactCorrected, ContactRecorded, ShortContactRecorded
from shared.events.reporting import GrantAwarded, PositionFilled, ReportSubmitted
from shared.statements import Statement, Views

STREAM_OF_GRANT = "INSERT INTO stream_of_grant (grant_id, stream) VALUES ($1, $2) ON CONFLICT DO NOTHING"
ADVICE = "INSERT INTO advice (source, stream, version, year) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
MERGE = "INSERT INTO merge (source, stream, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
REPORT = "INSERT INTO report (report_id, source, stream, version) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"


def grant_awarded(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, GrantAwarded)
    return [(STREAM_OF_GRANT, (fact.event.grant_id, fact.stream))]


def budget_drafted(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, BudgetSet | BudgetShifted)
    return [(STREAM_OF_GRANT, (fact.event.grant_id, fact.stream))]


def position_filled(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, PositionFilled)
    if fact.event.grant_id is None:
        return []
    return [(STREAM_OF_GRANT, (fact.event.grant_id, fact.stream))]


def advised(fact: Fact) -> list[Statement]:
    """A contact, a plan, a review or a closing, by the year in which it holds."""
    return [(ADVICE, (fact.source, fact.stream, fact.version, fact.effective_on.year))]


def in_any_year(fact: Fact) -> list[Statement]:
    """What changes how others are counted, whatever year they are of: merged entries, corrections, consents."""
    return [(MERGE, (fact.source, fact.stream, fact.version))]


def report_submitted(fact: Fact) -> list[Statement]:
    assert isinstance(fact.event, ReportSubmitted)
    return [(REPORT, (fact.event.report_id, fact.source, fact.stream, fact.version))]


VIEWS: Views = {
    GrantAwarded: grant_awarded,
    PositionFilled: position_filled,
    BudgetSet: budget_drafted,
    BudgetShifted: budget_drafted,
    ContactRecorded: advised,
    ShortContactRecorded: advised,
    PlanAgreed: advised,
    PlanClosed: advised,
    PlanReviewed: advised,
    ReviewCorrected: in_any_year,
    ContactCorrected: in_any_year,
    PlanCorrected: in_any_year,
    PersonsMerged: in_any_year,
    **dict.fromkeys(CONSENT_EVENTS, in_any_year),
    ReportSubmitted: report_submitted,
}


async def grant_facts(connection: asyncpg.Connection, source: str, grant_id: UUID) -> list[Fact]:
    """Every fact of the grant and of its positions, in the order of the log."""
    rows = await connection.fetch(
        """SELECT body FROM log WHERE source = $1 AND stream IN (SELECT stream FROM stream_of_grant WHERE grant_id = $2)
        ORDER BY log_position""",
        source,
        grant_id,
    )
    return [decode(row["body"]) for row in rows]


async def advice_facts(connection: asyncpg.Connection, year: int) -> list[Fact]:
    """Every contact and plan of a year, of all providers; every correction, merge and consent of any year."""
    rows = await connection.fetch(
        """SELECT body FROM log JOIN (
            SELECT source, stream, version FROM advice WHERE year = $1
            UNION ALL SELECT source, stream, version FROM merge
        ) AS asked USING (source, stream, version) ORDER BY log_position""",
        year,
    )
    return [decode(row["body"]) for row in rows]


async def submitted(connection: asyncpg.Connection, report_id: UUID) -> ReportSubmitted | None:
    """The report as it was frozen."""
    body = await connection.fetchval(
        "SELECT body FROM log JOIN report USING (source, stream, version) WHERE report_id = $1", report_id
    )
    event = decode(body).event if body else None
    assert event is None or isinstance(event, ReportSubmitted)
    return event


async def cut(connection: asyncpg.Connection, own: str) -> dict[str, int]:
    """The last fact number of every source that this log holds: what a figure computed now is based on."""
    rows = await connection.fetch("SELECT sequence, last_number FROM heard WHERE last_number > 0")
    numbers = {row["sequence"]: row["last_number"] for row in rows}
    facts = await connection.fetchval("SELECT max(fact_number) FROM log")
    return numbers | ({own: facts} if facts else {})
