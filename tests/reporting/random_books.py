"""Random books of a grant: positions filled, vacated, shifted and corrected as the rules allow, for properties."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from services.reporting.domain import staffing
from services.reporting.domain.entitlement import entitlement
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
from shared.decider import Around
from shared.errors import Missing, Refused
from shared.event import Event, Fact
from shared.events.reporting import GrantAwarded, GrantRules, PositionFilled
from tests.given import TODAY, recorded
from tests.reporting.weinheim import END, GRANT, START, awarded, some_id

AWARD = awarded()
POSITIONS = [some_id(name) for name in ("one", "two", "three")]
PROVIDERS = dict(zip(POSITIONS, ("caritas", "diakonie", "drk"), strict=True))
PEOPLE = [some_id(name) for name in "abcdefg"]
LATE = date(2020, 12, 31)
LATEST = date(2021, 12, 31)
MADE_UP = date(2023, 12, 31)
"""By then every vacancy is made up, also the longest."""
FEW_DAYS = [START + timedelta(days=number) for number in (-20, 0, 16, 17, 77, 78, 167, 200, 259, 443, 500, 700)]
HISTORIES = int(os.environ.get("FALLBUCH_HISTORIES", "40"))
patiently = settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How long a machine takes is no property of a timeline. `FALLBUCH_HISTORIES=5000` tries more of them."""


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


def in_grant(book: Book, position_id: object) -> bool:
    return any(
        isinstance(fact.event, PositionFilled) and fact.event.grant_id == GRANT for fact in stream_of(book, position_id)
    )


def total_cents(book: Book, as_of: date) -> int:
    return sum(row.entitlement_cents for row in entitlement(AWARD, book.register.positions, as_of))


def under(rules: GrantRules) -> GrantAwarded:
    return awarded(rules=rules)
