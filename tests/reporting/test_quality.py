"""F6: how goals ended, whether plans were looked at in time, how many contacts there are for each plan."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from services.reporting.figures.indicators import indicators
from shared.event import Event
from shared.events.plans import GoalClosed, GoalOutcome, PlanClosed, PlanReviewed, ReviewCorrected
from tests.given import recorded
from tests.reporting.test_indicators import contact, people, plan
from tests.reporting.weinheim import some_id, whole_cut

MAY, JUNE = date(2020, 5, 4), date(2020, 6, 2)


def counted(*events: Event, year: int = 2020, **asked: Any) -> dict[str, Any]:
    facts = recorded(*events)
    answer: dict[str, Any] = json.loads(indicators(facts, year, None, whole_cut(facts), **asked))["quality"]
    return answer


def closed(name: str, *outcomes: GoalOutcome, on: date = JUNE, provider: str = "drk") -> PlanClosed:
    goals = tuple(
        GoalClosed(goal_id=some_id(f"goal {name} {number}"), outcome=outcome) for number, outcome in enumerate(outcomes)
    )
    return PlanClosed(provider=provider, plan_id=some_id(f"plan {name}"), closed_on=on, outcomes=goals)


def reviewed(name: str, on: date, due_on: date = MAY) -> PlanReviewed:
    return PlanReviewed(
        provider="drk",
        plan_id=some_id("plan one"),
        review_id=some_id(f"review {name}"),
        plan_version=1,
        on=on,
        due_on=due_on,
        review_on=None,
        progress=(),
    )


def corrected(was: PlanReviewed, wrong: UUID, **how: Any) -> ReviewCorrected:
    said = {name: value for name, value in was if name not in ("plan_version", "note_ref")}
    return ReviewCorrected.model_validate({**said, "corrects": wrong, "corrects_on": was.on, "took_place": True, **how})


def test_f6_goals_are_counted_by_how_they_ended() -> None:
    facts = [closed("one", "reached", "dropped"), closed("two", "reached", "open"), closed("three")]
    assert counted(*facts)["goals"] == {"reached": 2, "open": 1, "dropped": 1}
    assert counted(closed("old", "reached", on=date(2019, 6, 1)))["goals"]["reached"] == 0


def test_f6_reviews_are_on_time_on_the_day_they_were_due_at_the_latest() -> None:
    facts = [reviewed("early", date(2020, 4, 1)), reviewed("on the day", MAY), reviewed("late", JUNE)]
    found = counted(*facts)
    assert (found["reviews"], found["reviews_on_time"]) == (3, 2)


def test_f6_a_corrected_review_counts_as_it_was() -> None:
    late = reviewed("late", JUNE)
    wrong = recorded(late)[0].event_id
    in_time = counted(late, corrected(late, wrong, on=MAY))
    assert (in_time["reviews"], in_time["reviews_on_time"]) == (1, 1)
    assert counted(late, corrected(late, wrong, took_place=False))["reviews"] == 0


def test_f6_contacts_for_each_plan() -> None:
    contacts = [contact("drk", f"k{number}", people(1, 1), MAY) for number in range(5)]
    assert counted(*contacts)["contacts_per_plan"] == "0.00"
    plans = [plan("drk", "one", people(1, 1)[0]), plan("drk", "two", people(2, 2)[0])]
    assert counted(*contacts, *plans)["contacts_per_plan"] == "2.50"


def test_f6_of_one_provider_alone() -> None:
    facts = [closed("one", "reached"), closed("two", "reached", provider="caritas")]
    assert counted(*facts, providers=["caritas"])["goals"]["reached"] == 1
