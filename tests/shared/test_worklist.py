"""The worklist of a coordinator, filled from facts by the real statements, asked for days before, today and after."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import asyncpg
import pytest

from infra.postgres.databases import Database
from services.allocation.domain.worklist import WorkReason, windows, years_after
from services.allocation.views import VIEWS
from services.allocation.worklist import worklist
from shared.event import Event
from shared.events.allocation import AssignmentEnded, CaseChanged, CaseWithdrawn, CatchmentMissing, ThresholdsSet
from shared.events.handover import HandoverAccepted, HandoverDeclined, HandoverExpired, HandoverOpened
from shared.events.intake import ConsentGiven
from shared.events.person import ConsentRefused
from shared.events.plans import PlanAgreed, PlanClosed, PlanReviewed
from shared.events.provider import ContactCorrected, ContactRecorded
from shared.follow import apply
from shared.ids import wire_id
from shared.rebuild import check
from tests.allocation.town import START, assigned, case_id, entrusted, household, overridden, person_id, proposed
from tests.given import recorded
from tests.shared.conftest import MakeDatabase

CASE = case_id("h1")
LIVES = household("h1", 2, "sandloch")
Step = tuple[date, Event]
Listed = list[tuple[str, int]]


def day(number: int) -> date:
    """Days of the story: the first is that of the placement."""
    return START + timedelta(days=number)


@pytest.fixture(scope="module")
async def database(make_database: MakeDatabase) -> Database:
    return await make_database("allocation")


@pytest.fixture
async def views(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Read tables that are empty again afterwards."""
    connection = await asyncpg.connect(database.url, server_settings={"search_path": "read, public"})
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def fill(views: asyncpg.Connection, *steps: Step) -> None:
    facts = recorded(*(event for _, event in steps))
    on = [event.holds_from() or recorded_on for recorded_on, event in steps]
    await apply(views, VIEWS, [replace(fact, effective_on=each) for fact, each in zip(facts, on, strict=True)])


async def listed(views: asyncpg.Connection, on: date, reason: WorkReason | None = None) -> Listed:
    answer = await worklist(views, on, reason)
    return [(row["reason"], row["days"]) for row in answer["rows"]]


def with_drk(number: int = 0) -> list[Step]:
    """Proposed, confirmed and told on that day."""
    on = day(number)
    told = [proposed("h1", LIVES, "drk"), assigned("h1", "drk", 2), entrusted("h1", LIVES, "drk")]
    return [(on, event) for event in told]


async def test_a_case_is_unallocated_from_the_day_it_was_received_until_somebody_has_it(
    views: asyncpg.Connection,
) -> None:
    await fill(views, (day(2), proposed("h1", LIVES, "drk")), (day(5), assigned("h1", "drk", 2)))
    assert await listed(views, day(-1)) == []
    assert await listed(views, day(0)) == [("unallocated", 0)]
    assert await listed(views, day(4)) == [("unallocated", 4)]
    assert await listed(views, day(5)) == []


async def test_above_the_ceiling_is_said_beside(views: asyncpg.Connection) -> None:
    steps: list[Step] = [(day(0), proposed("h1", LIVES, "drk", over_ceiling=True))]
    await fill(views, *steps, (day(3), overridden("h1", "drk", 2, over=True)))
    assert sorted(await listed(views, day(2))) == [("over_ceiling", 2), ("unallocated", 2)]
    assert await listed(views, day(3)) == []


async def test_a_waiting_case_that_ends_waits_no_more(views: asyncpg.Connection) -> None:
    ended = AssignmentEnded(case_id=CASE, provider=None, ended_on=day(4), cause="left_town")
    await fill(views, (day(0), CatchmentMissing(case_id=CASE, household=LIVES)), (day(4), ended))
    assert await listed(views, day(3)) == [("unallocated", 3)]
    assert await listed(views, day(4)) == []


async def test_a_case_that_is_proposed_again_waits_from_then(views: asyncpg.Connection) -> None:
    ended = AssignmentEnded(case_id=CASE, provider="drk", ended_on=day(40), cause="wish")
    withdrawn = CaseWithdrawn(provider="drk", case_id=CASE)
    again = (day(100), proposed("h1", LIVES, "drk"))
    await fill(views, *with_drk(), (day(40), ended), (day(40), withdrawn), again)
    assert await listed(views, day(101), "unallocated") == [("unallocated", 1)]


def opened(number: int) -> Step:
    return day(number), HandoverOpened(case_id=CASE, from_provider="drk", to_provider="caritas", due_on=day(9))


def expired(number: int) -> Step:
    return day(number), HandoverExpired(case_id=CASE, provider="caritas", due_on=day(9), cause="due")


def declined(number: int) -> Step:
    answer = wire_id("answer", "1")
    return day(number), HandoverDeclined(case_id=CASE, provider="caritas", answer_id=answer, reason_code="capacity")


async def offers(views: asyncpg.Connection, on: date) -> Listed:
    return [row for row in await listed(views, on) if row[0].startswith("offer")]


async def test_an_offer_that_expired_is_back_on_the_list_until_it_is_offered_again(views: asyncpg.Connection) -> None:
    await fill(views, *with_drk(), opened(1), expired(10), opened(12), declined(13))
    assert [await offers(views, day(number)) for number in (9, 10, 11, 12, 13)] == [
        [],
        [("offer_expired", 0)],
        [("offer_expired", 1)],
        [],
        [("offer_declined", 0)],
    ]


async def test_an_offer_that_was_overtaken_is_nobodys_work(views: asyncpg.Connection) -> None:
    overtaken = HandoverExpired(case_id=CASE, provider="caritas", due_on=day(9), cause="overtaken")
    await fill(views, *with_drk(), opened(1), (day(2), overtaken))
    assert await offers(views, day(3)) == []


async def test_a_case_that_was_taken_is_listed_with_its_new_provider(views: asyncpg.Connection) -> None:
    accepted = HandoverAccepted(case_id=CASE, provider="caritas", answer_id=wire_id("answer", "1"), household_size=2)
    withdrawn = CaseWithdrawn(provider="drk", case_id=CASE)
    told: list[Step] = [(day(20), event) for event in (accepted, withdrawn, entrusted("h1", LIVES, "caritas"))]
    await fill(views, *with_drk(), opened(1), *told)
    rows = (await worklist(views, day(21), "consent_missing"))["rows"]
    assert [(row["provider"], row["days"]) for row in rows] == [("caritas", 1)] * 2


def contact(number: int, slug: str = "k1") -> Step:
    return day(number), ContactRecorded(
        provider="drk",
        case_id=CASE,
        contact_id=wire_id("contact", slug),
        on=day(number),
        channel="office",
        duration_band="to_30",
        topics=("work",),
        persons=(person_id("h1-1"),),
    )


async def test_a_case_is_stale_after_ninety_days_without_a_contact(views: asyncpg.Connection) -> None:
    await fill(views, *with_drk(), contact(120))
    assert [await listed(views, day(number), "stale") for number in (89, 90, 119, 120, 209, 210)] == [
        [],
        [("stale", 90)],
        [("stale", 119)],
        [],
        [],
        [("stale", 90)],
    ]


async def test_a_contact_that_is_recorded_late_makes_no_case_older(views: asyncpg.Connection) -> None:
    await fill(views, *with_drk(), contact(120), contact(30, "late"))
    assert await listed(views, day(210), "stale") == [("stale", 90)]


async def test_a_contact_that_never_was_keeps_nothing_from_being_stale(views: asyncpg.Connection) -> None:
    _, wrong = contact(120)
    said = {name: value for name, value in wrong if name != "note_ref"}
    never = ContactCorrected(**said, corrects=wire_id("event", "k1"), corrects_on=day(120), took_place=False)
    await fill(views, *with_drk(), contact(60, "first"), (day(120), wrong), (day(121), never))
    assert await listed(views, day(151), "stale") == [("stale", 91)]


async def test_thresholds_of_the_day_say_what_is_stale_and_when_a_review_is_late(views: asyncpg.Connection) -> None:
    strict = ThresholdsSet(
        green_up_to=80, amber_up_to=100, ceiling=100, stale_after_days=30, review_grace_days=5, effective_on=day(50)
    )
    await fill(views, *with_drk(), (day(1), strict), agreed(1, 40))
    assert await listed(views, day(49), "stale") == []
    assert await listed(views, day(50), "stale") == [("stale", 50)]
    assert [await listed(views, day(number), "review_overdue") for number in (40, 41, 49, 50)] == [
        [],
        [("review_overdue", 1)],
        [("review_overdue", 9)],
        [("review_overdue", 10)],
    ]


def agreed(number: int, review: int) -> Step:
    return day(number), PlanAgreed(
        provider="drk",
        plan_id=wire_id("plan", "p1"),
        person_id=person_id("h1-1"),
        agreed_on=day(number),
        review_on=day(review),
        goals=(),
    )


def reviewed(number: int, review: int | None) -> Step:
    return day(number), PlanReviewed(
        provider="drk",
        plan_id=wire_id("plan", "p1"),
        review_id=wire_id("review", "r1"),
        plan_version=1,
        on=day(number),
        due_on=day(30),
        review_on=None if review is None else day(review),
        progress=(),
    )


async def test_a_review_is_overdue_from_the_day_after_and_until_it_takes_place(views: asyncpg.Connection) -> None:
    await fill(views, *with_drk(), agreed(1, 30), reviewed(33, 60))
    assert [await listed(views, day(number), "review_overdue") for number in (30, 31, 32, 33, 60, 61)] == [
        [],
        [("review_overdue", 1)],
        [("review_overdue", 2)],
        [],
        [],
        [("review_overdue", 1)],
    ]


async def test_a_plan_that_is_over_is_reviewed_no_more(views: asyncpg.Connection) -> None:
    closed = PlanClosed(provider="drk", plan_id=wire_id("plan", "p1"), closed_on=day(35), outcomes=())
    await fill(views, *with_drk(), agreed(1, 30), (day(35), closed))
    assert await listed(views, day(34), "review_overdue") == [("review_overdue", 4)]
    assert await listed(views, day(35), "review_overdue") == []


async def test_a_consent_is_missing_until_the_person_was_asked_whatever_she_said(views: asyncpg.Connection) -> None:
    def said(kind: type[ConsentGiven | ConsentRefused], person: int, recipient: str = "drk") -> Step:
        who = person_id(f"h1-{person}")
        return day(5), kind(person_id=who, case_id=CASE, purpose="sharing", recipient=recipient, on=day(5))

    await fill(views, *with_drk(), said(ConsentGiven, 1, "caritas"), said(ConsentRefused, 1), said(ConsentGiven, 2))
    assert await listed(views, day(4), "consent_missing") == [("consent_missing", 4)] * 2
    assert await listed(views, day(5), "consent_missing") == []


async def test_who_left_the_household_is_on_the_list_no_more(views: asyncpg.Connection) -> None:
    one = LIVES.model_copy(update={"persons": LIVES.persons[1:]})
    changed = CaseChanged(provider="drk", case_id=CASE, household=one)
    await fill(views, *with_drk(), agreed(1, 30), (day(35), changed))
    assert await listed(views, day(34), "review_overdue") == [("review_overdue", 4)]
    assert await listed(views, day(35), "review_overdue") == []
    assert await listed(views, day(35), "consent_missing") == [("consent_missing", 35)]


async def test_advice_that_ends_is_announced_ninety_days_ahead(views: asyncpg.Connection) -> None:
    await fill(views, *with_drk())
    third, fourth = years_after(START, 3), years_after(START, 4)

    async def about(on: date) -> Listed:
        return [row for row in await listed(views, on) if row[0].startswith("advice")]

    assert await about(third - timedelta(days=91)) == []
    assert await about(third - timedelta(days=90)) == [("advice_3_years", -90)] * 2
    assert await about(fourth - timedelta(days=91)) == [("advice_3_years", 274)] * 2
    assert await about(fourth - timedelta(days=90)) == [("advice_4_years", -90)] * 2
    assert await about(fourth + timedelta(days=1)) == [("advice_4_years", 1)] * 2


def test_a_leap_day_has_its_year_too() -> None:
    assert years_after(date(2020, 2, 29), 1) == date(2021, 2, 28)
    assert {window.reason: window.latest for window in windows(START, 90, 0)}["stale"] == day(-90)


async def test_a_long_list_comes_in_pages_that_leave_nothing_out(
    views: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.allocation.worklist.ROWS_AT_ONCE", 3)
    slugs = [f"c{number}" for number in range(7)]
    await fill(views, *((day(0), proposed(slug, household(slug, 1, "sandloch"), "drk")) for slug in slugs))
    seen, after = [], None
    while True:
        answer = await worklist(views, day(1), after=after)
        seen += [row["case_id"] for row in answer["rows"]]
        if answer["next"] is None:
            break
        after = answer["next"]
    assert sorted(seen) == sorted(case_id(slug) for slug in slugs)
    assert (await worklist(views, day(1), after=wire_id("item", "unknown")))["rows"] == []


async def test_the_tables_are_what_the_log_says(database: Database) -> None:
    assert (await check(database.url, "allocation", VIEWS))["identical"]
