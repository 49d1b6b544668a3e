"""Properties over random timelines: whatever was decided, the figures are those of the naive day-by-day count."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.domain import REGISTER, staffing
from services.reporting.domain.entitlement import entitlement, position_years
from services.reporting.domain.position import (
    DECIDER,
    CorrectFilling,
    FillPosition,
    PositionCommand,
    ReplacePerson,
    ShiftShare,
    VacatePosition,
)
from services.reporting.domain.staffing import Staffing
from services.reporting.domain.timeline import spans
from shared.decider import Around
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from tests.given import TODAY, recorded
from tests.reporting.day_by_day import days, state_on, yearly_cents
from tests.reporting.weinheim import END, GRANT, START, awarded, some_id

AWARD = awarded()
POSITIONS = [some_id(name) for name in ("one", "two", "three")]
PROVIDERS = dict(zip(POSITIONS, ("caritas", "diakonie", "drk"), strict=True))
PEOPLE = [some_id(name) for name in "abcdefg"]
LATE = date(2020, 12, 31)
FEW_DAYS = [START + timedelta(days=number) for number in (-20, 0, 16, 17, 77, 78, 167, 200, 259, 443, 500, 700)]
patiently = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How long a machine takes is no property of a timeline."""


@dataclass
class Book:
    """A log of its own: decides commands one after the other, as the service does."""

    events: list[Event] = field(default_factory=lambda: [AWARD])
    accepted: list[PositionCommand] = field(default_factory=list)

    @property
    def facts(self) -> list[Fact]:
        return recorded(*self.events)

    @property
    def register(self) -> Staffing:
        return reduce(staffing.evolve, self.facts, Staffing())

    def decide(self, command: PositionCommand) -> list[Event]:
        own = [fact for fact in self.facts if fact.stream == command.target()]
        state = reduce(DECIDER.evolve, own, DECIDER.initial)
        return DECIDER.decide(state, command, Around(TODAY, self.register))

    def try_out(self, command: PositionCommand) -> None:
        try:
            decided = self.decide(command)
        except (Refused, Missing):
            return
        if decided:
            self.events += decided
            self.accepted.append(command)


days_of_change = st.sampled_from(FEW_DAYS) | st.dates(START - timedelta(days=30), END + timedelta(days=30))
positions, people = st.sampled_from(POSITIONS), st.sampled_from(PEOPLE)
classes = st.sampled_from(["degree", "vocational"])


@st.composite
def fillings(draw: Callable[..., Any]) -> FillPosition:
    position_id = draw(positions)
    return FillPosition(
        position_id=position_id,
        grant_id=draw(st.sampled_from([GRANT] * 9 + [None])),
        provider=PROVIDERS[position_id],
        staff_ref=draw(people),
        fte_hundredths=draw(st.integers(24, 70)),
        qualification_class=draw(classes),
        starts_on=draw(days_of_change),
    )


shifts = st.builds(
    ShiftShare,
    from_position=positions,
    to_position=positions,
    fte_hundredths=st.integers(1, 25),
    effective_on=days_of_change,
)
commands = st.one_of(
    fillings(),
    fillings(),
    st.builds(VacatePosition, position_id=positions, vacant_from=days_of_change),
    st.builds(
        ReplacePerson,
        position_id=positions,
        staff_ref=people,
        qualification_class=classes,
        from_on=days_of_change,
    ),
    shifts,
    shifts,
    st.builds(CorrectFilling, position_id=positions, corrects_starts_on=days_of_change, starts_on=days_of_change),
)


@st.composite
def books(draw: Callable[..., Any]) -> Book:
    """Three filled positions and up to forty wishes to change them, some accepted."""
    book = Book()
    for position_id, staff_ref in zip(POSITIONS, PEOPLE, strict=False):
        filling: FillPosition = draw(fillings())
        book.try_out(
            filling.model_copy(
                update={
                    "position_id": position_id,
                    "provider": PROVIDERS[position_id],
                    "staff_ref": staff_ref,
                    "starts_on": draw(st.sampled_from(FEW_DAYS[:5])),
                }
            )
        )
    for command in draw(st.lists(commands, min_size=draw(st.integers(0, 30)), max_size=40)):
        starts = [filling.starts_on for each in book.register.positions.values() for filling in each.fillings]
        if isinstance(command, CorrectFilling) and starts:
            command = command.model_copy(update={"corrects_starts_on": draw(st.sampled_from(starts))})
        book.try_out(command)
    return book


def stream_of(book: Book, position_id: object) -> list[Fact]:
    return [fact for fact in book.facts if fact.stream == f"position-{position_id}"]


def total_cents(book: Book, as_of: date) -> int:
    return sum(row.entitlement_cents for row in entitlement(AWARD, book.register.positions, as_of))


@patiently
@given(books(), st.dates(START, LATE))
def test_the_figures_are_those_of_the_naive_count_day_by_day(book: Book, as_of: date) -> None:
    earned = position_years(AWARD, book.register.positions, as_of)
    for position_id in book.register.positions:
        own = {year.budget_year: year.entitlement_cents for year in earned if year.position_id == position_id}
        naive = yearly_cents(AWARD, stream_of(book, position_id), as_of)
        assert {year: cents for year, cents in naive.items() if cents} == {y: c for y, c in own.items() if c}


@patiently
@given(books())
def test_nobody_ever_holds_more_than_one_funded_post_and_no_funded_share_is_too_small(book: Book) -> None:
    held = [span for each in book.register.positions.values() for span in spans(each) if span.grant_id]
    assert all(span.fte_hundredths >= 25 for span in held)
    for day in {span.starts_on for span in held}:
        for staff_ref in PEOPLE:
            now = [span.fte_hundredths for span in held if span.covers(day) and span.staff_ref == staff_ref]
            assert sum(now) <= 100


@patiently
@given(books())
def test_spans_of_a_position_never_overlap_and_agree_with_the_facts(book: Book) -> None:
    for position_id, timeline in book.register.positions.items():
        found = list(spans(timeline))
        for day in days(START, START + timedelta(days=120)):
            now = [span for span in found if span.covers(day)]
            assert len(now) <= 1
            seen = (now[0].grant_id, now[0].fte_hundredths, now[0].qualification_class) if now else None
            assert seen == state_on(stream_of(book, position_id), day)


@patiently
@given(books())
def test_the_same_command_again_never_records_a_second_fact(book: Book) -> None:
    for command in book.accepted:
        assert book.decide(command) == []


@patiently
@given(books(), st.integers(0, 30))
def test_folding_in_two_halves_equals_folding_at_once(book: Book, number: int) -> None:
    facts = book.facts
    half = reduce(REGISTER.evolve, facts[:number], REGISTER.initial)
    assert reduce(REGISTER.evolve, facts[number:], half) == book.register


@patiently
@given(books(), st.dates(START, LATE), st.dates(START, LATE))
def test_entitlement_only_grows_with_the_days(book: Book, one: date, other: date) -> None:
    assert total_cents(book, min(one, other)) <= total_cents(book, max(one, other))


@patiently
@given(books(), st.dates(START, LATE))
def test_a_split_at_any_day_changes_nothing(book: Book, day: date) -> None:
    """A vacancy and a filling by the same person on the same day leave every cumulative total as it was."""
    before = book.register
    for position_id, timeline in before.positions.items():
        last = list(spans(timeline))[-1:]
        if not last or last[0].ends_on is not None or last[0].starts_on >= day:
            continue
        span = last[0]
        book.try_out(VacatePosition(position_id=position_id, vacant_from=day))
        book.try_out(
            FillPosition(
                position_id=position_id,
                grant_id=span.grant_id,
                provider=PROVIDERS[position_id],
                staff_ref=span.staff_ref,
                fte_hundredths=span.fte_hundredths,
                qualification_class=span.qualification_class,
                starts_on=day,
            )
        )
    assert entitlement(AWARD, book.register.positions, LATE) == entitlement(AWARD, before.positions, LATE)


@patiently
@given(st.permutations([80, 50, 100]), st.dates(START, LATE))
def test_full_staffing_earns_at_most_the_cap_and_its_gap(shares: list[int], as_of: date) -> None:
    book = Book()
    for (position_id, provider), staff_ref, share in zip(PROVIDERS.items(), PEOPLE, shares, strict=False):
        book.try_out(
            FillPosition(
                position_id=position_id,
                grant_id=GRANT,
                provider=provider,
                staff_ref=staff_ref,
                fte_hundredths=share,
                qualification_class="degree",
                starts_on=START,
            )
        )
    assert total_cents(book, as_of) <= AWARD.cap_cents + 400_00
    assert total_cents(book, END) == AWARD.cap_cents + 400_00
