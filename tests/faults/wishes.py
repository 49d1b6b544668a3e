"""What callers of one town ask for, by seed: households, consents, contacts, positions, money, and nonsense."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

HOUSES = [f"fault-house-{number}" for number in range(4)]
PROVIDER = "drk"
DAY = "2024-03-01"
Body = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One command: at which service, by which role, over which route. `version` is what the caller decided on."""

    service: str
    role: str
    command: str
    verb: str
    path: str
    body: Body
    version: int | None = None


@dataclass
class Household:
    """As its caller knows it."""

    case_id: str
    persons: list[str]
    confirmed: bool = False
    moves: int = 0


@dataclass
class Desk:
    """One caller: what it made itself, and the dice by which it goes on."""

    dice: random.Random
    grant_id: str
    households: list[Household] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)

    def next(self) -> Asked:
        """The next wish. About one in seven must be refused."""
        if not self.households:
            return self.register()
        kinds: list[tuple[Callable[[], Asked], int]] = [
            (self.register, 6),
            (self.register_twice, 2),
            (self.move, 5),
            (self.consent, 5),
            (self.confirm, 8),
            (self.contact, 8),
            (self.plan, 2),
            (self.fill, 3),
            (self.vacate, 2),
            (self.receive, 3),
            (self.pass_on, 2),
            (self.pass_on_too_much, 1),
            (self.stale, 1),
            (self.not_allowed, 1),
            (self.not_understood, 1),
        ]
        wish = self.dice.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
        return wish()

    def uuid(self) -> str:
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    def register(self) -> Asked:
        household = Household(self.uuid(), [self.uuid() for _ in range(self.dice.randint(1, 3))])
        self.households.append(household)
        return self._registration(household.case_id, household.persons)

    def register_twice(self) -> Asked:
        """A person who belongs to another case already."""
        return self._registration(self.uuid(), self.dice.choice(self.households).persons[:1])

    def _registration(self, case_id: str, persons: list[str]) -> Asked:
        people = [{"person_id": person, "given_name": "Zaphodine", "family_name": "Beeblebrox"} for person in persons]
        body = {
            "case_id": case_id,
            "house": self.dice.choice(HOUSES),
            "placed_on": DAY,
            "received_on": DAY,
            "persons": people,
        }
        return Asked("intake", "clerk", "RegisterCase", "PUT", f"/cases/{case_id}", body)

    def move(self) -> Asked:
        household = self.dice.choice(self.households)
        household.moves += 1
        day = f"2024-{4 + household.moves // 28 % 8:02d}-{1 + household.moves % 28:02d}"
        body = {"case_id": household.case_id, "house": self.dice.choice(HOUSES), "moved_on": day}
        return Asked("intake", "clerk", "MoveHousehold", "POST", f"/cases/{household.case_id}/moves", body)

    def stale(self) -> Asked:
        """On a version that its stream had long ago."""
        asked = self.move()
        return Asked(**{**asked.__dict__, "version": 0})

    def consent(self) -> Asked:
        person = self.dice.choice(self.dice.choice(self.households).persons)
        purpose = self.dice.choice(["counselling", "sharing"])
        body = {"person_id": person, "purpose": purpose, "recipient": PROVIDER, "on": DAY}
        if self.dice.random() < 0.3:
            return Asked("intake", "clerk", "WithdrawConsent", "POST", f"/persons/{person}/consents/withdrawn", body)
        return Asked("intake", "clerk", "GiveConsent", "POST", f"/persons/{person}/consents", body)

    def confirm(self) -> Asked:
        """Refused as long as nothing is proposed."""
        waiting = [each for each in self.households if not each.confirmed] or self.households
        household = self.dice.choice(waiting)
        household.confirmed = True
        body = {"case_id": household.case_id}
        path = f"/assignments/{household.case_id}/confirmation"
        return Asked("allocation", "coordinator", "ConfirmAssignment", "POST", path, body)

    def contact(self) -> Asked:
        household = self._with_the_provider()
        body = {"contact_id": self.uuid(), "case_id": household.case_id, "on": DAY, "persons": household.persons[:1]}
        path = f"/cases/{household.case_id}/contacts"
        return Asked(f"provider-{PROVIDER}", "caseworker", "RecordContact", "POST", path, body)

    def _with_the_provider(self) -> Household:
        """One that was confirmed, if there is any. Refused as long as the provider was not told."""
        return self.dice.choice([each for each in self.households if each.confirmed] or self.households)

    def plan(self) -> Asked:
        plan_id, household = self.uuid(), self._with_the_provider()
        body = {"plan_id": plan_id, "person_id": household.persons[0], "agreed_on": DAY, "review_on": "2024-09-01"}
        return Asked(f"provider-{PROVIDER}", "caseworker", "AgreePlan", "PUT", f"/plans/{plan_id}", body)

    def fill(self) -> Asked:
        position_id = self.uuid()
        self.positions.append(position_id)
        body = {
            "position_id": position_id,
            "grant_id": self.grant_id,
            "provider": PROVIDER,
            "staff_ref": self.uuid(),
            "fte_hundredths": self.dice.choice([10, 25, 50, 100]),
            "qualification_class": "degree",
            "starts_on": DAY,
        }
        return Asked("reporting", "grant_officer", "FillPosition", "POST", f"/positions/{position_id}/fillings", body)

    def vacate(self) -> Asked:
        position_id = self.dice.choice(self.positions or [self.uuid()])
        body = {"position_id": position_id, "vacant_from": f"2024-{self.dice.randint(4, 12):02d}-01"}
        return Asked(
            "reporting", "grant_officer", "VacatePosition", "POST", f"/positions/{position_id}/vacancies", body
        )

    def receive(self) -> Asked:
        body = {
            "grant_id": self.grant_id,
            "cents": self.dice.randint(1, 99_999),
            "paid_on": DAY,
            "payment_ref": self.uuid(),
        }
        return Asked(
            "reporting", "grant_officer", "ReceiveFunds", "POST", f"/grants/{self.grant_id}/funds-received", body
        )

    def pass_on(self, cents: int | None = None) -> Asked:
        cents = cents or self.dice.randint(1, 49_999)
        ref = self.uuid()
        body = {"grant_id": self.grant_id, "provider": PROVIDER, "cents": cents, "paid_on": DAY, "payment_ref": ref}
        path = f"/grants/{self.grant_id}/funds-passed-on"
        return Asked("reporting", "grant_officer", "PassOnFunds", "POST", path, body)

    def pass_on_too_much(self) -> Asked:
        return self.pass_on(9_999_999_999)

    def not_allowed(self) -> Asked:
        asked = self.receive()
        return Asked(**{**asked.__dict__, "role": "clerk"})

    def not_understood(self) -> Asked:
        asked = self.receive()
        return Asked(**{**asked.__dict__, "body": {**asked.body, "cents": "12.50"}})


def opening(grant_id: str) -> list[Asked]:
    """What the town needs before anybody can be helped: houses, a rule, a grant, and people to do the work."""
    houses = [
        Asked("allocation", "coordinator", "DefineHouse", "PUT", f"/houses/{house}", {"house": house, "name": "Haus"})
        for house in HOUSES
    ]
    rule = {"rule_version": "fault-1", "effective_on": "2024-01-01", "houses": dict.fromkeys(HOUSES, PROVIDER)}
    award = {
        "grant_id": grant_id,
        "notice_ref": "fault",
        "decided_on": "2024-01-01",
        "grant_period": {"starts_on": "2024-01-01", "ends_on": "2024-12-31"},
        "cap_cents": 999_999_999,
        "rate_cents_per_fte_year": {"degree": 6_400_000, "vocational": 5_100_000},
        "fte_hundredths": 100_000,
        "shares": {PROVIDER: 100_000},
        "rules": {
            "window": "contract",
            "proration": "calendar_day_in_month",
            "vacancy_outcome": "repay",
            "basis": "rate",
            "gap_carried_by": "town",
            "surplus": "keep",
        },
    }
    return [
        *houses,
        Asked("allocation", "coordinator", "SetCatchment", "PUT", "/catchments/fault-1", rule),
        Asked("reporting", "grant_officer", "RecordAward", "PUT", f"/grants/{grant_id}", award),
        _team(grant_id),
    ]


def _team(grant_id: str) -> Asked:
    """A team outside the grant, so large that no household is ever above the ceiling."""
    body = {
        "position_id": grant_id,
        "grant_id": None,
        "provider": PROVIDER,
        "staff_ref": grant_id,
        "fte_hundredths": 100_000,
        "starts_on": "2024-01-01",
    }
    return Asked("reporting", "grant_officer", "FillPosition", "POST", f"/positions/{grant_id}/fillings", body)
