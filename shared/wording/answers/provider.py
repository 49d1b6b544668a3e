"""What the people of a provider are answered."""

from shared.wording.answers.parts import CASE, CODES, KEPT, NAMES, NOTE, NOW, OTHER, PERSON, example_id
from shared.wording.examples import DAY, LATER

GOAL = {
    "goal_id": example_id("goal"),
    "domain": "work",
    "steps": [{"step_id": example_id("step"), "done_by": "client", "due_on": LATER}],
}
PLAN = {"plan_id": example_id("plan"), "closed_on": LATER}
VERSION = {"plan_version": 1, "agreed_on": DAY, "review_on": LATER, "goals": [GOAL]}
REFERRAL = {
    "referral_id": example_id("referral"),
    **CASE,
    **PERSON,
    "office": "jobcenter",
    "domain": "work",
    "made_on": DAY,
    "outcome": "reached",
    "outcome_on": LATER,
    "age_days": 12,
    **KEPT,
    **NOTE,
}
MET = {"contact_on": DAY, "channel": "office", "duration_band": "to_30", "topics": ["work"]}
OWN_CASE = {
    **CASE,
    "state": "entrusted",
    "house": "am-sandloch",
    "placed_on": DAY,
    "received_on": DAY,
    "entrusted_on": DAY,
    "withdrawn_on": LATER,
    "closed_on": LATER,
    "outcome": "independent",
    "caseworker": example_id("staff"),
    "contacts": 3,
    "last_contact_on": DAY,
    "persons": [
        {
            **CASE,
            **PERSON,
            "place": 1,
            **CODES,
            "consents": ["sharing"],
            "no_consent": False,
            "valid_until": LATER,
            "seen_on": DAY,
            **NAMES,
            "name_missing": False,
        }
    ],
    "names_missing": False,
}
HAPPENED = {
    "time": NOW,
    "effective_on": DAY,
    "actor": example_id("staff"),
    "who": "8d4344034",
    "what": "AssignmentOverridden",
    "sentence": "Abweichend zugeteilt an drk, Grund: Sprache.",
    "why": "reason_code language",
    "because": "Auftrag",
    "source": "urn:fallbuch:weinheim:allocation",
    "service": "allocation",
    "stream": f"assignment-{example_id('case')}",
    "fact_number": 17,
    "event_id": example_id("event"),
    "correlation_id": example_id("correlation"),
    "causation_id": example_id("causation"),
    "corrects": example_id("event"),
    "corrected_by": example_id("event"),
}


PROVIDER: dict[str, dict[str, object]] = {
    "ListOwnCases": {"rows": [OWN_CASE], "next": OTHER},
    "ShowOwnCase": {
        **OWN_CASE,
        "contact_rows": [
            {"contact_id": example_id("contact"), **CASE, **MET, "persons": [example_id("person")], **KEPT, **NOTE}
        ],
        "plans": [{**PLAN, **PERSON, **VERSION}],
        "referrals": [REFERRAL],
    },
    "ShowOwnCaseHistory": {**CASE, "rows": [HAPPENED]},
    "ListOffers": {
        "rows": [
            {
                **CASE,
                "offered_on": DAY,
                "house": "am-sandloch",
                "household_size": 4,
                "due_on": LATER,
                "accepted": True,
                "answered_on": DAY,
                "outcome": "accepted",
                "closed_on": DAY,
                "answered_too_late": False,
                "plans": [
                    {
                        "plan_id": example_id("plan"),
                        **CASE,
                        **PERSON,
                        "agreed_on": DAY,
                        "review_on": LATER,
                        "domains": ["work"],
                    }
                ],
                "referrals": [
                    {
                        "referral_id": example_id("referral"),
                        **CASE,
                        **PERSON,
                        "office": "jobcenter",
                        "domain": "work",
                        "referred_on": DAY,
                    }
                ],
            }
        ],
        "next": OTHER,
    },
    "ListOwnPlans": {"rows": [{**PLAN, **PERSON, **VERSION}]},
    "ShowOwnPlan": {
        **PLAN,
        **PERSON,
        "outcomes": [{"goal_id": example_id("goal"), "outcome": "reached"}],
        "versions": [{"plan_id": example_id("plan"), **VERSION, **KEPT, **NOTE}],
        "signatures": [{"plan_id": example_id("plan"), "plan_version": 1, "side": "client", "signed_on": DAY}],
        "reviews": [
            {
                "plan_id": example_id("plan"),
                "review_id": example_id("review"),
                "plan_version": 1,
                "held_on": LATER,
                "due_on": LATER,
                "review_on": LATER,
                "progress": [{"goal_id": example_id("goal"), "progress": "on_the_way"}],
                **KEPT,
                **NOTE,
            }
        ],
    },
    "ListOwnReferrals": {"rows": [REFERRAL]},
    "ListShortContacts": {
        "rows": [{"short_contact_id": example_id("short_contact"), **MET, "persons_reached": 2, **NOTE}],
        "next": OTHER,
    },
    "ListOffices": {
        "rows": [{"office": "jobcenter", "german": "Jobcenter", "english": "Job centre", "domains": ["work"]}]
    },
    "ListStaff": {
        "rows": [
            {
                "staff_ref": example_id("staff"),
                "roles": ["caseworker"],
                "joined_on": DAY,
                "left_on": LATER,
                "cases": 17,
                "absences": [
                    {
                        "staff_ref": example_id("staff"),
                        "from_on": DAY,
                        "until_on": LATER,
                        "substitute": example_id("substitute"),
                    }
                ],
                **NAMES,
            }
        ],
        "next": OTHER,
    },
    "ListAccessRefused": {
        "rows": [
            {
                "event_id": example_id("event"),
                "staff_ref": example_id("staff"),
                "opened": "case",
                "opened_id": example_id("case"),
                "refused_at": NOW,
            }
        ]
    },
    "ListVolunteers": {
        "rows": [
            {
                "volunteer_ref": example_id("volunteer"),
                "languages": ["ar"],
                "registered_on": DAY,
                **NAMES,
                "offers": [
                    {
                        "offer_id": example_id("offer"),
                        "volunteer_ref": example_id("volunteer"),
                        "task_kind": "conversation",
                        "languages": ["de"],
                        "times": ["evenings"],
                        "offered_on": DAY,
                    }
                ],
                "matches": [
                    {
                        "match_id": example_id("match"),
                        "offer_id": example_id("offer"),
                        "volunteer_ref": example_id("volunteer"),
                        **CASE,
                        **PERSON,
                        "task_kind": "conversation",
                        "begins_on": DAY,
                        "until_on": LATER,
                        "ended_on": LATER,
                        "cause": "ended",
                    }
                ],
            }
        ],
        "next": OTHER,
    },
    "ListMyMatches": {
        "rows": [
            {"match_id": example_id("match"), "given_name": "Amal", "task_kind": "conversation", "until_on": LATER}
        ]
    },
}
