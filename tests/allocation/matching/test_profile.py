"""What a household asks for follows from what intake's facts say of its persons, and from nothing else."""

from typing import Any

from services.allocation.domain.matching.profile import profile_of
from shared.events.allocation import Household
from shared.events.intake import RegisteredPerson
from shared.events.matching import CaseProfile, WeighedNeed, WishRecorded
from tests.allocation.town import START, case_id, person_id


def asked(*persons: dict[str, Any]) -> CaseProfile:
    stated = tuple(
        RegisteredPerson.model_validate({"person_id": person_id(f"h1-{number}"), **known})
        for number, known in enumerate(persons)
    )
    lives = Household(house="sandloch", placed_on=START, received_on=START, persons=stated)
    return profile_of(case_id("h1"), lives)


def speaks(*languages: tuple[str, str, str]) -> dict[str, Any]:
    spoken = tuple(
        {"language": code, "level": level, "interpreter_needed": needed} for code, level, needed in languages
    )
    return {"languages": spoken}


def test_a_household_counts_whole_and_what_is_not_stated_is_not_asked_for() -> None:
    profile = asked({}, {}, {})
    assert (profile.load, profile.speakers, profile.needs) == (3, (), ())
    assert asked(speaks(("not_stated", "not_stated", "not_stated"))).speakers == ()


def test_each_person_can_be_talked_to_in_the_languages_that_she_speaks() -> None:
    profile = asked(
        speaks(("ti", "fluent", "not_stated"), ("ar", "basic", "no"), ("en", "none", "no")),
        speaks(("ar", "good", "no")),
    )
    assert profile.speakers == (("ar", "ti"), ("ar",))


def test_who_speaks_german_well_can_be_talked_to_by_everyone_unless_she_needs_an_interpreter() -> None:
    german, with_help, little = ("de", "good", "no"), ("de", "good", "yes"), ("de", "basic", "no")
    assert asked(speaks(("ti", "fluent", "no"), german)).speakers == ()
    assert asked(speaks(("ti", "fluent", "no"), with_help)).speakers == (("ti",),)
    assert asked(speaks(("ti", "fluent", "no"), little)).speakers == (("ti",),)


def test_a_need_counts_once_as_urgent_as_for_whom_it_is_most_urgent() -> None:
    profile = asked(
        {"needs": ({"domain": "work", "urgency": "low"}, {"domain": "school", "urgency": "not_stated"})},
        {"needs": ({"domain": "work", "urgency": "high"}, {"domain": "not_stated"})},
    )
    assert profile.needs == (WeighedNeed(domain="school", urgency=2), WeighedNeed(domain="work", urgency=3))


def test_wish_and_conflicts_come_along() -> None:
    lives = Household(house="sandloch", placed_on=START, received_on=START, persons=())
    wish = WishRecorded(case_id=case_id("h1"), provider="drk", must_have=("trauma",), on=START)
    profile = profile_of(case_id("h1"), lives, "town", wish, frozenset({"drk", "caritas"}))
    assert (profile.wish, profile.must_have, profile.current) == ("drk", ("trauma",), "town")
    assert profile.conflicts == ("caritas", "drk")


def test_neither_origin_nor_status_nor_age_makes_any_difference() -> None:
    plain = asked(speaks(("ti", "fluent", "no")))
    other = asked(
        speaks(("ti", "fluent", "no"))
        | {
            "nationality": "ER",
            "residence_class": "tolerated",
            "sex": "f",
            "birth_year": 1980,
            "household_role": "head",
        }
    )
    assert plain == other
