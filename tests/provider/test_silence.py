"""W2: after a withdrawal no new field of the person leaves the provider, and the person still counts.

Every command of a provider is looked at: one that is new must say here what it does with somebody who does not consent.
"""

import json
from datetime import date
from typing import Any

import pytest

from services.provider.domain import PARTS
from services.provider.domain.caseload import MoveCaseload
from services.provider.domain.caseworker import AssignCaseworker
from services.provider.domain.closing import CloseCase
from services.provider.domain.consent import StateConsent, StateSecrecyRelease
from services.provider.domain.contact import RecordContact
from services.provider.domain.contact_correction import CorrectContact
from services.provider.domain.handover import AnswerHandover
from services.provider.domain.own import OwnCommand
from services.provider.domain.plan import AgreePlan, RevisePlan, SignPlan
from services.provider.domain.plan_correction import CorrectPlan, CorrectReview
from services.provider.domain.plan_review import ClosePlan, ReviewPlan
from services.provider.domain.reads import RefuseAccess
from services.provider.domain.referral import AnswerReferral, CorrectReferral, MakeReferral
from services.provider.domain.short_contact import RecordShortContact
from services.provider.domain.staff import EndAbsence, JoinStaff, LeaveStaff, RecordAbsence, SetStaffRoles
from services.provider.domain.volunteer import (
    EndVolunteerMatch,
    LetMatchEnd,
    MatchVolunteer,
    OfferVolunteer,
    RegisterVolunteer,
)
from shared.event import Event, canonical
from shared.events.allocation import ConsentChanged
from shared.events.plans import Goal, GoalClosed, GoalProgress, PlanAgreed, PlanReviewed, ReferralMade, Step
from shared.events.provider import ConsentStatedHere, ContactRecorded
from shared.ids import wire_id
from tests.given import TODAY, given
from tests.provider.here import ADA, BEN, CASE, HERE, at_drk

PLAN, GOAL, K1 = wire_id("plan", "i1"), wire_id("goal", "g1"), wire_id("contact", "k1")
REVIEW, REFERRAL, NEXT = wire_id("review", "r1"), wire_id("referral", "v1"), date(2019, 5, 5)
GOALS = (Goal(goal_id=GOAL, domain="debts", steps=(Step(step_id=wire_id("step", "s1"), done_by="person"),)),)
PROGRESS = (GoalProgress(goal_id=GOAL, progress="under_way"),)
BEFORE: list[Event] = [
    *HERE,
    ContactRecorded(
        provider="drk",
        case_id=CASE,
        contact_id=K1,
        on=TODAY,
        channel="office",
        duration_band="to_30",
        topics=("debts",),
        persons=(ADA,),
    ),
    PlanAgreed(provider="drk", plan_id=PLAN, person_id=ADA, agreed_on=TODAY, review_on=NEXT, goals=GOALS),
    PlanReviewed(
        provider="drk",
        plan_id=PLAN,
        review_id=REVIEW,
        plan_version=1,
        on=TODAY,
        due_on=NEXT,
        review_on=None,
        progress=PROGRESS,
    ),
    ReferralMade(
        provider="drk", referral_id=REFERRAL, case_id=CASE, person_id=ADA, office="jobcenter", domain="work", on=TODAY
    ),
]
TOLD = ConsentChanged(provider="drk", case_id=CASE, person_id=ADA, purpose="sharing", given=False)
HERE_AT_ONCE = ConsentStatedHere(
    provider="drk", case_id=CASE, person_id=ADA, purpose="sharing", recipient="drk", stated="withdrawn", on=TODAY
)
NEW = wire_id("contact", "new")
REACHED = {"case_id": CASE, "on": TODAY, "topics": ("debts", "protected"), "persons": (ADA, BEN)}
SHOWN = ({"person_id": ADA, "residence_class": "tolerated"},)

CUT: dict[type[OwnCommand], dict[str, Any]] = {
    RecordContact: {"contact_id": NEW, **REACHED},
    CorrectContact: {"contact_id": K1, **REACHED},
    AgreePlan: {
        "plan_id": wire_id("plan", "new"),
        "person_id": ADA,
        "agreed_on": TODAY,
        "review_on": NEXT,
        "goals": GOALS,
    },
    RevisePlan: {"plan_id": PLAN, "revised_on": TODAY, "review_on": NEXT, "goals": GOALS},
    ReviewPlan: {"plan_id": PLAN, "review_id": wire_id("review", "new"), "on": TODAY, "progress": PROGRESS},
    ClosePlan: {"plan_id": PLAN, "closed_on": TODAY, "outcomes": (GoalClosed(goal_id=GOAL, outcome="dropped"),)},
    CorrectPlan: {"plan_id": PLAN, "person_id": ADA, "agreed_on": TODAY, "review_on": TODAY, "goals": GOALS},
    CorrectReview: {"plan_id": PLAN, "review_id": REVIEW, "on": TODAY, "review_on": NEXT, "progress": PROGRESS},
}
"""Told, without what it is about."""
REFUSED: dict[type[OwnCommand], dict[str, Any]] = {
    RecordContact: {"contact_id": NEW, **REACHED, "residence": SHOWN},
    MakeReferral: {
        "referral_id": wire_id("referral", "new"),
        "case_id": CASE,
        "person_id": ADA,
        "office": "jobcenter",
        "domain": "debts",
        "on": TODAY,
    },
    AnswerReferral: {"referral_id": REFERRAL, "outcome": "declined", "on": TODAY},
    CorrectReferral: {"referral_id": REFERRAL, "person_id": ADA, "office": "school", "domain": "debts", "on": TODAY},
}
"""Not recorded at all."""
SAYS_NOTHING_OF_A_PERSON: set[type[OwnCommand]] = {
    *(AssignCaseworker, MoveCaseload, CloseCase, AnswerHandover, SignPlan, RecordShortContact, RefuseAccess),
    *(JoinStaff, SetStaffRoles, RecordAbsence, EndAbsence, LeaveStaff),
    *(StateConsent, StateSecrecyRelease),
    *(RegisterVolunteer, OfferVolunteer, MatchVolunteer, EndVolunteerMatch, LetMatchEnd),
}
"""Of workers, of the case as a whole, of nobody known, that somebody signed; or the person's own word on consent.
A match with a volunteer needs a consent of its own, and is refused without it."""
CODES = {"topics", "domain", "progress", "outcome", "outcomes", "residence_class", "valid_until", "steps", "done_by"}
SILENT: list[object] = ["not_stated", ["not_stated"], [], None]


def codes_in(value: object) -> list[object]:
    """Every code about a person that stands in a fact, however deep."""
    match value:
        case dict():
            own = [inner for name, inner in value.items() if name in CODES]
            return own + [code for name, inner in value.items() if name not in CODES for code in codes_in(inner)]
        case list():
            return [code for inner in value for code in codes_in(inner)]
        case _:
            return []


def test_every_command_says_what_it_does_with_somebody_who_does_not_consent() -> None:
    assert {kind for _, kinds in PARTS for kind in kinds} == {*CUT, *REFUSED, *SAYS_NOTHING_OF_A_PERSON}


@pytest.mark.parametrize("withdrawn", [TOLD, HERE_AT_ONCE], ids=["told by the town", "said here"])
@pytest.mark.parametrize("kind", CUT, ids=lambda kind: kind.__name__)
def test_w2_after_withdrawal_no_new_field_leaves(kind: type[OwnCommand], withdrawn: Event) -> None:
    command = at_drk(kind, **CUT[kind])
    spoken = given(*BEFORE).when(command).events
    assert spoken
    assert any(code not in SILENT for event in spoken for code in codes_in(_read(event)))
    silent = given(*BEFORE, withdrawn).when(command).events
    assert silent is not None
    assert [code for event in silent for code in codes_in(_read(event)) if code not in SILENT] == []


@pytest.mark.parametrize(
    "kind", [RecordContact, AgreePlan, RevisePlan, ReviewPlan, ClosePlan], ids=lambda kind: kind.__name__
)
def test_w2_sent_again_it_is_already_so_whatever_was_told_before(kind: type[OwnCommand]) -> None:
    command = at_drk(kind, **CUT[kind])
    for withdrawn in ([], [TOLD]):
        recorded = given(*BEFORE, *withdrawn).when(command).events or []
        given(*BEFORE, *withdrawn, *recorded, *([] if withdrawn else [TOLD])).when(command).nothing()


@pytest.mark.parametrize("kind", REFUSED, ids=lambda kind: kind.__name__)
def test_w2_what_is_only_about_the_person_is_refused(kind: type[OwnCommand]) -> None:
    assert given(*BEFORE).when(at_drk(kind, **REFUSED[kind])).events
    given(*BEFORE, TOLD).when(at_drk(kind, **REFUSED[kind])).refused("does not consent")


def test_w2_the_person_still_counts() -> None:
    (contact,) = given(*BEFORE, TOLD).when(at_drk(RecordContact, **CUT[RecordContact])).events or ()
    assert isinstance(contact, ContactRecorded)
    assert contact.persons == (ADA, BEN)


def test_w2_of_others_everything_is_told_as_before_and_of_the_person_again_after_a_new_consent() -> None:
    of_ben = at_drk(RecordContact, **{**CUT[RecordContact], "persons": (BEN,)})
    (contact,) = given(*BEFORE, TOLD).when(of_ben).events or ()
    assert isinstance(contact, ContactRecorded)
    assert contact.topics == ("debts", "protected")
    again = TOLD.model_copy(update={"given": True})
    of_ada = at_drk(RecordContact, **CUT[RecordContact])
    assert given(*BEFORE, TOLD, again).when(of_ada).events == given(*BEFORE).when(of_ada).events


def _read(event: Event) -> object:
    return json.loads(canonical(event))
