"""A case is offered to another provider, which takes it before a day, or does not. What counts is the day here."""

from datetime import date, timedelta

from services.allocation.domain.assignment import ConfirmAssignment, OverrideAssignment
from services.allocation.domain.handover import ExpireHandover, OfferHandover, SettleHandover
from services.allocation.domain.timers import due
from services.allocation.reactions import REACTIONS
from shared.event import Event
from shared.events.allocation import CaseEntrusted, CaseWithdrawn, Consent
from shared.events.codes import ReasonCode, Topic
from shared.events.handover import (
    ExpiryCause,
    HandedPlan,
    HandedReferral,
    HandoverAccepted,
    HandoverAnswerTooLate,
    HandoverClosed,
    HandoverDeclined,
    HandoverExpired,
    HandoverOffered,
    HandoverOpened,
    HandoverOutcome,
)
from shared.events.intake import ConsentGiven
from shared.events.plans import Goal, PlanAgreed, PlanClosed, PlanRevised, ReferralAnswered, ReferralMade
from shared.events.provider import HandoverAnswered
from shared.ids import wire_id
from tests.allocation.town import (
    RULE,
    case_id,
    entrusted,
    filled,
    household,
    known_of,
    overridden,
    person_id,
    persons_with,
    placed_with,
    registered,
)
from tests.given import TODAY, given, recorded

DUE = TODAY + timedelta(days=14)
AFTER = DUE + timedelta(days=1)
ANSWER = wire_id("answer", "1")
LIVES = household("h1", 4, "sandloch")
WITH_DRK: list[Event] = [RULE, *placed_with("h1", "drk", 4, "sandloch")]
OFFER = OfferHandover(case_id=case_id("h1"), to_provider="caritas", due_on=DUE)
OPENED = HandoverOpened(case_id=case_id("h1"), from_provider="drk", to_provider="caritas", due_on=DUE)
OFFERED = HandoverOffered(provider="caritas", case_id=case_id("h1"), house="sandloch", household_size=4, due_on=DUE)
OPEN = [*WITH_DRK, OPENED, OFFERED]
DECLINED = HandoverDeclined(case_id=case_id("h1"), provider="caritas", answer_id=ANSWER, reason_code="capacity")
LATE = HandoverAnswerTooLate(case_id=case_id("h1"), provider="caritas", answer_id=ANSWER, accepted=True)
EXPIRE = ExpireHandover(case_id=case_id("h1"), due_on=DUE)


def answer(accepted: bool, reason_code: ReasonCode | None = None, provider: str = "caritas") -> SettleHandover:
    return SettleHandover(
        case_id=case_id("h1"), provider=provider, accepted=accepted, reason_code=reason_code, answer_id=ANSWER
    )


def closed(outcome: HandoverOutcome) -> HandoverClosed:
    return HandoverClosed(provider="caritas", case_id=case_id("h1"), due_on=DUE, outcome=outcome)


def accepted(size: int = 4) -> HandoverAccepted:
    return HandoverAccepted(case_id=case_id("h1"), provider="caritas", answer_id=ANSWER, household_size=size)


def expired(cause: ExpiryCause = "due") -> HandoverExpired:
    return HandoverExpired(case_id=case_id("h1"), provider="caritas", due_on=DUE, cause=cause)


def test_an_offer_tells_the_other_provider_house_number_and_day_and_moves_nothing() -> None:
    given(*WITH_DRK).when(OFFER).then(OPENED, OFFERED)
    assert str(person_id("h1-1")) not in OFFERED.model_dump_json()


def test_the_same_offer_again_changes_nothing_and_another_is_refused_while_it_is_open() -> None:
    given(*OPEN).when(OFFER).nothing()
    given(*OPEN).when(OFFER.model_copy(update={"to_provider": "town"})).refused("offered already")
    given(*OPEN).when(OFFER.model_copy(update={"due_on": AFTER})).refused("offered already")


def test_a_case_is_offered_to_another_provider_of_the_town_and_in_time() -> None:
    given(*WITH_DRK).when(OFFER.model_copy(update={"to_provider": "drk"})).refused("already")
    given(*WITH_DRK).when(OFFER.model_copy(update={"to_provider": "johanniter"})).refused("no such provider")
    given(*WITH_DRK).when(OFFER, today=AFTER).refused("today at the earliest")
    given(*WITH_DRK).when(OFFER, today=DUE).then(OPENED, OFFERED)


def test_only_a_case_that_is_with_somebody_is_handed_over() -> None:
    given(RULE).when(OFFER).missing()
    given(RULE, registered("h1", 4, "sandloch")).when(OFFER).refused("nothing to hand over")
    given(*WITH_DRK[:3]).when(OFFER).refused("nothing to hand over")


def test_a_provider_above_its_ceiling_is_offered_nothing() -> None:
    full = [filled("caritas", 50), *persons_with("caritas", 48, "klausing")]
    given(*WITH_DRK, *full).when(OFFER).refused("52 persons on 0.50 FTE")


def test_accepted_in_time_the_case_changes_its_provider() -> None:
    given(*OPEN).when(answer(True), today=DUE).then(
        accepted(),
        closed("accepted"),
        CaseWithdrawn(provider="drk", case_id=case_id("h1")),
        entrusted("h1", LIVES, "caritas"),
    )


def test_declined_in_time_it_stays() -> None:
    given(*OPEN).when(answer(False, "capacity"), today=DUE).then(DECLINED, closed("declined"))
    given(*OPEN).when(answer(False)).then(DECLINED.model_copy(update={"reason_code": "other"}), closed("declined"))


def test_an_answer_is_decided_once() -> None:
    given(*OPEN, accepted()).when(answer(True)).nothing()
    given(*OPEN, DECLINED).when(answer(False, "capacity")).nothing()
    given(*OPEN, expired(), LATE).when(answer(True), today=AFTER).nothing()


def test_after_the_day_an_answer_is_too_late_even_before_the_timer_has_fired() -> None:
    given(*OPEN).when(answer(True), today=AFTER).then(expired(), closed("expired"), LATE, closed("too_late"))


def test_after_the_offer_expired_an_answer_is_too_late_also_if_the_clock_went_back() -> None:
    given(*OPEN, expired()).when(answer(True), today=AFTER).then(LATE, closed("too_late"))
    given(*OPEN, expired()).when(answer(True), today=TODAY).then(LATE, closed("too_late"))


def test_an_answer_to_what_was_never_offered_is_none() -> None:
    given(*OPEN).when(answer(True, provider="diakonie")).nothing()
    given(*WITH_DRK).when(answer(True)).nothing()


def test_an_offer_expires_when_its_day_is_over_and_once() -> None:
    given(*OPEN).when(EXPIRE, today=DUE).nothing()
    given(*OPEN).when(EXPIRE, today=AFTER).then(expired(), closed("expired"))
    given(*OPEN, expired()).when(EXPIRE, today=AFTER).nothing()
    given(*OPEN, DECLINED).when(EXPIRE, today=AFTER).nothing()


def test_the_timer_wants_what_is_over_and_nothing_that_has_ended() -> None:
    assert due(known_of(*OPEN), DUE) == []
    assert due(known_of(*OPEN), AFTER) == due(known_of(*OPEN), date(2030, 1, 1)) == [EXPIRE]
    for end in (accepted(), DECLINED, expired()):
        assert due(known_of(*OPEN, end), AFTER) == []


def test_after_an_offer_has_ended_another_may_be_made() -> None:
    again = OFFER.model_copy(update={"due_on": AFTER})
    for end in (DECLINED, expired()):
        given(*OPEN, end).when(again).then(
            OPENED.model_copy(update={"due_on": AFTER}), OFFERED.model_copy(update={"due_on": AFTER})
        )


def test_an_override_overtakes_an_open_offer() -> None:
    wish = OverrideAssignment(case_id=case_id("h1"), provider="town", reason_code="conflict", reason="A dispute.")
    given(*OPEN).when(wish).then(
        overridden("h1", "town", 4, version=3, reason_code="conflict"),
        expired("overtaken"),
        closed("expired"),
        CaseWithdrawn(provider="drk", case_id=case_id("h1")),
        entrusted("h1", LIVES, "town"),
    )


def test_a_case_that_was_handed_over_is_not_confirmed_back_to_the_rule() -> None:
    given(*OPEN, accepted()).when(ConfirmAssignment(case_id=case_id("h1"))).nothing()


def gave(person: int, recipient: str = "caritas") -> ConsentGiven:
    who = person_id(f"h1-{person}")
    return ConsentGiven(person_id=who, case_id=case_id("h1"), purpose="sharing", recipient=recipient, on=TODAY)


def agreed(person: int) -> PlanAgreed:
    return PlanAgreed(
        provider="drk",
        plan_id=wire_id("plan", str(person)),
        person_id=person_id(f"h1-{person}"),
        agreed_on=TODAY,
        review_on=DUE,
        goals=(Goal(goal_id=wire_id("goal", str(person)), domain="work"),),
    )


def handed(person: int) -> HandedPlan:
    return HandedPlan(
        plan_id=wire_id("plan", str(person)),
        person_id=person_id(f"h1-{person}"),
        agreed_on=TODAY,
        review_on=DUE,
        domains=("work",),
    )


def test_with_consent_the_new_provider_gets_the_agreed_plan() -> None:
    known = [agreed(1), agreed(2), gave(1), gave(2, "drk")]
    with_plan = OFFERED.model_copy(update={"plans": (handed(1),)})
    given(*WITH_DRK, *known).when(OFFER).then(OPENED, with_plan)
    given(*OPEN, *known).when(answer(True)).then(
        accepted(),
        closed("accepted"),
        CaseWithdrawn(provider="drk", case_id=case_id("h1")),
        CaseEntrusted(
            provider="caritas",
            case_id=case_id("h1"),
            household=LIVES,
            consents=(Consent(person_id=person_id("h1-1"), purpose="sharing"),),
            plans=(handed(1),),
        ),
    )


def revised(*domains: Topic) -> PlanRevised:
    return PlanRevised(
        provider="drk",
        plan_id=wire_id("plan", "1"),
        plan_version=2,
        revised_on=TODAY,
        review_on=AFTER,
        goals=tuple(Goal(goal_id=wire_id("goal", domain), domain=domain) for domain in domains),
    )


def test_of_a_plan_the_last_version_is_handed_over_and_a_closed_one_is_not() -> None:
    second = handed(1).model_copy(update={"review_on": AFTER, "domains": ("german", "school")})
    given(*WITH_DRK, agreed(1), revised("german", "school"), gave(1)).when(OFFER).then(
        OPENED, OFFERED.model_copy(update={"plans": (second,)})
    )
    over = PlanClosed(provider="drk", plan_id=wire_id("plan", "1"), closed_on=TODAY, outcomes=())
    given(*WITH_DRK, agreed(1), over, gave(1)).when(OFFER).then(OPENED, OFFERED)


def referral(slug: str, person: int | None) -> ReferralMade:
    return ReferralMade(
        provider="drk",
        referral_id=wire_id("referral", slug),
        case_id=case_id("h1"),
        person_id=None if person is None else person_id(f"h1-{person}"),
        office="jobcenter",
        domain="work",
        on=TODAY,
    )


def handed_referral(made: ReferralMade) -> HandedReferral:
    return HandedReferral(
        referral_id=made.referral_id, person_id=made.person_id, office="jobcenter", domain="work", referred_on=TODAY
    )


def test_open_referrals_are_handed_over_by_consent_and_those_of_the_household_if_all_consent() -> None:
    hers, his, theirs = referral("hers", 1), referral("his", 2), referral("theirs", None)
    made = [hers, his, theirs]

    def offered(*referrals: ReferralMade) -> HandoverOffered:
        in_order = sorted(map(handed_referral, referrals), key=lambda each: each.referral_id)
        return OFFERED.model_copy(update={"referrals": tuple(in_order)})

    given(*WITH_DRK, *made).when(OFFER).then(OPENED, OFFERED)
    given(*WITH_DRK, *made, gave(1)).when(OFFER).then(OPENED, offered(hers))
    everybody = [gave(person) for person in (1, 2, 3, 4)]
    given(*WITH_DRK, *made, *everybody).when(OFFER).then(OPENED, offered(*made))
    done = ReferralAnswered(
        provider="drk", referral_id=his.referral_id, case_id=case_id("h1"), outcome="done", on=TODAY
    )
    given(*WITH_DRK, *made, done, *everybody).when(OFFER).then(OPENED, offered(hers, theirs))
    again = done.model_copy(update={"outcome": "open"})
    given(*WITH_DRK, *made, done, again, *everybody).when(OFFER).then(OPENED, offered(*made))


def test_an_answer_that_is_heard_is_settled() -> None:
    said = HandoverAnswered(provider="caritas", case_id=case_id("h1"), accepted=False, reason_code="language")
    (fact,) = recorded(said)
    wish = answer(False, "language").model_copy(update={"answer_id": fact.event_id})
    assert REACTIONS[HandoverAnswered](fact, known_of(*OPEN)) == [wish]
