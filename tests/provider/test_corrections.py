"""W6: a correction is a fact that points at the wrong one. What is corrected again points at the correction."""

from datetime import date

from services.provider.domain.contact import RecordContact, contact_of
from services.provider.domain.contact_correction import CorrectContact
from services.provider.domain.own import OwnCommand
from services.provider.domain.plan_correction import CorrectPlan, CorrectReview
from services.provider.domain.plan_review import ReviewPlan
from services.provider.domain.referral import AnswerReferral, CorrectReferral, MakeReferral
from shared.event import Event
from shared.events.allocation import CaseChanged
from shared.events.plans import PlanCorrected, ReferralAnswered, ReferralCorrected, ReferralMade, ReviewCorrected
from shared.events.provider import CaseClosed, ContactCorrected
from shared.ids import wire_id
from tests.allocation.town import household
from tests.given import TODAY, given, recorded
from tests.provider.here import ADA, BEN, CASE, DUA, HERE, STRANGER, WITHDRAWN, at_drk
from tests.provider.test_plan_versions import AGREED, AGREEMENT, LATER, MAY, PLAN, REVISED, reviewed

K1, V1 = wire_id("contact", "k1"), wire_id("referral", "v1")
MONDAY = date(2018, 10, 29)


def contact(**more: object) -> RecordContact:
    said = {"contact_id": K1, "case_id": CASE, "on": TODAY, "topics": ("work",), "persons": (ADA, DUA)}
    command = at_drk(RecordContact, **{**said, **more})
    assert isinstance(command, RecordContact)
    return command


def correct(**more: object) -> OwnCommand:
    said = {"contact_id": K1, "case_id": CASE, "on": MONDAY, "topics": ("german",), "persons": (ADA,)}
    return at_drk(CorrectContact, **{**said, **more})


RECORDED: list[Event] = [*HERE, contact_of(contact())]
WRONG = recorded(*RECORDED)[-1].event_id


def corrected(**more: object) -> ContactCorrected:
    said = {
        "provider": "drk",
        "case_id": CASE,
        "contact_id": K1,
        "corrects": WRONG,
        "corrects_on": TODAY,
        "took_place": True,
        "on": MONDAY,
        "channel": "not_stated",
        "duration_band": "not_stated",
        "topics": ("german",),
        "persons": (ADA,),
    }
    return ContactCorrected.model_validate({**said, **more})


def test_a_corrected_contact_points_at_the_wrong_one_and_holds_from_its_day() -> None:
    given(*RECORDED).when(correct()).then(corrected())
    assert corrected().holds_from() == TODAY


def test_the_same_correction_again_changes_nothing_and_another_points_at_the_last() -> None:
    given(*RECORDED, corrected()).when(correct()).nothing()
    last = recorded(*RECORDED, corrected())[-1].event_id
    again = corrected(corrects=last, topics=("work",))
    given(*RECORDED, corrected()).when(correct(topics=("work",))).then(again)


def test_what_is_right_needs_no_correction() -> None:
    given(*RECORDED).when(correct(on=TODAY, topics=("work",), persons=(ADA, DUA))).nothing()


def test_a_contact_that_never_was_is_corrected_away_and_back() -> None:
    away = corrected(took_place=False)
    given(*RECORDED).when(correct(took_place=False)).then(away)
    back = corrected(corrects=recorded(*RECORDED, away)[-1].event_id)
    given(*RECORDED, away).when(correct()).then(back)


def test_the_wrong_contact_sent_again_is_still_recorded_already() -> None:
    given(*RECORDED, corrected()).when(contact()).nothing()


def test_a_correction_may_name_who_was_of_the_household_then_and_nobody_else() -> None:
    without = CaseChanged(provider="drk", case_id=CASE, household=household("h1", 3, "sandloch"))
    assert given(*RECORDED, without).when(correct(persons=(DUA,))).events
    given(*HERE, without).when(contact()).refused("does not belong")
    given(*RECORDED).when(correct(persons=(STRANGER,))).refused("does not belong")


def test_a_contact_of_a_case_that_is_closed_or_gone_may_still_be_corrected() -> None:
    closed = CaseClosed(provider="drk", case_id=CASE, outcome="wish", closed_on=TODAY)
    for fact in (closed, WITHDRAWN):
        given(*RECORDED, fact).when(correct()).then(corrected())


def test_what_was_never_recorded_is_not_corrected() -> None:
    given(*HERE).when(correct()).missing()
    given(*RECORDED).when(correct(on=date(2018, 11, 6))).refused("before the day")


def plan(**more: object) -> OwnCommand:
    said = {"plan_id": PLAN, "person_id": BEN, "agreed_on": MONDAY, "review_on": MAY, "goals": AGREED.goals}
    return at_drk(CorrectPlan, **{**said, **more})


def plan_corrected(**more: object) -> PlanCorrected:
    said = {
        "provider": "drk",
        "plan_id": PLAN,
        "plan_version": 1,
        "corrects": recorded(*AGREEMENT)[-1].event_id,
        "corrects_on": TODAY,
        "person_id": BEN,
        "took_place": True,
        "agreed_on": MONDAY,
        "review_on": MAY,
        "goals": AGREED.goals,
    }
    return PlanCorrected.model_validate({**said, **more})


def test_a_plan_is_corrected_version_by_version() -> None:
    given(*AGREEMENT).when(plan()).then(plan_corrected())
    given(*AGREEMENT, plan_corrected()).when(plan()).nothing()
    given(*AGREEMENT).when(plan(plan_version=2)).refused("no such version")
    second = [*AGREEMENT, REVISED]
    expected = plan_corrected(
        plan_version=2,
        corrects=recorded(*second)[-1].event_id,
        corrects_on=MAY,
        agreed_on=MAY,
        review_on=LATER,
        took_place=False,
        goals=(),
    )
    wrong = plan(plan_version=2, agreed_on=MAY, review_on=LATER, took_place=False, goals=())
    given(*second).when(wrong, today=MAY).then(expected)


def test_after_a_version_that_never_was_the_one_before_is_worked_with() -> None:
    never = plan_corrected(plan_version=2, corrects=recorded(*AGREEMENT, REVISED)[-1].event_id, took_place=False)
    review = at_drk(ReviewPlan, plan_id=PLAN, review_id=wire_id("review", "r1"), on=MAY)
    given(*AGREEMENT, REVISED, never).when(review, today=MAY).then(reviewed("r1", MAY, MAY, None, version=1))
    gone = [*AGREEMENT, plan_corrected(took_place=False)]
    given(*gone).when(review, today=MAY).refused("by mistake")


def test_a_plan_moves_to_another_person_of_the_household_and_no_further() -> None:
    given(*AGREEMENT).when(plan(person_id=ADA)).then(plan_corrected(person_id=ADA))
    given(*AGREEMENT).when(plan(person_id=STRANGER)).missing()


def test_a_review_is_corrected() -> None:
    facts = [*AGREEMENT, reviewed("r1", MAY, MAY, None)]
    command = at_drk(CorrectReview, plan_id=PLAN, review_id=wire_id("review", "r1"), took_place=False, on=MAY)
    expected = ReviewCorrected(
        provider="drk",
        plan_id=PLAN,
        review_id=wire_id("review", "r1"),
        corrects=recorded(*facts)[-1].event_id,
        corrects_on=MAY,
        took_place=False,
        on=MAY,
        due_on=MAY,
        review_on=None,
        progress=(),
    )
    given(*facts).when(command, today=MAY).then(expected)
    given(*facts, expected).when(command, today=MAY).nothing()
    given(*AGREEMENT).when(command, today=MAY).missing()


MADE = ReferralMade(
    provider="drk", referral_id=V1, case_id=CASE, person_id=ADA, office="jobcenter", domain="work", on=MONDAY
)


def refer(**more: object) -> OwnCommand:
    said = {"referral_id": V1, "case_id": CASE, "person_id": ADA, "office": "jobcenter", "domain": "work", "on": MONDAY}
    return at_drk(MakeReferral, **{**said, **more})


def test_a_referral_is_made_and_answered() -> None:
    given(*HERE).when(refer()).then(MADE)
    given(*HERE, MADE).when(refer()).nothing()
    given(*HERE, MADE).when(refer(office="school")).refused("Another referral")
    given(*HERE).when(refer(person_id=STRANGER)).refused("does not belong")
    given(*HERE, WITHDRAWN).when(refer()).refused("withdrawn")
    done = ReferralAnswered(provider="drk", referral_id=V1, case_id=CASE, outcome="done", on=TODAY)
    answer = at_drk(AnswerReferral, referral_id=V1, outcome="done", on=TODAY)
    given(*HERE, MADE).when(answer).then(done)
    given(*HERE, MADE, done).when(answer).nothing()
    given(*HERE, MADE, WITHDRAWN).when(answer).then(done)
    given(*HERE).when(answer).missing()
    given(*HERE, MADE).when(at_drk(AnswerReferral, referral_id=V1, outcome="done", on=date(2018, 10, 1))).refused(
        "between"
    )


def test_a_referral_is_corrected() -> None:
    facts = [*HERE, MADE]
    said = {"referral_id": V1, "office": "school", "domain": "school", "on": MONDAY}
    expected = ReferralCorrected(
        provider="drk",
        referral_id=V1,
        case_id=CASE,
        corrects=recorded(*facts)[-1].event_id,
        corrects_on=MONDAY,
        took_place=True,
        person_id=None,
        office="school",
        domain="school",
        on=MONDAY,
    )
    given(*facts).when(at_drk(CorrectReferral, **said)).then(expected)
    given(*facts, expected).when(at_drk(CorrectReferral, **said)).nothing()
    never = expected.model_copy(update={"took_place": False})
    given(*facts, never).when(at_drk(AnswerReferral, referral_id=V1, outcome="done", on=TODAY)).refused("by mistake")
