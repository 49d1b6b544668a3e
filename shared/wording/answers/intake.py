"""What the front desk is answered."""

from shared.wording.answers.parts import CASE, CODES, LANGUAGE, NAMES, NEED, NOW, OTHER, PERSON, SAID, example_id
from shared.wording.examples import DAY, LATER

INTAKE: dict[str, dict[str, object]] = {
    "ListCases": {
        "rows": [
            {**CASE, "house": "am-sandloch", "placed_on": DAY, "received_on": DAY, "persons": 4, "provider": "drk"},
        ],
        "next": OTHER,
    },
    "ShowCase": {
        **CASE,
        "house": "am-sandloch",
        "lives_here_from": DAY,
        "placed_on": DAY,
        "received_on": DAY,
        "split_from": OTHER,
        "taken_over_provider": "drk",
        "taken_over_on": DAY,
        "closed_on": LATER,
        "closed_because": "left_town",
        "persons": [
            {
                **CASE,
                **PERSON,
                "place": 1,
                "joined_on": DAY,
                "joined_because": "arrival",
                "left_on": LATER,
                "left_because": "moved_out",
                "codes_from": DAY,
                **CODES,
                "residence_valid_until": LATER,
                "residence_seen_on": DAY,
                "residence_seen": "permit",
                "residence_seen_until": LATER,
                "languages": [LANGUAGE],
                "needs": [NEED],
            }
        ],
        "records": [
            {
                "event_id": example_id("event"),
                **CASE,
                **PERSON,
                "version": 2,
                "holds_from": DAY,
                "corrects": example_id("event"),
                "codes": {
                    **PERSON,
                    **CODES,
                    "birth_year": 1988,
                    "residence_valid_until": LATER,
                    "languages": [LANGUAGE],
                    "needs": [NEED],
                },
            }
        ],
        "moves": [{**CASE, "version": 3, "house": "am-sandloch", "moved_on": DAY}],
        "splits": [{**CASE, "into_case_id": OTHER, "split_on": DAY, "persons": 2}],
        "consents": [{**SAID, "given": True, "answer": "given", "stated_on": DAY}],
        "secrecy_releases": [{**SAID, "released": True, "stated_on": DAY}],
        "merged": [
            {
                "merged_person_id": example_id("merged_person"),
                **PERSON,
                **CASE,
                "merged_on": DAY,
                "grounds": ["same_names"],
            }
        ],
        "entrusted_to": [{"provider": "drk", "entrusted_on": DAY}],
        "openings": [
            {
                "event_id": example_id("event"),
                **CASE,
                "provider": "drk",
                "persons": 2,
                "actor": example_id("staff"),
                "opened_at": NOW,
            }
        ],
    },
    "ShowNames": {
        **CASE,
        "dwelling": "2. OG links",
        "file_reference": "AZ 50.1",
        "persons": [{**PERSON, **NAMES, "birth_date": "1988-05-04", "contact_details": "06201 000000"}],
    },
    "FetchEntrustedNames": {**CASE, "persons": [{**PERSON, **NAMES}]},
    "FindDuplicates": {
        "persons": [
            {
                **PERSON,
                "candidates": [
                    {
                        **PERSON,
                        "case_id": OTHER,
                        **NAMES,
                        "birth_date": "1988-05-04",
                        "percent": 96,
                        "grounds": ["same_birth_date"],
                    }
                ],
            }
        ]
    },
}
