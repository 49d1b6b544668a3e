"""`given(facts).when(command).then(events)`: the one vocabulary of all tests of decisions."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from services.allocation import domain as allocation
from services.intake import domain as intake
from services.provider import domain as provider
from services.reporting import domain as reporting
from shared.decider import AnyDecider, AnyRegister, Around, Command, by_command
from shared.errors import Missing, Refused
from shared.event import Event, Fact, Meta
from shared.events.catalogue import CATEGORY_OWNERS, category_of

TODAY = date(2018, 11, 5)
NINE = datetime(2018, 11, 5, 8, 0, tzinfo=UTC)
SERVICES: tuple[Any, ...] = (intake, allocation, provider, reporting)
"""Every service's domain says what it decides (`DECIDERS`) and what it keeps an eye on (`REGISTER`)."""


def owner_of(stream: str) -> str:
    """Whose stream it is; a provider's care and plan streams name it."""
    owner = CATEGORY_OWNERS.get(category_of(stream), stream.partition("-")[2])
    return f"provider-{stream.split('-')[1]}" if owner == "provider" else owner


def recorded(*events: Event, on: datetime = NINE) -> list[Fact]:
    """The events as facts in the order given, numbered as their services would."""
    versions: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    facts = []
    for event in events:
        stream, owner = event.stream(), owner_of(event.stream())
        versions[stream] += 1
        numbers[owner] += 1
        facts.append(
            Fact(
                event_id=uuid5(NAMESPACE_URL, f"{owner}:{numbers[owner]}"),
                source=f"urn:fallbuch:weinheim:{owner}",
                stream=stream,
                version=versions[stream],
                fact_number=numbers[owner],
                recorded_at=on,
                effective_on=event.holds_from() or TODAY,
                meta=Meta("system", "test", "test"),
                event=event,
            )
        )
    return facts


@dataclass(frozen=True)
class Outcome:
    """What a decision led to."""

    events: list[Event] | None
    error: Exception | None

    def then(self, *expected: Event) -> None:
        """Exactly these events, in this order."""
        assert self.error is None, self.error
        assert self.events == list(expected)

    def nothing(self) -> None:
        """It is already so."""
        self.then()

    def refused(self, part: str) -> None:
        """A rule says no, with a sentence that holds `part`."""
        assert isinstance(self.error, Refused), self.error or self.events
        assert part in str(self.error)

    def missing(self) -> None:
        """There is nothing under this id for this caller."""
        assert isinstance(self.error, Missing), self.error or self.events


@dataclass(frozen=True)
class Given:
    """What was recorded before, by whichever service."""

    events: tuple[Event, ...]

    def when(self, command: Command, today: date = TODAY, by: str = "system") -> Outcome:
        """Decide the command as its service would. What was recorded before, `system` recorded."""
        decider, register = decider_of(command)
        facts = recorded(*self.events)
        state, around = decider.initial, register.initial
        for fact in facts:
            around = register.evolve(around, fact)
            if fact.stream == command.target():
                state = decider.evolve(state, fact)
        try:
            return Outcome(decider.decide(state, command, Around(today, around, by)), None)
        except (Refused, Missing) as error:
            return Outcome(None, error)


def decider_of(command: Command) -> tuple[AnyDecider, AnyRegister]:
    """Which decider takes the command, and the register of its service."""
    for service in SERVICES:
        table = by_command(service.DECIDERS)
        if type(command) in table:
            return table[type(command)], service.REGISTER
    return pytest.fail(f"no decider takes {type(command).__name__}")


def given(*events: Event) -> Given:
    """Start of a sentence."""
    return Given(events)
