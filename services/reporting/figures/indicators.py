"""Kennzahlen: who was advised in a year. A person counts once, however many providers met them.

Advised is who was reached by at least one contact in the year. Plans belong to persons: `plans` are the persons with
a plan agreed in the year. `…_listed` is what the providers' own figures add up to. Short contacts reached nobody who is
known: they stand beside, and count in no other figure.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from services.reporting.figures.corrected import contacts, plans
from services.reporting.figures.known import known_facts
from services.reporting.figures.merged import counts_as, merged_entries
from services.reporting.figures.quality import QUALITY_EVENTS, quality
from services.reporting.figures.silent import CONSENT_EVENTS, silent
from shared.event import Event, Fact, canonical
from shared.events.person import PersonsMerged
from shared.events.plans import PlanAgreed, PlanCorrected
from shared.events.provider import ContactCorrected, ContactRecorded, ShortContactRecorded
from shared.money import half_up

INDICATOR_EVENTS: tuple[type[Event], ...] = (
    *(ContactRecorded, ContactCorrected, ShortContactRecorded, PlanAgreed, PlanCorrected),
    PersonsMerged,
    *CONSENT_EVENTS,
    *QUALITY_EVENTS,
)
"""The facts that indicators are counted from: contacts, plans, which entries are one, and who consents."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What one provider did in a year. The sets are filled once, while folding."""

    persons: set[UUID] = field(default_factory=set)
    contacts: set[UUID] = field(default_factory=set)
    planned: set[UUID] = field(default_factory=set)


def indicators(
    facts: Iterable[Fact],
    year: int,
    known_on: date | None,
    cut: Mapping[str, int],
    providers: Collection[str] | None = None,
) -> bytes:
    """The year's figures as canonical JSON; with `providers`, only theirs, and a row for each of them."""
    by_provider: dict[str, Reached] = {provider: Reached() for provider in providers or ()}
    known = known_facts(facts, known_on, cut)
    merged = merged_entries(known)
    for contact in contacts(known):
        if contact.on.year == year and _asked(contact.provider, providers):
            reached = by_provider.setdefault(contact.provider, Reached())
            reached.contacts.add(contact.contact_id)
            reached.persons.update(counts_as(person_id, merged) for person_id in contact.persons)
    for plan in plans(known):
        if plan.agreed_on.year == year and _asked(plan.provider, providers):
            by_provider.setdefault(plan.provider, Reached()).planned.add(counts_as(plan.person_id, merged))
    advised = set[UUID]().union(*(reached.persons for reached in by_provider.values()))
    figures = _figures(by_provider, len(advised))
    refusing = {counts_as(person_id, merged) for person_id in silent(known, date(year, 12, 31))}
    asked = [fact for fact in known if type(fact.event) in QUALITY_EVENTS and _asked(_provider(fact), providers)]
    counts = (sum(len(reached.contacts) for reached in by_provider.values()), plans_listed(by_provider))
    apart = {"no_consent": len(advised & refusing), "short_contacts": _short_contacts(known, year, providers)}
    return canonical({**figures, **apart, "quality": quality(asked, year, *counts)})


def percent_text(part: int, whole: int) -> str:
    """A percentage with two decimals, half-up; `0.00` of nothing."""
    hundredths = half_up(Fraction(part * 10_000, whole)) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def plans_listed(by_provider: Mapping[str, Reached]) -> int:
    """What the providers' own figures on plans add up to."""
    return sum(len(reached.planned) for reached in by_provider.values())


def _short_contacts(facts: Iterable[Fact], year: int, providers: Collection[str] | None) -> dict[str, int]:
    short = [fact.event for fact in facts if isinstance(fact.event, ShortContactRecorded)]
    counted = [each for each in short if each.on.year == year and _asked(each.provider, providers)]
    return {"contacts": len(counted), "persons_reached": sum(each.persons_reached for each in counted)}


def _provider(fact: Fact) -> str:
    """Whose plan it is: the stream of a plan names its provider."""
    return fact.stream.split("-")[1]


def _asked(provider: str, providers: Collection[str] | None) -> bool:
    return providers is None or provider in providers


def _figures(by_provider: Mapping[str, Reached], persons: int) -> dict[str, object]:
    everyone = by_provider.values()
    plans = len(set[UUID]().union(*(reached.planned for reached in everyone)))
    return {
        "persons": persons,
        "persons_listed": sum(len(reached.persons) for reached in everyone),
        "contacts": sum(len(reached.contacts) for reached in everyone),
        "plans": plans,
        "plans_listed": plans_listed(by_provider),
        "quota_percent": percent_text(plans, persons),
        "providers": {
            provider: {
                "persons": len(reached.persons),
                "contacts": len(reached.contacts),
                "plans": len(reached.planned),
            }
            for provider, reached in by_provider.items()
        },
    }
