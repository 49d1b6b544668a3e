"""A provider's read tables on a real PostgreSQL: what they answer after corrections, and on the day they are asked."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from services.provider import views, views_contacts, views_plans, views_staff
from shared.event import Event
from shared.events.allocation import ConsentChanged
from shared.events.plans import PlanCorrected, ReferralAnswered
from shared.events.provider import CaseworkerAssigned, ContactCorrected, ContactRecorded, ResidenceSeen
from shared.events.staff import StaffAbsent, StaffJoined, StaffReturned
from shared.follow import apply
from tests.given import TODAY, recorded
from tests.provider.here import ADA, ANNA, BEN, BERT, CARO, CASE, HERE
from tests.provider.test_corrections import K1, MADE, MONDAY, V1
from tests.provider.test_plan_versions import AGREED, LATER, MAY, PLAN, REVISED, reviewed, signed
from tests.provider.test_short_contact import RECORDED as SHORT
from tests.shared.conftest import MakeDatabase

CONTACT = ContactRecorded(
    provider="drk", case_id=CASE, contact_id=K1, on=TODAY, channel="office", duration_band="to_30",
    topics=("work",), persons=(ADA, BEN),
)  # fmt: skip
CORRECTED = ContactCorrected(
    provider="drk", case_id=CASE, contact_id=K1, corrects=K1, corrects_on=TODAY, took_place=True, on=MONDAY,
    channel="phone", duration_band="to_15", topics=("debts",), persons=(BEN,),
)  # fmt: skip


@pytest.fixture
async def reading(make_database: MakeDatabase) -> AsyncIterator[asyncpg.Connection]:
    """The read tables of a provider, empty."""
    database = await make_database("provider")
    connection = await asyncpg.connect(database.url, server_settings={"search_path": "read, public"})
    yield connection
    await connection.close()


async def seen(reading: asyncpg.Connection, *events: Event) -> None:
    """These facts go into the views, each twice: a reader that starts again begins with what it did last."""
    for fact in recorded(*HERE, *events):
        await apply(reading, views.VIEWS, [fact])
        await apply(reading, views.VIEWS, [fact])


def joined(staff_ref: UUID) -> StaffJoined:
    return StaffJoined(provider="drk", staff_ref=staff_ref, roles=("caseworker",), on=MONDAY)


def in_charge(staff_ref: UUID, on: date) -> CaseworkerAssigned:
    return CaseworkerAssigned(provider="drk", case_id=CASE, staff_ref=staff_ref, on=on)


async def of(reading: asyncpg.Connection, staff_ref: UUID, today: date) -> bool:
    """Whether that worker sees the case that day, in the list and alone."""
    listed = [row["case_id"] for row in await views.cases(reading, today, staff_ref)]
    assert listed == await views.seen_cases(reading, today, staff_ref)
    assert bool(listed) == await views.is_seen(reading, CASE, staff_ref, today)
    return bool(listed)


async def test_a_contact_is_shown_as_it_really_was(reading: asyncpg.Connection) -> None:
    seen_class = ResidenceSeen(
        provider="drk", case_id=CASE, person_id=ADA, residence_class="tolerated", valid_until=LATER, on=TODAY
    )
    await seen(reading, CONTACT, CORRECTED, seen_class)
    shown = await views.case(reading, CASE, TODAY)
    assert shown is not None
    (row,) = await views_contacts.contacts(reading, CASE)
    assert (row["contact_on"], row["topics"], row["persons"], row["corrected"]) == (MONDAY, ["debts"], [BEN], True)
    assert shown["contacts"] == 1
    persons = await views_contacts.residences(reading, [CASE])
    assert persons[CASE, ADA]["residence_class"] == "tolerated"
    await seen(reading, CONTACT, CORRECTED, CORRECTED.model_copy(update={"took_place": False}))
    assert await views_contacts.contacts(reading, CASE) == []


async def test_a_plan_shows_its_versions_and_what_is_due(reading: asyncpg.Connection) -> None:
    await seen(reading, AGREED, signed(1, "person", TODAY), reviewed("r1", MAY, MAY, date(2019, 9, 1)))
    (last,) = await views_plans.plans_of(reading, [CASE])
    assert (last["plan_version"], last["review_on"]) == (1, date(2019, 9, 1))
    await seen(reading, AGREED, REVISED)
    shown = await views_plans.plan(reading, PLAN)
    assert shown is not None
    assert (await views_plans.plans_of(reading, [CASE]))[0]["plan_version"] == 2
    never = PlanCorrected(
        provider="drk", plan_id=PLAN, plan_version=2, corrects=PLAN, corrects_on=MAY, person_id=BEN,
        took_place=False, agreed_on=MAY, review_on=LATER, goals=(),
    )  # fmt: skip
    await seen(reading, AGREED, REVISED, never)
    assert (await views_plans.plans_of(reading, [CASE]))[0]["plan_version"] == 1
    assert await views.case_behind(reading, {"plan_id": PLAN}) == CASE


async def test_a_referral_grows_older_until_it_is_done(reading: asyncpg.Connection) -> None:
    await seen(reading, MADE)
    assert await ages(reading, TODAY) == [("open", 7)]
    reached = ReferralAnswered(provider="drk", referral_id=V1, case_id=CASE, outcome="reached", on=TODAY)
    await seen(reading, MADE, reached)
    assert await ages(reading, MAY) == [("reached", (MAY - MONDAY).days)]
    await seen(reading, MADE, reached.model_copy(update={"outcome": "done"}))
    assert await ages(reading, MAY) == [("done", 7)]
    assert await views.case_behind(reading, {"referral_id": V1}) == CASE


async def ages(reading: asyncpg.Connection, today: date) -> list[tuple[object, object]]:
    return [(row["outcome"], row["age_days"]) for row in await views_plans.referrals_of(reading, [CASE], today)]


async def test_a_contact_without_a_case_is_listed(reading: asyncpg.Connection) -> None:
    await seen(reading, SHORT)
    (row,) = await views_contacts.short_contacts(reading, None)
    assert row["persons_reached"] == 2
    assert await views_contacts.short_contacts(reading, SHORT.short_contact_id) == []


async def test_who_is_in_charge_or_stands_in_sees_the_case_and_nobody_else(reading: asyncpg.Connection) -> None:
    staff = [joined(ANNA), joined(BERT), joined(CARO), in_charge(ANNA, MONDAY), in_charge(CARO, LATER)]
    away = StaffAbsent(provider="drk", staff_ref=ANNA, from_on=MAY, until_on=None, substitute=BERT)
    back = StaffReturned(provider="drk", staff_ref=ANNA, on=date(2019, 6, 1))
    await seen(reading, *staff, away, back)
    assert [await of(reading, who, TODAY) for who in (ANNA, BERT, CARO)] == [True, False, False]
    assert [await of(reading, who, MAY) for who in (ANNA, BERT, CARO)] == [True, True, False]
    assert [await of(reading, who, date(2019, 6, 1)) for who in (ANNA, BERT, CARO)] == [True, False, False]
    assert [await of(reading, who, LATER) for who in (ANNA, BERT, CARO)] == [False, False, True]
    assert [row["cases"] for row in await views_staff.staff(reading, TODAY) if row["staff_ref"] == ANNA] == [1]


async def test_who_withdrew_consent_is_shown_as_such(reading: asyncpg.Connection) -> None:
    withdrawn = ConsentChanged(provider="drk", case_id=CASE, person_id=ADA, purpose="sharing", given=False)
    await seen(reading, withdrawn)
    assert await silent(reading) == [ADA]
    await seen(reading, withdrawn, withdrawn.model_copy(update={"given": True}))
    assert await silent(reading) == []


async def silent(reading: asyncpg.Connection) -> list[UUID]:
    rows = await reading.fetch(views.PERSONS, [CASE])
    return [row["person_id"] for row in rows if row["no_consent"]]
