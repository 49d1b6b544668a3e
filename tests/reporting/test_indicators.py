"""Kennzahlen: persons are counted once however many providers met them (S5a)."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.figures.indicators import INDICATOR_EVENTS, indicators, percent_text
from services.reporting.figures.quality import QUALITY_EVENTS
from services.reporting.figures.silent import CONSENT_EVENTS
from shared.event import Event, Fact
from shared.events.codes import Purpose
from shared.events.intake import ConsentGiven
from shared.events.person import PersonsMerged
from shared.events.plans import PlanAgreed, PlanCorrected
from shared.events.provider import ConsentStatedHere, ContactCorrected, ContactRecorded, ShortContactRecorded
from tests.given import recorded
from tests.reporting.weinheim import recorded_at, some_id, whole_cut

IN_2020 = date(2020, 5, 4)


def people(first: int, last: int) -> list[UUID]:
    return [some_id(f"person {number}") for number in range(first, last + 1)]


def contact(provider: str, name: str, persons: Iterable[UUID], on: date = IN_2020) -> ContactRecorded:
    return ContactRecorded(
        provider=provider,
        case_id=some_id(f"case {name}"),
        contact_id=some_id(f"contact {name}"),
        on=on,
        channel="office",
        duration_band="to_30",
        topics=("housing", "work"),
        persons=tuple(persons),
    )


def plan(provider: str, name: str, person_id: UUID, agreed_on: date = IN_2020) -> PlanAgreed:
    return PlanAgreed(
        provider=provider,
        plan_id=some_id(f"plan {provider} {name}"),
        person_id=person_id,
        agreed_on=agreed_on,
        review_on=date(2020, 12, 1),
        goals=(),
    )


def no(name: str, on: date = IN_2020, purpose: Purpose = "sharing") -> ConsentStatedHere:
    person, case = some_id(f"person {name}"), some_id("case x")
    return ConsentStatedHere(
        provider="drk", case_id=case, person_id=person, purpose=purpose, recipient="drk", stated="withdrawn", on=on
    )


def yes(name: str, on: date) -> ConsentGiven:
    person, case = some_id(f"person {name}"), some_id("case x")
    return ConsentGiven(person_id=person, case_id=case, purpose="sharing", recipient="drk", on=on)


def s5a() -> list[Event]:
    """DRK advised 78; six of them moved, so Diakonie advised its 52 and these six. Two persons have two plans."""
    drk, diakonie = people(1, 78), people(73, 130)
    contacts = [contact("drk", f"drk {n}", [drk[n % 78]]) for n in range(780)]
    contacts += [contact("diakonie", f"diakonie {n}", [diakonie[n % 58]]) for n in range(520)]
    plans = [plan("drk", str(each), each) for each in drk[-60:]]
    plans += [plan("diakonie", str(each), each) for each in [*diakonie[:2], *diakonie[-41:]]]
    return [*contacts, *plans]


def counted(events: Sequence[Event], year: int = 2020, **asked: Any) -> dict[str, Any]:
    facts = recorded(*events)
    answer: dict[str, Any] = json.loads(indicators(facts, year, None, whole_cut(facts), **asked))
    return answer


def test_s5a_persons_once_and_contacts_added_up() -> None:
    assert counted(s5a()) == {
        "persons": 130,
        "persons_listed": 136,
        "contacts": 1300,
        "plans": 101,
        "plans_listed": 103,
        "quota_percent": "77.69",
        "no_consent": 0,
        "short_contacts": {"contacts": 0, "persons_reached": 0},
        "quality": {
            "goals": {"reached": 0, "open": 0, "dropped": 0},
            "reviews": 0,
            "reviews_on_time": 0,
            "contacts_per_plan": "12.62",
        },
        "providers": {
            "drk": {"persons": 78, "contacts": 780, "plans": 60},
            "diakonie": {"persons": 58, "contacts": 520, "plans": 43},
        },
    }


def test_a_contact_counts_once_however_many_topics_and_persons_it_had() -> None:
    assert counted([contact("drk", "k", people(1, 4))])["contacts"] == 1
    assert counted([contact("drk", "k", people(1, 4))])["persons"] == 4


def test_two_contacts_of_one_case_count_twice() -> None:
    first, second = contact("drk", "a", people(1, 1)), contact("drk", "b", people(1, 1))
    again = second.model_copy(update={"case_id": first.case_id})
    assert counted([first, again])["providers"] == {"drk": {"persons": 1, "contacts": 2, "plans": 0}}


def test_a_person_with_two_plans_at_one_provider_counts_once() -> None:
    (person,) = people(1, 1)
    figures = counted([contact("drk", "k", [person]), plan("drk", "a", person), plan("drk", "b", person)])
    assert (figures["plans"], figures["plans_listed"], figures["quota_percent"]) == (1, 1, "100.00")


def test_only_the_year_that_was_asked_for_counts() -> None:
    (person,) = people(1, 1)
    events = [contact("drk", "old", [person], date(2019, 12, 31)), plan("drk", "new", person, date(2021, 1, 1))]
    assert counted(events) == counted([])
    assert counted(events, 2019)["persons"] == 1
    assert counted(events, 2021)["plans"] == 1


def test_of_nobody_there_is_no_quota() -> None:
    assert counted([])["quota_percent"] == "0.00"
    assert counted([plan("drk", "a", some_id("person 1"))])["quota_percent"] == "0.00"


def test_a_household_without_a_person_reached_is_a_contact_without_persons() -> None:
    assert counted([contact("drk", "k", [])])["providers"] == {"drk": {"persons": 0, "contacts": 1, "plans": 0}}


def test_asked_for_some_providers_it_counts_theirs_and_names_each() -> None:
    figures = counted(s5a(), providers=["drk", "caritas"])
    assert (figures["persons"], figures["contacts"]) == (78, 780)
    assert figures["providers"].keys() == {"drk", "caritas"}


def test_what_was_recorded_later_is_not_known_then() -> None:
    facts = recorded_at(date(2021, 1, 31), recorded(contact("drk", "k", people(1, 1))))
    cut = whole_cut(facts)
    assert json.loads(indicators(facts, 2020, date(2021, 1, 30), cut))["persons"] == 0
    assert json.loads(indicators(facts, 2020, date(2021, 1, 31), cut))["persons"] == 1
    assert json.loads(indicators(facts, 2020, None, {}))["persons"] == 0


FACTS = recorded(*s5a()[770:790], *s5a()[-50:], no("130"), yes("130", IN_2020))


@settings(deadline=None)
@given(st.permutations(FACTS))
def test_interleaved_sources_give_the_same_bytes(facts: list[Fact]) -> None:
    cut = whole_cut(FACTS)
    assert indicators(facts, 2020, None, cut) == indicators(FACTS, 2020, None, cut)
    assert indicators(facts * 2, 2020, None, cut) == indicators(FACTS, 2020, None, cut)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(101, 130, "77.69"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 8, "12.50"), (1, 1600, "0.06"), (3, 2, "150.00")],
)
def test_percentages_have_two_decimals_rounded_half_up(part: int, whole: int, text: str) -> None:
    assert percent_text(part, whole) == text


def test_indicators_need_no_other_facts_than_they_say() -> None:
    corrected = {ContactCorrected, PlanCorrected, PersonsMerged}
    apart = {ShortContactRecorded, *CONSENT_EVENTS, *QUALITY_EVENTS}
    assert {type(event) for event in s5a()} | corrected | apart == set(INDICATOR_EVENTS)


def test_who_does_not_consent_counts_and_is_said_apart() -> None:
    advised = contact("drk", "k", people(1, 4))
    figures = counted([advised, no("1"), no("2"), yes("2", date(2020, 5, 5)), no("9"), no("4", purpose="volunteer")])
    assert (figures["persons"], figures["no_consent"]) == (4, 1)


def test_what_somebody_says_after_the_year_changes_it_not() -> None:
    advised = contact("drk", "k", people(1, 1))
    assert counted([advised, no("1", date(2021, 1, 1))])["no_consent"] == 0
    assert counted([advised, no("1", date(2020, 12, 31)), yes("1", date(2021, 1, 1))])["no_consent"] == 1


def test_who_was_entered_twice_and_refused_once_does_not_consent() -> None:
    assert counted([contact("drk", "k", people(1, 1)), no("130"), merge("1", "130")])["no_consent"] == 1


def test_short_contacts_stand_beside() -> None:
    short = ShortContactRecorded(
        provider="drk", short_contact_id=some_id("short"), on=IN_2020, channel="phone", duration_band="to_15",
        topics=("offices",), persons_reached=3,
    )  # fmt: skip
    figures = counted([short, contact("drk", "k", people(1, 1))])
    assert (figures["persons"], figures["contacts"]) == (1, 1)
    assert figures["short_contacts"] == {"contacts": 1, "persons_reached": 3}
    assert counted([short], 2021)["short_contacts"]["contacts"] == 0


def merge(kept: str, merged: str) -> PersonsMerged:
    return PersonsMerged(
        person_id=some_id(f"person {kept}"),
        merged_person_id=some_id(f"person {merged}"),
        case_id=some_id("case x"),
        on=IN_2020,
    )


def test_who_was_entered_twice_counts_once_also_in_what_was_recorded_before() -> None:
    events = [*s5a(), merge("1", "130"), merge("2", "1")]
    found = counted(events)
    assert (found["persons"], found["persons_listed"], found["contacts"]) == (128, 135, 1300)
    assert (found["plans"], found["quota_percent"]) == (101, "78.91")


def test_two_entries_of_one_provider_are_listed_once() -> None:
    found = counted([contact("drk", "a", people(1, 2)), plan("drk", "a", people(1, 1)[0]), merge("1", "2")])
    assert (found["persons"], found["persons_listed"], found["plans"]) == (1, 1, 1)


def corrected(was: ContactRecorded, **how: Any) -> ContactCorrected:
    """How the contact really was."""
    said = {name: value for name, value in was if name != "note_ref"} | how
    wrong = recorded(was)[0].event_id
    return ContactCorrected.model_validate(
        {**said, "corrects": wrong, "corrects_on": was.on, "took_place": how.get("took_place", True)}
    )


def test_a_corrected_contact_counts_as_it_really_was() -> None:
    wrong = contact("drk", "one", people(1, 3))
    right = corrected(wrong, persons=tuple(people(4, 4)))
    drk = counted([wrong, right])["providers"]["drk"]
    assert (drk["persons"], drk["contacts"]) == (1, 1)
    assert counted([wrong, corrected(wrong, took_place=False)])["contacts"] == 0
    moved = [wrong, corrected(wrong, on=date(2021, 1, 4))]
    assert (counted(moved)["contacts"], counted(moved, 2021)["contacts"]) == (0, 1)


def test_of_a_year_that_only_the_correction_names_it_counts_without_the_wrong_one() -> None:
    """The view hands out the contacts of the year, and every correction."""
    moved = corrected(contact("drk", "one", people(1, 3)), on=date(2021, 1, 4))
    assert counted([moved], 2021)["persons"] == 3


def test_before_it_was_known_the_wrong_contact_counts() -> None:
    wrong = contact("drk", "one", people(1, 3))
    facts = recorded(wrong, corrected(wrong, took_place=False))
    early, late = facts[0], *recorded_at(date(2020, 7, 1), facts[1:])
    cut = whole_cut([early, late])
    for known_on, contacts in ((date(2020, 6, 30), 1), (date(2020, 7, 1), 0), (None, 0)):
        answer = json.loads(indicators([early, late], 2020, known_on, cut))
        assert answer["contacts"] == contacts, known_on


def test_a_corrected_plan_counts_for_whom_and_when_it_really_was() -> None:
    wrong = plan("drk", "one", people(1, 1)[0])
    said = {name: value for name, value in wrong if name != "note_ref"}
    right = PlanCorrected.model_validate(
        {
            **said,
            "plan_version": 1,
            "corrects": recorded(wrong)[0].event_id,
            "corrects_on": wrong.agreed_on,
            "took_place": True,
            "agreed_on": date(2021, 2, 1),
            "review_on": date(2021, 8, 1),
        }
    )
    assert (counted([wrong, right])["plans"], counted([wrong, right], 2021)["plans"]) == (0, 1)
    never = right.model_copy(update={"took_place": False})
    assert counted([wrong, never], 2021)["plans"] == 0
