"""What a provider sees: its own cases with their households, the contacts it recorded and the plans it agreed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.provider import views_contacts, views_plans, views_staff, views_volunteers
from services.provider.views_offers import OFFER_VIEWS
from shared.event import Fact
from shared.events.allocation import CaseChanged, CaseEntrusted, CaseWithdrawn, ConsentChanged, Household
from shared.events.provider import CaseClosed, CaseworkerAssigned, ConsentStatedHere
from shared.history.view import with_history
from shared.paging import ROWS_AT_ONCE
from shared.reading import Reading, Row, read
from shared.statements import Statement, Views, together

CASE = """
INSERT INTO own_case (case_id, state, house, placed_on, received_on, entrusted_on)
VALUES ($1, 'entrusted', $2, $3, $4, $5)
ON CONFLICT (case_id) DO UPDATE SET
    state = excluded.state, house = excluded.house, placed_on = excluded.placed_on,
    received_on = excluded.received_on, entrusted_on = excluded.entrusted_on, withdrawn_on = NULL,
    closed_on = NULL, outcome = NULL"""
HOUSE = "UPDATE own_case SET house = $2, placed_on = $3, received_on = $4 WHERE case_id = $1"
WITHDRAWN = "UPDATE own_case SET state = 'withdrawn', withdrawn_on = $2 WHERE case_id = $1"
CLOSED = "UPDATE own_case SET state = 'closed', closed_on = $2, outcome = $3 WHERE case_id = $1 AND state = 'entrusted'"
NO_PERSONS = "DELETE FROM own_person WHERE case_id = $1"
PERSON = """
INSERT INTO own_person (case_id, person_id, place, household_role, birth_year, sex, nationality, residence_class)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"""
NO_CONSENTS = "DELETE FROM own_consent WHERE case_id = $1"
NO_CONSENT = "DELETE FROM own_consent WHERE case_id = $1 AND person_id = $2 AND purpose = $3"
CONSENT = "INSERT INTO own_consent (case_id, person_id, purpose) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
REFUSAL = "INSERT INTO own_refusal (case_id, person_id, purpose) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
NO_REFUSAL = "DELETE FROM own_refusal WHERE case_id = $1 AND person_id = $2 AND purpose = $3"
CASEWORKER = """
INSERT INTO caseworker (case_id, version, staff_ref, in_charge_from) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"""

CHARGE = """
LEFT JOIN LATERAL (
    SELECT staff_ref FROM caseworker WHERE caseworker.case_id = own_case.case_id AND in_charge_from <= $1
    ORDER BY in_charge_from DESC, version DESC LIMIT 1
) AS charge ON true
"""
SEEN = """
WHERE ($2::uuid IS NULL OR charge.staff_ref = $2 OR EXISTS (
    SELECT FROM absence WHERE absence.staff_ref = charge.staff_ref AND substitute = $2
    AND $1 BETWEEN from_on AND coalesce(until_on, 'infinity')
))
"""
"""Today is $1, whose cases is $2; null: all."""
OF_CASE = """
SELECT own_case.*, charge.staff_ref AS caseworker, contacts.count AS contacts, contacts.last_contact_on
FROM own_case"""
CONTACTS = """
CROSS JOIN LATERAL (
    SELECT count(*) AS count, max(contact_on) AS last_contact_on FROM contact
    WHERE contact.case_id = own_case.case_id AND took_place
) AS contacts
"""
CASES = OF_CASE + CHARGE + CONTACTS + SEEN
SEEN_CASES = "SELECT case_id FROM own_case" + CHARGE + SEEN  # noqa: S608
IS_SEEN = "SELECT true AS seen FROM own_case" + CHARGE + SEEN + "AND case_id = $3"  # noqa: S608
PERSONS = """
SELECT own_person.*, ARRAY(
    SELECT purpose FROM own_consent
    WHERE own_consent.case_id = own_person.case_id AND own_consent.person_id = own_person.person_id ORDER BY purpose
) AS consents, EXISTS (
    SELECT FROM own_refusal
    WHERE own_refusal.case_id = own_person.case_id AND own_refusal.person_id = own_person.person_id
    AND purpose <> 'volunteer'
) AS no_consent
FROM own_person WHERE case_id = ANY($1) ORDER BY case_id, place"""


def case_entrusted(fact: Fact) -> list[Statement]:
    """All that is known of the case from now on: what an earlier time with it left is replaced."""
    event = fact.event
    assert isinstance(event, CaseEntrusted)
    household = event.household
    lives = (household.house, household.placed_on, household.received_on)
    return [
        (CASE, (event.case_id, *lives, fact.effective_on)),
        *_persons(event.case_id, household),
        (NO_CONSENTS, (event.case_id,)),
        *((CONSENT, (event.case_id, consent.person_id, consent.purpose)) for consent in event.consents),
        *((NO_REFUSAL, (event.case_id, consent.person_id, consent.purpose)) for consent in event.consents),
    ]


def case_changed(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseChanged)
    household = event.household
    lives = (household.house, household.placed_on, household.received_on)
    return [(HOUSE, (event.case_id, *lives)), *_persons(event.case_id, household)]


def consent_changed(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, ConsentChanged)
    said = (event.case_id, event.person_id, event.purpose)
    return [(CONSENT, said), (NO_REFUSAL, said)] if event.given else [(NO_CONSENT, said), (REFUSAL, said)]


def case_withdrawn(fact: Fact) -> list[Statement]:
    """The case stays in the provider's books, without any consent."""
    assert isinstance(fact.event, CaseWithdrawn)
    case_id = fact.event.case_id
    return [(WITHDRAWN, (case_id, fact.effective_on)), (NO_CONSENTS, (case_id,))]


def case_closed(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseClosed)
    return [(CLOSED, (event.case_id, event.closed_on, event.outcome))]


def consent_stated(fact: Fact) -> list[Statement]:
    """What is taken back here holds here at once; what is given holds once the town has it."""
    event = fact.event
    assert isinstance(event, ConsentStatedHere)
    said = (event.case_id, event.person_id, event.purpose)
    if event.recipient != event.provider:
        return []
    return [(NO_REFUSAL, said)] if event.stated == "given" else [(NO_CONSENT, said), (REFUSAL, said)]


def caseworker_assigned(fact: Fact) -> list[Statement]:
    event = fact.event
    assert isinstance(event, CaseworkerAssigned)
    return [(CASEWORKER, (event.case_id, fact.version, event.staff_ref, event.on))]


OWN: Views = with_history(
    {
        CaseEntrusted: case_entrusted,
        CaseChanged: case_changed,
        ConsentChanged: consent_changed,
        CaseWithdrawn: case_withdrawn,
        CaseworkerAssigned: caseworker_assigned,
        CaseClosed: case_closed,
        ConsentStatedHere: consent_stated,
        **views_contacts.VIEWS,
        **views_plans.VIEWS,
        **views_staff.VIEWS,
        **views_volunteers.VIEWS,
    }
)
VIEWS: Views = together(OWN, OFFER_VIEWS)


async def cases(reading: Reading, today: date, whose: UUID | None = None, after: UUID | None = None) -> list[Row]:
    """Cases with their persons, consents, caseworker, number of contacts and day of the last, page by page.

    `whose`: the worker who sees no others; None: all of the provider.
    """
    found = await read(
        reading,
        CASES + "AND ($3::uuid IS NULL OR case_id > $3) ORDER BY case_id LIMIT $4",
        *(today, whose, after, ROWS_AT_ONCE),
    )
    return await _with_persons(reading, found)


async def household(reading: Reading, case_id: UUID, today: date, whose: UUID | None = None) -> Row | None:
    """One case with its persons. None if it was never entrusted here, or is not this worker's."""
    found = await _with_persons(reading, await read(reading, CASES + "AND case_id = $3", today, whose, case_id))
    return found[0] if found else None


async def case(reading: Reading, case_id: UUID, today: date, whose: UUID | None = None) -> Row | None:
    """As `household`, with its contacts, plans and referrals."""
    found = await household(reading, case_id, today, whose)
    if found is None:
        return None
    return {
        **found,
        "contact_rows": await views_contacts.contacts(reading, case_id),
        "plans": await views_plans.plans_of(reading, [case_id]),
        "referrals": await views_plans.referrals_of(reading, [case_id], today),
    }


async def seen_cases(reading: Reading, today: date, whose: UUID | None) -> list[UUID]:
    """The cases that a worker sees, by their ids alone."""
    rows = await reading.fetch(SEEN_CASES, today, whose)
    return [row["case_id"] for row in rows]


async def is_seen(reading: Reading, case_id: UUID, whose: UUID, today: date) -> bool:
    """Whether a worker who sees no others' cases sees this one. One that is not here hides nothing."""
    row = await reading.fetchrow(IS_SEEN, today, whose, case_id)
    return row is not None or not await reading.fetchval("SELECT true FROM own_case WHERE case_id = $1", case_id)


async def case_behind(reading: Reading, named: Mapping[str, object]) -> UUID | None:
    """The case that a command is about: named by itself, by a referral, a plan, or a person."""
    if isinstance(case_id := named.get("case_id"), UUID):
        return case_id
    found: UUID | None = await reading.fetchval(
        """SELECT case_id FROM referral WHERE referral_id = $3
        UNION ALL SELECT case_id FROM own_person
        WHERE person_id = $1 OR person_id = (SELECT person_id FROM plan WHERE plan_id = $2) LIMIT 1""",
        named.get("person_id"),
        named.get("plan_id"),
        named.get("referral_id"),
    )
    return found


def _persons(case_id: UUID, household: Household) -> list[Statement]:
    statements: list[Statement] = [(NO_PERSONS, (case_id,))]
    for place, each in enumerate(household.persons, start=1):
        codes = (each.household_role, str(each.birth_year), each.sex, each.nationality, each.residence_class)
        statements.append((PERSON, (case_id, each.person_id, place, *codes)))
    return statements


async def _with_persons(reading: Reading, found: list[Row]) -> list[Row]:
    """Three statements for a whole page, however many cases it has."""
    persons: dict[object, list[Row]] = {row["case_id"]: [] for row in found}
    seen = await views_contacts.residences(reading, list(persons))
    for person in await read(reading, PERSONS, list(persons)):
        latest = seen.get((person["case_id"], person["person_id"]), {})
        persons[person["case_id"]].append({**person, **latest})
    return [{**row, "persons": persons[row["case_id"]]} for row in found]
