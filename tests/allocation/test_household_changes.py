"""What happens in a household is heard: its provider is told, its load changes on the day, nobody is asked again."""

from datetime import date

from services.allocation.domain.assignment import ConfirmAssignment, ProposeAssignment
from services.allocation.domain.takeover import TakeOverAssignment
from services.allocation.reactions import REACTIONS
from shared.decider import Command
from shared.event import Event
from shared.events.allocation import AssignmentTakenOver, CaseChanged, Household, HouseholdChanged
from shared.events.intake import (
    CaseRegistered,
    HouseholdSplit,
    PersonJoined,
    PersonLeft,
    PersonRecorded,
    RegisteredPerson,
    TakenOver,
)
from tests.allocation.test_caseload import rows_of
from tests.allocation.town import (
    RULE,
    START,
    assigned,
    case_id,
    entrusted,
    filled,
    household,
    known,
    known_of,
    overridden,
    person_id,
    placed_with,
    proposed,
    registered,
)
from tests.given import TODAY, given, recorded

CASE = case_id("h1")
LIVES = household("h1", 4, "sandloch")
FIFTH = RegisteredPerson(person_id=person_id("h1-5"), household_role="child")
JOINED = PersonJoined(case_id=CASE, person=FIFTH, joined_on=date(2018, 11, 1), cause="birth")
LEFT = PersonLeft(case_id=CASE, person_id=person_id("h1-4"), left_on=date(2018, 11, 1), cause="death")
WITH_DRK: list[Event] = [RULE, *placed_with("h1", "drk", 4, "sandloch")]


def reaction_to(event: Event, *events: Event) -> list[Command]:
    facts = recorded(*events, event)
    return REACTIONS[type(event)](facts[-1], known(*facts))


def with_persons(*persons: RegisteredPerson) -> Household:
    return LIVES.model_copy(update={"persons": persons})


def told(household: Household) -> CaseChanged:
    return CaseChanged(provider="drk", case_id=CASE, household=household)


def test_who_joins_belongs_to_the_household_that_its_provider_knows() -> None:
    (wish,) = reaction_to(JOINED, *WITH_DRK)
    five = with_persons(*LIVES.persons, FIFTH)
    assert wish == ProposeAssignment(case_id=CASE, household=five)
    unknown = with_persons(*LIVES.persons, RegisteredPerson(person_id=FIFTH.person_id))
    given(*WITH_DRK, JOINED).when(wish).then(HouseholdChanged(case_id=CASE, household=five), told(unknown))
    given(*WITH_DRK, JOINED, HouseholdChanged(case_id=CASE, household=five)).when(wish).nothing()


def test_who_leaves_belongs_to_it_no_more() -> None:
    (wish,) = reaction_to(LEFT, *WITH_DRK)
    three = with_persons(*LIVES.persons[:3])
    given(*WITH_DRK, LEFT).when(wish).then(HouseholdChanged(case_id=CASE, household=three), told(three))


def test_a_household_that_splits_becomes_smaller_and_the_new_one_is_proposed() -> None:
    gone = tuple(person.person_id for person in LIVES.persons[2:])
    split = HouseholdSplit(case_id=CASE, into_case_id=case_id("h2"), persons=gone, split_on=TODAY)
    (wish,) = reaction_to(split, *WITH_DRK)
    two = with_persons(*LIVES.persons[:2])
    given(*WITH_DRK, split).when(wish).then(HouseholdChanged(case_id=CASE, household=two), told(two))
    new = CaseRegistered(
        case_id=case_id("h2"),
        house="sandloch",
        placed_on=TODAY,
        received_on=TODAY,
        persons=LIVES.persons[2:],
        split_from=CASE,
    )
    there = Household(house="sandloch", placed_on=TODAY, received_on=TODAY, persons=LIVES.persons[2:])
    assert reaction_to(new, *WITH_DRK, split) == [ProposeAssignment(case_id=case_id("h2"), household=there)]


def recorded_as(residence_class: str, on: date) -> PersonRecorded:
    first = LIVES.persons[0].model_copy(update={"residence_class": residence_class})
    return PersonRecorded(case_id=CASE, person=first, on=on)


def test_codes_are_those_of_the_last_day_whatever_is_recorded_late() -> None:
    now, late = recorded_as("permit", TODAY), recorded_as("pending", START)
    for said in ([now], [now, late]):
        persons = known_of(*WITH_DRK, *said).households[CASE].persons
        assert [person.residence_class for person in persons] == ["permit", *["not_stated"] * 3]
    first = known_of(*WITH_DRK, late).households[CASE].persons[0]
    assert first.residence_class == "pending"


def test_an_overridden_case_stays_where_it_is_when_its_persons_change() -> None:
    here: list[Event] = [RULE, registered("h1", 4, "sandloch"), proposed("h1", LIVES, "drk")]
    here.append(overridden("h1", "caritas", 4))
    three = with_persons(*LIVES.persons[:3])
    (wish,) = reaction_to(LEFT, *here)
    changed = HouseholdChanged(case_id=CASE, household=three)
    given(*here, LEFT).when(wish).then(changed, CaseChanged(provider="caritas", case_id=CASE, household=three))
    given(*here, LEFT, changed).when(ConfirmAssignment(case_id=CASE)).nothing()


def test_a_case_that_waits_for_confirmation_is_proposed_with_the_persons_it_has_now() -> None:
    before: list[Event] = [RULE, registered("h1", 4, "sandloch"), proposed("h1", LIVES, "drk")]
    three = with_persons(*LIVES.persons[:3])
    (wish,) = reaction_to(LEFT, *before)
    given(*before, LEFT).when(wish).then(proposed("h1", three, "drk"))


def persons_of_drk(on: date, *more: Event) -> int:
    return rows_of(filled("drk", 100), *WITH_DRK, *more, on=on)["drk"].persons


def test_the_load_follows_on_the_day_of_the_change() -> None:
    joins = JOINED.model_copy(update={"joined_on": date(2018, 12, 1)})
    assert persons_of_drk(date(2018, 11, 30), joins) == 4
    assert persons_of_drk(date(2018, 12, 1), joins) == 5
    leaves = LEFT.model_copy(update={"left_on": date(2019, 1, 1)})
    assert [persons_of_drk(day, joins, leaves) for day in (date(2018, 12, 31), date(2019, 1, 1))] == [5, 4]


def test_a_change_counts_once_also_when_it_is_answered() -> None:
    five = HouseholdChanged(case_id=CASE, household=with_persons(*LIVES.persons, FIFTH))
    joins = JOINED.model_copy(update={"joined_on": TODAY})
    assert persons_of_drk(TODAY, joins, five) == 5


def test_a_change_that_crossed_the_decision_counts_from_its_answer() -> None:
    """The coordinator confirmed four persons while the fifth was on her way through the log."""
    crossed: list[Event] = [RULE, registered("h1", 4, "sandloch"), proposed("h1", LIVES, "drk"), JOINED]
    five = HouseholdChanged(case_id=CASE, household=with_persons(*LIVES.persons, FIFTH))
    assert rows_of(*crossed, assigned("h1", "drk", 4), five)["drk"].persons == 5


def test_a_person_who_had_left_under_an_earlier_provider_is_missing_there_too() -> None:
    facts = recorded(*WITH_DRK, overridden("h1", "caritas", 4), LEFT.model_copy(update={"left_on": TODAY}))
    loads = rows_of(*(fact.event for fact in facts))
    assert (loads["caritas"].persons, "drk" in loads) == (3, False)


SINCE = date(2017, 3, 1)
TAKEN_OVER = CaseRegistered(
    case_id=CASE,
    house="sandloch",
    placed_on=START,
    received_on=START,
    persons=LIVES.persons,
    taken_over=TakenOver(provider="caritas", entrusted_on=SINCE),
)
THERE = AssignmentTakenOver(case_id=CASE, provider="caritas", entrusted_on=SINCE, household=LIVES)


def test_a_case_that_a_provider_had_before_stays_there_with_its_date() -> None:
    take, propose = reaction_to(TAKEN_OVER, RULE)
    assert isinstance(take, TakeOverAssignment)
    there = entrusted("h1", LIVES, "caritas").model_copy(update={"since": SINCE})
    given(RULE, TAKEN_OVER).when(take).then(THERE, there)
    given(RULE, TAKEN_OVER, THERE).when(take).nothing()
    given(RULE, TAKEN_OVER, THERE).when(propose).nothing()
    given(RULE, TAKEN_OVER, THERE).when(ConfirmAssignment(case_id=CASE)).nothing()
    assert rows_of(THERE, on=SINCE)["caritas"].persons == 4


def test_a_provider_that_the_town_does_not_have_takes_nothing_over() -> None:
    foreign = TAKEN_OVER.model_copy(update={"taken_over": TakenOver(provider="johanniter", entrusted_on=SINCE)})
    take, propose = reaction_to(foreign, RULE)
    given(RULE, foreign).when(take).nothing()
    given(RULE, foreign).when(propose).then(proposed("h1", LIVES, "drk"))
