"""What a provider sees of its volunteers, in pseudonyms: offers and matches. Names lie in its vault."""

from datetime import date
from uuid import UUID

from shared.event import Fact
from shared.events.volunteers import VolunteerMatched, VolunteerMatchEnded, VolunteerOffered, VolunteerRegistered
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row, read
from shared.statements import Statement, Views

VOLUNTEER = "INSERT INTO volunteer (volunteer_ref, languages, registered_on) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
OFFER = """
INSERT INTO volunteer_offer (offer_id, volunteer_ref, task_kind, languages, times, offered_on)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"""
MATCH = """
INSERT INTO volunteer_match (match_id, offer_id, volunteer_ref, case_id, person_id, task_kind, begins_on, until_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"""
ENDED = "UPDATE volunteer_match SET ended_on = $2, cause = $3 WHERE match_id = $1"


def volunteer_changed(fact: Fact) -> list[Statement]:
    match fact.event:
        case VolunteerRegistered() as event:
            return [(VOLUNTEER, (event.volunteer_ref, list(event.languages), event.on))]
        case VolunteerOffered() as event:
            said = (event.task_kind, list(event.languages), list(event.times), event.on)
            return [(OFFER, (event.offer_id, event.volunteer_ref, *said))]
        case VolunteerMatched() as event:
            who = (event.volunteer_ref, event.case_id, event.person_id)
            return [(MATCH, (event.match_id, event.offer_id, *who, event.task_kind, event.on, event.until_on))]
        case VolunteerMatchEnded() as event:
            return [(ENDED, (event.match_id, event.ended_on, event.cause))]
        case _:
            return []


VIEWS: Views = dict.fromkeys(
    (VolunteerRegistered, VolunteerOffered, VolunteerMatched, VolunteerMatchEnded), volunteer_changed
)


async def volunteers(reading: Reading, after: UUID | None = None) -> list[Row]:
    """The list, page by page, each with her offers and her matches."""
    found = await read(
        reading,
        """SELECT * FROM volunteer WHERE $1::uuid IS NULL OR volunteer_ref > $1
        ORDER BY volunteer_ref LIMIT $2""",
        after,
        ROWS_AT_ONCE,
    )
    refs = [row["volunteer_ref"] for row in found]
    offers = await read(
        reading, "SELECT * FROM volunteer_offer WHERE volunteer_ref = ANY($1) ORDER BY offered_on, offer_id", refs
    )
    matches = await read(
        reading, "SELECT * FROM volunteer_match WHERE volunteer_ref = ANY($1) ORDER BY begins_on, match_id", refs
    )
    return [row | {"offers": _of(offers, row), "matches": _of(matches, row)} for row in found]


async def matches_of(reading: Reading, volunteer_ref: UUID, today: date) -> list[Row]:
    """Whom a volunteer helps today, and with what; nothing of a match that is over, even if nobody has said so yet."""
    return await read(
        reading,
        """SELECT match_id, person_id, task_kind, begins_on, until_on FROM volunteer_match
        WHERE volunteer_ref = $1 AND begins_on <= $2 AND until_on >= $2 AND ended_on IS NULL
        ORDER BY begins_on, match_id""",
        volunteer_ref,
        today,
    )


def _of(rows: list[Row], volunteer: Row) -> list[Row]:
    return [row for row in rows if row["volunteer_ref"] == volunteer["volunteer_ref"]]
