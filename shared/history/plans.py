"""Sentences for the facts of plans and referrals."""

from collections.abc import Mapping

from shared.event import Event
from shared.events import plans
from shared.history.sentence import Sentence

SENTENCES: Mapping[type[Event], Sentence] = {
    plans.PlanAgreed: Sentence(
        "Integrationsplan mit Person {person_id} vereinbart am {agreed_on}: {goals}; Überprüfung am {review_on}.",
        "Plan agreed with person {person_id} on {agreed_on}: {goals}; to be reviewed on {review_on}.",
    ),
    plans.PlanRevised: Sentence(
        "Plan fortgeschrieben am {revised_on}, Fassung {plan_version}: {goals}; Überprüfung am {review_on}.",
        "Plan revised on {revised_on}, version {plan_version}: {goals}; to be reviewed on {review_on}.",
    ),
    plans.PlanSigned: Sentence(
        "Fassung {plan_version} des Integrationsplans unterschrieben am {on}: {side}.",
        "Version {plan_version} of the plan signed on {on}: {side}.",
    ),
    plans.PlanReviewed: Sentence(
        "Integrationsplan überprüft am {on} (vorgesehen {due_on}): {progress}; wieder am {review_on}.",
        "Plan reviewed on {on} (due {due_on}): {progress}; again on {review_on}.",
    ),
    plans.PlanClosed: Sentence(
        "Integrationsplan abgeschlossen am {closed_on}: {outcomes}.",
        "Plan closed on {closed_on}: {outcomes}.",
    ),
    plans.PlanCorrected: Sentence(
        "Integrationsplan berichtigt, Fassung {plan_version}{took_place}: vereinbart am {agreed_on}, {goals}.",
        "Plan corrected, version {plan_version}{took_place}: agreed on {agreed_on}, {goals}.",
    ),
    plans.ReviewCorrected: Sentence(
        "Überprüfung berichtigt{took_place}: am {on}, {progress}; wieder am {review_on}.",
        "Review corrected{took_place}: on {on}, {progress}; again on {review_on}.",
    ),
    plans.ReferralMade: Sentence(
        "Verweisung am {on} an {office}: {domain}.",
        "Referral on {on} to {office}: {domain}.",
    ),
    plans.ReferralAnswered: Sentence(
        "Verweisung am {on}: {outcome}.",
        "Referral on {on}: {outcome}.",
    ),
    plans.ReferralCorrected: Sentence(
        "Verweisung berichtigt{took_place}: am {on} an {office}, {domain}.",
        "Referral corrected{took_place}: on {on} to {office}, {domain}.",
    ),
}
