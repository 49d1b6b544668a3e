"""What a provider sees of its own staff, in pseudonyms: the names lie in its vault."""

from datetime import date
from uuid import UUID

from shared.event import Fact
from shared.events.staff import (
    AccessRefused,
    StaffAbsent,
    StaffJoined,
    StaffLeft,
    StaffReturned,
    StaffRolesSet,
)
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row, read
from shared.statements import Statement, Views

JOINED = """
INSERT INTO staff (staff_ref, roles, joined_on) VALUES ($1, $2, $3)
ON CONFLICT (staff_ref) DO UPDATE SET roles = excluded.roles, joined_on = excluded.joined_on, left_on = NULL"""
ROLES = "UPDATE staff SET roles = $2 WHERE staff_ref = $1"
LEFT = "UPDATE staff SET left_on = $2 WHERE staff_ref = $1"
ABSENT = """
INSERT INTO absence (staff_ref, version, from_on, until_on, substitute) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING"""
RETURNED = """
UPDATE absence SET until_on = $2::date - 1
WHERE staff_ref = $1 AND from_on <= $2 AND coalesce(until_on, 'infinity') >= $2"""
REFUSED = """
INSERT INTO access_refused (event_id, staff_ref, opened, opened_id, refused_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING"""


def staff_changed(fact: Fact) -> list[Statement]:
    match fact.event:
        case StaffJoined() as event:
            return [(JOINED, (event.staff_ref, list(event.roles), event.on))]
        case StaffRolesSet() as event:
            return [(ROLES, (event.staff_ref, list(event.roles)))]
        case StaffAbsent() as event:
            return [(ABSENT, (event.staff_ref, fact.version, event.from_on, event.until_on, event.substitute))]
        case StaffReturned() as event:
            return [(RETURNED, (event.staff_ref, event.on))]
        case StaffLeft() as event:
            return [(LEFT, (event.staff_ref, event.on))]
        case _:
            return []


def access_refused(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, AccessRefused)
    return [(REFUSED, (fact.event_id, event.staff_ref, event.opened, event.opened_id, fact.recorded_at))]


VIEWS: Views = {
    **dict.fromkeys((StaffJoined, StaffRolesSet, StaffAbsent, StaffReturned, StaffLeft), staff_changed),
    AccessRefused: access_refused,
}


async def standing(reading: Reading, staff_ref: UUID) -> tuple[bool, date | None]:
    """Whether a staff list is kept, and since when this worker is gone, if they are."""
    row = await reading.fetchrow(
        "SELECT EXISTS (SELECT FROM staff) AS kept, (SELECT left_on FROM staff WHERE staff_ref = $1) AS left_on",
        staff_ref,
    )
    assert row is not None
    return row["kept"], row["left_on"]


async def staff(reading: Reading, today: date, after: UUID | None = None) -> list[Row]:
    """Everybody on the list, with absences and the number of cases they are in charge of today, page by page."""
    found = await read(
        reading,
        """
        WITH charge AS (
            SELECT DISTINCT ON (case_id) case_id, staff_ref FROM caseworker JOIN own_case USING (case_id)
            WHERE in_charge_from <= $1 AND state = 'entrusted'
            ORDER BY case_id, in_charge_from DESC, version DESC
        )
        SELECT staff.*, coalesce(charges.count, 0) AS cases
        FROM staff
        LEFT JOIN (SELECT staff_ref, count(*) FROM charge GROUP BY staff_ref) AS charges USING (staff_ref)
        WHERE $2::uuid IS NULL OR staff_ref > $2 ORDER BY staff_ref LIMIT $3""",
        today,
        after,
        ROWS_AT_ONCE,
    )
    away: dict[object, list[Row]] = {row["staff_ref"]: [] for row in found}
    for row in await read(
        reading,
        """SELECT staff_ref, from_on, until_on, substitute FROM absence
        WHERE staff_ref = ANY($1) AND coalesce(until_on, 'infinity') >= from_on ORDER BY staff_ref, from_on""",
        list(away),
    ):
        away[row["staff_ref"]].append(row)
    return [{**row, "absences": away[row["staff_ref"]]} for row in found]


async def refusals(reading: Reading) -> list[Row]:
    """What was asked for and was not there for the one who asked, the last first."""
    return await read(
        reading, "SELECT * FROM access_refused ORDER BY refused_at DESC, event_id DESC LIMIT $1", ROWS_AT_ONCE
    )
