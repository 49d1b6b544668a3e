"""What a provider sees of contacts, as they hold after corrections, and of residence classes as last seen."""

from collections.abc import Sequence
from uuid import UUID

from shared.event import Fact
from shared.events.provider import ContactCorrected, ContactRecorded, ResidenceSeen, ShortContactRecorded
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row, read
from shared.statements import Statement, Views

CONTACT = """
INSERT INTO contact
    (contact_id, case_id, contact_on, channel, duration_band, topics, persons, note_ref, took_place, corrected)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, false) ON CONFLICT DO NOTHING"""
CORRECTED = """
UPDATE contact SET contact_on = $2, channel = $3, duration_band = $4, topics = $5, persons = $6, took_place = $7,
    corrected = true
WHERE contact_id = $1"""
SHORT = """
INSERT INTO short_contact
    (short_contact_id, contact_on, channel, duration_band, topics, persons_reached, note_ref)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"""
SEEN = """
INSERT INTO residence_seen (case_id, person_id, residence_class, valid_until, seen_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_id, person_id) DO UPDATE SET
    residence_class = excluded.residence_class, valid_until = excluded.valid_until, seen_on = excluded.seen_on
WHERE residence_seen.seen_on <= excluded.seen_on"""


def contact_changed(fact: Fact) -> list[Statement]:
    match fact.event:
        case ContactRecorded() as event:
            codes = (event.channel, event.duration_band, list(event.topics), list(event.persons))
            return [(CONTACT, (event.contact_id, event.case_id, event.on, *codes, event.note_ref))]
        case ContactCorrected() as event:
            codes = (event.channel, event.duration_band, list(event.topics), list(event.persons))
            return [(CORRECTED, (event.contact_id, event.on, *codes, event.took_place))]
        case ShortContactRecorded() as event:
            said = (event.on, event.channel, event.duration_band, list(event.topics), event.persons_reached)
            return [(SHORT, (event.short_contact_id, *said, event.note_ref))]
        case _:
            return []


def residence_seen(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, ResidenceSeen)
    return [(SEEN, (event.case_id, event.person_id, event.residence_class, event.valid_until, event.on))]


VIEWS: Views = {
    **dict.fromkeys((ContactRecorded, ContactCorrected, ShortContactRecorded), contact_changed),
    ResidenceSeen: residence_seen,
}


async def contacts(reading: Reading, case_id: UUID) -> list[Row]:
    """The contacts of a case that took place, the last ones first."""
    return await read(
        reading,
        """SELECT * FROM contact WHERE case_id = $1 AND took_place
        ORDER BY contact_on DESC, contact_id LIMIT $2""",
        case_id,
        ROWS_AT_ONCE,
    )


async def short_contacts(reading: Reading, after: UUID | None) -> list[Row]:
    """Contacts without a case, the last ones first, page by page."""
    return await read(
        reading,
        """SELECT * FROM short_contact WHERE $1::uuid IS NULL OR (contact_on, short_contact_id) <
            (SELECT contact_on, short_contact_id FROM short_contact WHERE short_contact_id = $1)
        ORDER BY contact_on DESC, short_contact_id DESC LIMIT $2""",
        after,
        ROWS_AT_ONCE,
    )


async def residences(reading: Reading, cases: Sequence[object]) -> dict[tuple[object, object], Row]:
    """What was last seen of each person of these cases."""
    rows = await read(reading, "SELECT * FROM residence_seen WHERE case_id = ANY($1)", cases)
    return {(row.pop("case_id"), row.pop("person_id")): row for row in rows}
