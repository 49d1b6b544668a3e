"""Weinheim's grant and positions (S1, S2) as facts and as commands, for the tests of reporting."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any, get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from services.reporting.domain.grant import RecordAward
from services.reporting.domain.position import FillPosition
from shared.event import Event, Fact
from shared.events.codes import Period
from shared.events.reporting import (
    FillingCorrected,
    GrantAwarded,
    GrantRules,
    PersonReplaced,
    PositionFilled,
    PositionVacated,
    Rates,
    ShareShifted,
)
from tests.given import recorded

START = date(2018, 10, 15)
END = date(2020, 10, 14)
NEW_YEAR_2020 = date(2020, 1, 1)
RULES = GrantRules(
    window="contract",
    proration="calendar_day_in_month",
    vacancy_outcome="repay",
    basis="rate",
    gap_carried_by="town",
    surplus="keep",
)
OPTIONS: dict[str, tuple[str, ...]] = {
    name: get_args(field.annotation) for name, field in GrantRules.model_fields.items()
}
SHARES = {"caritas": 80, "diakonie": 50, "drk": 100}
REPORTING = "urn:fallbuch:weinheim:reporting"


def each_other_option() -> list[dict[str, str]]:
    """Every value of every option that S1 to S5 do not use, alone."""
    return [{name: value} for name, values in OPTIONS.items() for value in values if getattr(RULES, name) != value]


def all_rules() -> list[GrantRules]:
    """Every combination of all options."""
    return [GrantRules.model_validate(dict(zip(OPTIONS, each, strict=True))) for each in product(*OPTIONS.values())]


def some_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"test:{name}")


GRANT = some_id("grant")


def record_award(**changed: Any) -> RecordAward:
    fields: dict[str, Any] = {
        "grant_id": GRANT,
        "notice_ref": "RPS-2018-77",
        "decided_on": date(2018, 9, 20),
        "grant_period": Period(starts_on=START, ends_on=END),
        "cap_cents": 294_000_00,
        "rate_cents_per_fte_year": Rates(degree=64_000_00, vocational=51_000_00),
        "fte_hundredths": 230,
        "shares": SHARES,
        "rules": RULES,
    }
    return RecordAward(**(fields | changed))


def fill_position(provider: str, **changed: Any) -> FillPosition:
    fields: dict[str, Any] = {
        "position_id": some_id(provider),
        "grant_id": GRANT,
        "provider": provider,
        "staff_ref": some_id(f"worker of {provider}"),
        "fte_hundredths": SHARES.get(provider, 100),
        "qualification_class": "degree",
        "starts_on": START,
    }
    return FillPosition(**(fields | changed))


def awarded(**changed: Any) -> GrantAwarded:
    return GrantAwarded(**dict(record_award(**changed)))


def filled(provider: str, **changed: Any) -> PositionFilled:
    return PositionFilled(**dict(fill_position(provider, **changed)))


def vacated(provider: str, vacant_from: date) -> PositionVacated:
    return PositionVacated(position_id=some_id(provider), vacant_from=vacant_from)


def replaced(provider: str, from_on: date, **changed: Any) -> PersonReplaced:
    fields: dict[str, Any] = {
        "position_id": some_id(provider),
        "staff_ref": some_id(f"successor at {provider}"),
        "qualification_class": "vocational",
        "from_on": from_on,
    }
    return PersonReplaced(**(fields | changed))


def shifted(giver: str, taker: str, hundredths: int, on: date) -> tuple[ShareShifted, ShareShifted]:
    def half(position: str, other: str, change_hundredths: int) -> ShareShifted:
        return ShareShifted(
            position_id=some_id(position),
            other_position_id=some_id(other),
            change_hundredths=change_hundredths,
            effective_on=on,
        )

    return half(giver, taker, -hundredths), half(taker, giver, hundredths)


def corrected(provider: str, events: list[Event], starts_on: date, number: int = -1) -> FillingCorrected:
    """A correction of the filling of this provider's position, pointing at the last fact that stated its start."""
    facts = [
        fact
        for fact in recorded(*events)
        if isinstance(fact.event, PositionFilled | FillingCorrected) and fact.event.position_id == some_id(provider)
    ]
    first = next(fact.event for fact in facts if isinstance(fact.event, PositionFilled))
    return FillingCorrected(
        position_id=some_id(provider),
        corrects=facts[number].event_id,
        corrects_starts_on=first.starts_on,
        starts_on=starts_on,
    )


S1: list[Event] = [awarded(), filled("caritas"), filled("diakonie"), filled("drk")]
S2: list[Event] = [
    *S1,
    vacated("caritas", date(2019, 4, 1)),
    filled("caritas", starts_on=date(2019, 7, 1)),
    *shifted("caritas", "diakonie", 20, NEW_YEAR_2020),
]
S5B: list[Event] = [*S1, corrected("drk", S1, date(2018, 11, 1))]


def recorded_at(day: date, facts: list[Fact]) -> list[Fact]:
    """The facts as if they had been recorded on that day, at nine."""
    return [replace(fact, recorded_at=datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)) for fact in facts]


def whole_cut(facts: list[Fact]) -> dict[str, int]:
    """A cut that leaves nothing out."""
    return {fact.source: max(each.fact_number for each in facts if each.source == fact.source) for fact in facts}
