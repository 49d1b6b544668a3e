"""All services at once without database or Kafka: every fact is heard by everybody at once, reactions follow."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.allocation import domain as allocation
from services.allocation.reactions import REACTIONS
from shared.decider import AnyDecider, Around, Command, by_command
from shared.errors import Missing, Refused
from shared.event import Event, Fact, Meta
from shared.events.allocation import AssignmentProposed, CaseAssigned, CaseEntrusted, CatchmentSet, Household
from shared.events.catalogue import category_of
from shared.events.codes import Period
from shared.events.intake import CaseRegistered, ConsentGiven, RegisteredPerson
from shared.events.reporting import GrantAwarded, PositionFilled, Rates
from shared.ids import wire_id
from tests.given import SERVICES, owner_of
from tests.reporting.weinheim import RULES

DECIDERS: dict[type[Command], tuple[AnyDecider, int]] = {
    kind: (decider, number)
    for number, service in enumerate(SERVICES)
    for kind, decider in by_command(service.DECIDERS).items()
}
BY_CATEGORY: dict[str, AnyDecider] = {decider.category: decider for decider, _ in DECIDERS.values()}
SECOND = "a second person"
"""Who decides here. Facts name `system`: so whatever was drafted may be approved."""
ALLOCATION = SERVICES.index(allocation)


@dataclass
class Town:
    """What was recorded, and what every service knows of it."""

    facts: list[Fact] = field(default_factory=list)
    streams: dict[str, Any] = field(default_factory=dict)
    registers: list[Any] = field(default_factory=lambda: [service.REGISTER.initial for service in SERVICES])
    numbers: Counter[str] = field(default_factory=Counter)

    def decide(self, command: Command, today: date) -> list[Event]:
        """What the command would lead to now. Raises `Refused` or `Missing`."""
        decider, number = DECIDERS[type(command)]
        state = self.streams.get(command.target(), decider.initial)
        return decider.decide(state, command, Around(today, self.registers[number], SECOND))

    def wish(self, command: Command, today: date) -> list[Event] | None:
        """Decide and record, with all that follows of itself. None if it was refused."""
        try:
            events = self.decide(command, today)
        except (Refused, Missing):
            return None
        for event in events:
            self.record(event, today)
        for fact in self.facts[len(self.facts) - len(events) :]:
            react = REACTIONS.get(type(fact.event))
            for step in react(fact, self.registers[ALLOCATION]) if react else ():
                for event in self.decide(step, today):
                    self.record(event, today)
        return events

    def record(self, event: Event, today: date) -> None:
        """The event as the next fact of its stream and of its owner."""
        stream, owner = event.stream(), owner_of(event.stream())
        self.numbers[stream] += 1
        self.numbers[owner] += 1
        fact = Fact(
            event_id=uuid5(NAMESPACE_URL, f"{owner}:{self.numbers[owner]}"),
            source=f"urn:fallbuch:weinheim:{owner}",
            stream=stream,
            version=self.numbers[stream],
            fact_number=self.numbers[owner],
            recorded_at=datetime.combine(today, time(8), UTC),
            effective_on=event.holds_from() or today,
            meta=Meta("system", "test", "test"),
            event=event,
        )
        self.facts.append(fact)
        decider = BY_CATEGORY[category_of(stream)]
        self.streams[stream] = decider.evolve(self.streams.get(stream, decider.initial), fact)
        for number, service in enumerate(SERVICES):
            self.registers[number] = service.REGISTER.evolve(self.registers[number], fact)


def opened() -> Town:
    """A town in which something is under way: a grant with two posts, a household with DRK, one that waits."""
    town = Town()
    for event in OPENING:
        town.record(event, START)
    return town


def _position(number: str, provider: str) -> PositionFilled:
    return PositionFilled(
        position_id=wire_id("position", number),
        grant_id=wire_id("grant", "1"),
        provider=provider,
        staff_ref=wire_id("staff", number),
        fte_hundredths=75,
        qualification_class="degree",
        starts_on=START,
    )


def _household(*persons: str) -> Household:
    codes = tuple(RegisteredPerson(person_id=wire_id("person", number)) for number in persons)
    return Household(house="sandloch", placed_on=START, received_on=START, persons=codes)


START = date(2018, 10, 15)
ONE, TWO = wire_id("case", "1"), wire_id("case", "2")
FIRST, SECOND = _household("1", "2"), _household("3")
AWARD = GrantAwarded(
    grant_id=wire_id("grant", "1"),
    notice_ref="n1",
    decided_on=START,
    grant_period=Period(starts_on=START, ends_on=date(2020, 10, 14)),
    cap_cents=29_400_000,
    rate_cents_per_fte_year=Rates(degree=6_400_000, vocational=5_100_000),
    fte_hundredths=150,
    shares={"caritas": 75, "drk": 75},
    rules=RULES,
)
OPENING: list[Event] = [
    AWARD,
    _position("1", "caritas"),
    _position("2", "drk"),
    CatchmentSet(rule_version="1", effective_on=START, houses={"klausing": "caritas", "sandloch": "drk"}),
    CaseRegistered(case_id=ONE, house="sandloch", placed_on=START, received_on=START, persons=FIRST.persons),
    CaseRegistered(case_id=TWO, house="sandloch", placed_on=START, received_on=START, persons=SECOND.persons),
    AssignmentProposed(case_id=ONE, provider="drk", rule_version="1", over_ceiling=False, household=FIRST),
    AssignmentProposed(case_id=TWO, provider="drk", rule_version="1", over_ceiling=False, household=SECOND),
    CaseAssigned(case_id=ONE, provider="drk", rule_version="1", household_size=2),
    CaseEntrusted(case_id=ONE, provider="drk", household=FIRST, consents=()),
    ConsentGiven(person_id=wire_id("person", "1"), case_id=ONE, purpose="sharing", recipient="drk", on=START),
]
