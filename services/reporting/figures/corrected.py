"""Contacts and plans as they hold after their corrections: the last word counts. Facts come stream by stream."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from shared.event import Fact
from shared.events.plans import PlanAgreed, PlanCorrected
from shared.events.provider import ContactCorrected, ContactRecorded

Contact = ContactRecorded | ContactCorrected
FirstVersion = PlanAgreed | PlanCorrected


def contacts(facts: Iterable[Fact]) -> Iterator[Contact]:
    """Each contact that took place, as it really was."""
    found: dict[tuple[str, UUID], Contact] = {}
    for fact in facts:
        if isinstance(fact.event, ContactRecorded | ContactCorrected):
            found[fact.event.provider, fact.event.contact_id] = fact.event
    yield from (each for each in found.values() if isinstance(each, ContactRecorded) or each.took_place)


def plans(facts: Iterable[Fact]) -> Iterator[FirstVersion]:
    """Each plan that was really agreed, in its first version."""
    found: dict[tuple[str, UUID], FirstVersion] = {}
    for fact in facts:
        match fact.event:
            case PlanAgreed() | PlanCorrected(plan_version=1) as plan:
                found[plan.provider, plan.plan_id] = plan
            case PlanCorrected() as later if first := found.get((later.provider, later.plan_id)):
                found[later.provider, later.plan_id] = first.model_copy(update={"person_id": later.person_id})
            case _:
                continue
    yield from (each for each in found.values() if isinstance(each, PlanAgreed) or each.took_place)
