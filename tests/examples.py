"""One example of every fact, as it was recorded in Weinheim. Their bytes are the contract files."""

from datetime import date
from uuid import UUID

from shared.event import Event
from shared.events import allocation, handover, intake, person, reporting
from shared.events.codes import Period
from shared.ids import wire_id
from tests.example_ids import (
    CASE,
    CHILD,
    FIRST_DAY,
    GRANT,
    LAST_DAY,
    MOVED,
    OTHER_CASE,
    OTHER_POSITION,
    PERSON,
    PLACED,
    POSITION,
    RECEIVED,
    SUCCESSOR,
    WORKER,
)
from tests.examples_books import OF_BOOKS
from tests.examples_matching import MATCHING, OF_MATCHING
from tests.examples_provider import OF_PROVIDER
from tests.examples_volunteers import OF_VOLUNTEERS
from tests.reporting.weinheim import RULES

SECOND_ENTRY = wire_id("person", "hadad-1")
PERSONS = (
    intake.RegisteredPerson(
        person_id=PERSON,
        household_role="head",
        birth_year=1984,
        sex="f",
        nationality="SY",
        residence_class="permit",
        residence_valid_until=date(2021, 6, 30),
        languages=(intake.SpokenLanguage(language="ar", level="fluent", interpreter_needed="no"),),
        needs=(intake.Need(domain="housing", urgency="high"),),
    ),
    intake.RegisteredPerson(person_id=CHILD, household_role="child"),
)
BABY = intake.RegisteredPerson(person_id=wire_id("person", "haddad-3"), household_role="child", birth_year=2019)
HOUSEHOLD = allocation.Household(house="sandloch", placed_on=PLACED, received_on=RECEIVED, persons=PERSONS)
MOVED_HOUSEHOLD = allocation.Household(
    house="klausing", placed_on=PLACED, received_on=RECEIVED, persons=PERSONS, moved_on=MOVED
)
ANSWER = UUID("0166a000-0000-7000-8000-000000000002")
HANDED_PLAN = handover.HandedPlan(
    plan_id=wire_id("plan", "p1"),
    person_id=PERSON,
    agreed_on=date(2018, 11, 20),
    review_on=date(2019, 5, 20),
    domains=("work",),
)
HANDED_REFERRAL = handover.HandedReferral(
    referral_id=wire_id("referral", "v1"),
    person_id=PERSON,
    office="jobcenter",
    domain="work",
    referred_on=date(2018, 12, 3),
)
OF_INTAKE: list[Event] = [
    intake.CaseRegistered(
        case_id=CASE,
        house="sandloch",
        placed_on=PLACED,
        received_on=RECEIVED,
        persons=PERSONS,
        taken_over=intake.TakenOver(provider="drk", entrusted_on=RECEIVED),
    ),
    intake.HouseholdMoved(case_id=CASE, house="klausing", moved_on=MOVED),
    intake.ConsentGiven(person_id=PERSON, case_id=CASE, purpose="sharing", recipient="drk", on=RECEIVED),
    intake.ConsentWithdrawn(person_id=PERSON, case_id=CASE, purpose="sharing", recipient="drk", on=MOVED),
    intake.PersonJoined(case_id=CASE, person=BABY, joined_on=MOVED, cause="birth"),
    intake.PersonLeft(case_id=CASE, person_id=CHILD, left_on=MOVED, cause="moved_out"),
    intake.HouseholdSplit(case_id=CASE, into_case_id=OTHER_CASE, persons=(CHILD,), split_on=MOVED),
    intake.HouseholdLeft(case_id=CASE, left_on=MOVED),
    intake.CaseReopened(case_id=CASE, reopened_on=MOVED),
    intake.PersonRecorded(case_id=CASE, person=BABY, on=MOVED, corrects=UUID("0166a000-0000-7000-8000-000000000002")),
    person.ConsentRefused(person_id=PERSON, case_id=CASE, purpose="sharing", recipient="caritas", on=RECEIVED),
    person.SecrecyReleased(person_id=PERSON, case_id=CASE, purpose="sharing", recipient="drk", on=RECEIVED),
    person.SecrecyReleaseWithdrawn(person_id=PERSON, case_id=CASE, purpose="sharing", recipient="drk", on=MOVED),
    person.NamesRecorded(person_id=CHILD, case_id=CASE),
    person.PersonsMerged(
        person_id=PERSON,
        merged_person_id=SECOND_ENTRY,
        case_id=OTHER_CASE,
        on=RECEIVED,
        grounds=("transliteration", "papers"),
    ),
    intake.ListImported(list_id=wire_id("list", "2018-10"), household_count=40, person_count=130, take_over=False),
    intake.FileOpened(service="intake", case_id=CASE, provider="drk", persons=(PERSON,)),
]
OF_ALLOCATION: list[Event] = [
    allocation.HouseDefined(house="sandloch", house_name="Haus Sandloch"),
    allocation.CatchmentSet(
        rule_version="1", effective_on=FIRST_DAY, houses={"sandloch": "drk", "klausing": ("caritas", "diakonie")}
    ),
    allocation.CatchmentTookEffect(rule_version="1", effective_on=FIRST_DAY),
    allocation.ThresholdsSet(
        green_up_to=80,
        amber_up_to=100,
        ceiling=100,
        stale_after_days=90,
        review_grace_days=0,
        effective_on=FIRST_DAY,
    ),
    allocation.AssignmentProposed(
        case_id=CASE,
        provider="drk",
        rule_version="1",
        over_ceiling=False,
        household=HOUSEHOLD,
        matching=MATCHING,
    ),
    allocation.CatchmentMissing(case_id=OTHER_CASE, household=HOUSEHOLD),
    allocation.CatchmentUndecided(
        case_id=OTHER_CASE, candidates=("caritas", "diakonie"), rule_version="1", household=HOUSEHOLD
    ),
    allocation.HouseholdChanged(case_id=CASE, household=MOVED_HOUSEHOLD),
    allocation.CaseAssigned(case_id=CASE, provider="drk", rule_version="1", household_size=2),
    allocation.AssignmentOverridden(
        case_id=CASE,
        provider="caritas",
        reason_code="language",
        note_ref=wire_id("note", "haddad"),
        over_ceiling=True,
        household_size=2,
        cost_points=120,
    ),
    allocation.CaseEntrusted(
        provider="drk",
        case_id=CASE,
        household=HOUSEHOLD,
        consents=(allocation.Consent(person_id=PERSON, purpose="sharing"),),
        plans=(HANDED_PLAN,),
        referrals=(HANDED_REFERRAL,),
        since=PLACED,
    ),
    allocation.AssignmentTakenOver(case_id=CASE, provider="drk", entrusted_on=PLACED, household=HOUSEHOLD),
    allocation.AssignmentEnded(case_id=CASE, provider="drk", ended_on=MOVED, cause="left_town"),
    handover.HandoverOpened(case_id=CASE, from_provider="caritas", to_provider="drk", due_on=MOVED),
    handover.HandoverAccepted(case_id=CASE, provider="drk", answer_id=ANSWER, household_size=2),
    handover.HandoverDeclined(case_id=CASE, provider="drk", answer_id=ANSWER, reason_code="capacity"),
    handover.HandoverExpired(case_id=CASE, provider="drk", due_on=MOVED, cause="due"),
    handover.HandoverAnswerTooLate(case_id=CASE, provider="drk", answer_id=ANSWER, accepted=True),
    handover.HandoverOffered(
        provider="drk",
        case_id=CASE,
        house="sandloch",
        household_size=2,
        due_on=MOVED,
        plans=(HANDED_PLAN,),
        referrals=(HANDED_REFERRAL,),
    ),
    handover.HandoverClosed(provider="drk", case_id=CASE, due_on=MOVED, outcome="too_late"),
    allocation.CaseChanged(provider="drk", case_id=CASE, household=MOVED_HOUSEHOLD),
    allocation.ConsentChanged(provider="drk", case_id=CASE, person_id=PERSON, purpose="sharing", given=False),
    allocation.CaseWithdrawn(provider="drk", case_id=CASE),
]
OF_REPORTING: list[Event] = [
    reporting.ContractRecorded(
        contract_id=wire_id("contract", "weinheim"),
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        providers=("caritas", "diakonie", "drk", "town"),
    ),
    reporting.GrantAwarded(
        grant_id=GRANT,
        notice_ref="RP-2018-114",
        decided_on=date(2018, 9, 20),
        grant_period=Period(starts_on=FIRST_DAY, ends_on=LAST_DAY),
        cap_cents=35_200_000,
        rate_cents_per_fte_year=reporting.Rates(degree=6_400_000, vocational=5_100_000),
        fte_hundredths=230,
        shares={"caritas": 100, "diakonie": 50, "drk": 80},
        rules=RULES,
    ),
    reporting.FundsReceived(grant_id=GRANT, cents=8_000_000, paid_on=date(2018, 11, 2), payment_ref="2018-11-02/1"),
    reporting.FundsPassedOn(
        grant_id=GRANT, provider="drk", cents=1_359_140, paid_on=date(2018, 12, 3), payment_ref="2018-12-03/7"
    ),
    reporting.PositionFilled(
        position_id=POSITION,
        grant_id=GRANT,
        provider="drk",
        staff_ref=WORKER,
        fte_hundredths=80,
        qualification_class="degree",
        starts_on=FIRST_DAY,
    ),
    reporting.PositionVacated(position_id=POSITION, vacant_from=date(2019, 4, 1)),
    reporting.PersonReplaced(
        position_id=POSITION, staff_ref=SUCCESSOR, qualification_class="vocational", from_on=date(2019, 7, 1)
    ),
    reporting.ShareShifted(
        position_id=POSITION,
        other_position_id=OTHER_POSITION,
        change_hundredths=-20,
        effective_on=date(2020, 1, 1),
    ),
    reporting.FillingCorrected(
        position_id=POSITION,
        corrects=UUID("0166a000-0000-7000-8000-000000000001"),
        corrects_starts_on=FIRST_DAY,
        starts_on=date(2018, 11, 1),
    ),
    reporting.ReportSubmitted(
        report_id=wire_id("report", "2018"),
        grant_id=GRANT,
        as_of=date(2018, 12, 31),
        known_on=date(2019, 2, 28),
        cut={"urn:fallbuch:weinheim:intake": 12, "urn:fallbuch:weinheim:reporting": 9},
        report_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
    reporting.ReportApproved(report_id=wire_id("report", "2018")),
]
EXAMPLES: dict[str, Event] = {
    type(event).__name__: event
    for event in [*OF_INTAKE, *OF_ALLOCATION, *OF_MATCHING, *OF_REPORTING, *OF_BOOKS, *OF_PROVIDER, *OF_VOLUNTEERS]
}
