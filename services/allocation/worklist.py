"""The worklist as it is asked for: on any day, for one reason or all, page by page."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.allocation.domain.bands import ASSUMED
from services.allocation.domain.worklist import Window, WorkReason, windows
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, read

THRESHOLDS = """
SELECT stale_after_days, review_grace_days FROM thresholds_version
WHERE effective_on <= $1 ORDER BY effective_on DESC, version DESC LIMIT 1"""
PAGE = """
SELECT item.item_id, item.case_id, item.reason, nullif(item.subject, item.case_id) AS subject, item.since,
    $1::date - item.since AS days, house, provider, household_size, assignment_overview.state
FROM (
    SELECT found.* FROM unnest($2::text[], $3::date[], $4::date[]) AS asked (reason, earliest, latest)
    CROSS JOIN LATERAL (
        (SELECT * FROM work_item WHERE reason = asked.reason AND ends_on IS NULL
            AND since BETWEEN asked.earliest AND asked.latest AND starts_on <= $1
            AND ($5::uuid IS NULL OR (since, item_id) > ($6::date, $5::uuid))
        ORDER BY since, item_id LIMIT $7)
        UNION ALL
        (SELECT * FROM work_item WHERE reason = asked.reason AND ends_on > $1
            AND since BETWEEN asked.earliest AND asked.latest AND starts_on <= $1
            AND ($5::uuid IS NULL OR (since, item_id) > ($6::date, $5::uuid))
        ORDER BY since, item_id LIMIT $7)
    ) AS found
    ORDER BY since, item_id LIMIT $7
) AS item
JOIN assignment_overview USING (case_id)
ORDER BY item.since, item.item_id"""
LAST = "SELECT since FROM work_item WHERE item_id = $1"


class WorkRow(BaseModel):
    """Something to look at. Etwas, das anzusehen ist."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "item_id": "0b0f3a0c-6d0e-5f7a-9a51-2f1d6f0c1a77",
                "case_id": "a3eb4251-7bd1-501d-ab50-76e8d4344034",
                "reason": "review_overdue",
                "subject": "4d66310b-a83e-5fba-bb91-0414c863de95",
                "since": "2019-05-20",
                "days": 1,
                "house": "am-sandloch",
                "provider": "drk",
                "household_size": 4,
                "state": "assigned",
            }
        }
    )

    item_id: UUID = Field(description="Names the row for `after`. Kennung der Zeile für `after`.")
    case_id: UUID = Field(description="The case. Der Fall.")
    reason: WorkReason = Field(description="Why it is on the list. Warum es auf der Liste steht.")
    subject: UUID | None = Field(
        description="The person or plan that it is about; null where it is the case. "
        "Person oder Plan, um die es geht; null, wenn es der Fall selbst ist."
    )
    since: date = Field(description="The day from which days are counted. Der Tag, ab dem gezählt wird.")
    days: int = Field(
        description="Days from `since` to the day asked for; negative while that is to come. "
        "Tage von `since` bis zum gefragten Tag; negativ, solange er bevorsteht."
    )
    house: str = Field(description="The house. Das Haus.")
    provider: str | None = Field(description="Who works with the case now. Wer den Fall jetzt betreut.")
    household_size: int = Field(description="Persons in the household. Personen im Haushalt.")
    state: str = Field(description="Where the assignment stands now. Wo die Zuteilung jetzt steht.")


class WorklistPage(BaseModel):
    """A page of the worklist, what waits longest first. Eine Seite des Arbeitsvorrats, Ältestes zuerst."""

    on: date = Field(description="The day asked for. Der gefragte Tag.")
    rows: list[WorkRow] = Field(description="At most 500 rows. Höchstens 500 Zeilen.")
    next: UUID | None = Field(
        description="What the next page is asked for with, as `after`; null on the last. "
        "Womit die nächste Seite verlangt wird, als `after`; null auf der letzten."
    )


async def worklist(
    reading: Reading, on: date, reason: WorkReason | None = None, after: UUID | None = None
) -> dict[str, Any]:
    """What is on the list on that day, by the thresholds of that day. After an unknown row there is nothing."""
    thresholds = await reading.fetchrow(THRESHOLDS, on)
    days = (
        (thresholds["stale_after_days"], thresholds["review_grace_days"])
        if thresholds
        else (ASSUMED.stale_after_days, ASSUMED.review_grace_days)
    )
    asked = [window for window in windows(on, *days) if reason in (None, window.reason)]
    since = await reading.fetchval(LAST, after) if after else None
    rows = await read(reading, PAGE, on, *_columns(asked), after, since, ROWS_AT_ONCE)
    return {"on": on, "rows": rows, "next": rows[-1]["item_id"] if len(rows) >= ROWS_AT_ONCE else None}


def _columns(asked: list[Window]) -> tuple[list[str], list[date], list[date]]:
    return (
        [str(window.reason) for window in asked],
        [window.earliest for window in asked],
        [window.latest for window in asked],
    )
