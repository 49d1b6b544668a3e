"""What a coordinator is answered."""

from shared.wording.answers.parts import CASE, OTHER, SHA256, example_id
from shared.wording.examples import DAY, LATER

ASSIGNMENT = {
    **CASE,
    "state": "assigned",
    "provider": "drk",
    "assigned_on": DAY,
    "proposed_provider": "drk",
    "rule_version": "weinheim-2026-1",
    "over_ceiling": False,
    "cost_points": 0,
    "reason_code": "language",
    "note_ref": example_id("note"),
    "house": "am-sandloch",
    "lives_here_from": DAY,
    "household_size": 4,
    "ended_on": LATER,
}

WEIGHTS = {
    "language": 450,
    "needs": 400,
    "site": 150,
    "continuity": 150,
    "wish": 100,
    "balance": 400,
    "drift": 300,
    "interpreter_hours_per_person": 4,
    "share_tolerance": 3,
}

ALLOCATION: dict[str, dict[str, object]] = {
    "ShowCaseload": {
        "on": DAY,
        "rows": [
            {
                "provider": "drk",
                "households": 17,
                "persons": 78,
                "fte_hundredths": 100,
                "persons_per_fte": "78.00",
                "band": "green",
            }
        ],
    },
    "ListAssignments": {"rows": [ASSIGNMENT], "next": OTHER},
    "ShowAssignment": {
        **ASSIGNMENT,
        "handover": {
            **CASE,
            "from_provider": "drk",
            "to_provider": "diakonie",
            "offered_on": DAY,
            "due_on": LATER,
            "outcome": "declined",
            "ended_on": LATER,
            "reason_code": "capacity",
            "answered_too_late": False,
        },
    },
    "ListHouses": {
        "houses": [{"house": "am-sandloch", "house_name": "Am Sandloch"}],
        "catchments": [
            {"rule_version": "weinheim-2026-1", "effective_on": DAY, "house": "am-sandloch", "provider": "drk"}
        ],
    },
    "ShowMatching": {
        "on": DAY,
        "weights": {
            "rule_version": "fit-1",
            "effective_on": DAY,
            "weights": WEIGHTS,
            "note_ref": example_id("note"),
        },
        "profiles": [
            {
                "provider": "drk",
                "effective_on": DAY,
                "open": True,
                "languages": ["ar"],
                "competences": ["work"],
                "licences": ["minors"],
                "covers": ["am-sandloch"],
                "near": ["am-sandloch"],
                "share_least": 10,
                "share_most": 40,
            }
        ],
        "price_table": {
            "table_version": "2026-03-02",
            "district": "town",
            "from_on": DAY,
            "until_on": LATER,
            "samples": 50,
            "seed": 7,
            "solver": "ortools",
            "input_sha256": SHA256,
            "prices": {"<provider>": 120},
            "planned": {"<provider>": 40},
            "places": {"<provider>": 50},
            "interpreter_price": 0,
            "bound": 91_000,
        },
        "price_table_outdated": False,
        "answers": {"confirmed": 12, "overridden": 1, "override_points": 40},
    },
    "ExplainAssignment": {
        "provider": "drk",
        "explanation_sha256": SHA256,
        "replayed": True,
        "explanation": {
            "policy": "posted_price",
            "weights_version": "fit-1",
            "price_table": "2026q1.1",
            "input_sha256": SHA256,
            "load": 4,
            "needs": [{"domain": "work", "urgency": 3}],
            "candidates": [
                {
                    "provider": "drk",
                    "eligible": True,
                    "failed_rule": "no_capacity",
                    "language": 450,
                    "needs": 400,
                    "site": 150,
                    "continuity": 0,
                    "wish": 0,
                    "fit": 1_000,
                    "interpreter_hours": 0,
                    "price": 120,
                    "balance": 20,
                    "total": 43_440,
                    "free": 20,
                }
            ],
            "winner": "drk",
            "margin": 992,
            "tie_decided": False,
            "binding": [{"provider": "drk", "rule": "no_capacity", "price": 120}],
            "counterfactuals": [
                {
                    "provider": "caritas",
                    "gap": 248,
                    "languages": ["ar"],
                    "competences": ["work"],
                    "wins_at_price": -248,
                    "places_missing": 0,
                    "then_wins": False,
                    "kept_for_others": 120,
                }
            ],
            "regret_bound": 4_100,
        },
        "text": {"de": ["Vorschlag: drk."], "en": ["Proposal: drk."]},
    },
}
