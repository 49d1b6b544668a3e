"""Was ein Träger wissen darf: what a provider is told of a household, cut by the consents that hold now.

Without the consent `sharing` of a person for this provider it learns that she is there, by her pseudonym, and no code.
"""

from datetime import date
from uuid import UUID

from services.allocation.domain import agreements
from services.allocation.domain.register import Coordination
from shared.events.allocation import CaseChanged, CaseEntrusted, Consent, Household
from shared.events.codes import ProviderId, Purpose
from shared.events.handover import HandedPlan, HandedReferral, HandoverOffered
from shared.events.intake import RegisteredPerson

PURPOSES: tuple[Purpose, ...] = ("counselling", "sharing", "volunteer")


def entrusted(known: Coordination, case_id: UUID, household: Household, provider: ProviderId) -> CaseEntrusted:
    """What a provider learns of a case that is with it from now on."""
    return CaseEntrusted(
        provider=provider,
        case_id=case_id,
        household=household_for(known, household, provider),
        consents=consents_for(known, household, provider),
        plans=plans_for(known, household, provider),
        referrals=referrals_for(known, case_id, household, provider),
    )


def changed(known: Coordination, case_id: UUID, household: Household, provider: ProviderId) -> CaseChanged:
    """What a provider learns when the household of one of its cases changed, or what it may know of it."""
    return CaseChanged(provider=provider, case_id=case_id, household=household_for(known, household, provider))


def offered(
    known: Coordination, case_id: UUID, household: Household, provider: ProviderId, due_on: date
) -> HandoverOffered:
    """What a provider learns of a case that it may take: no person's pseudonym without her consent."""
    return HandoverOffered(
        provider=provider,
        case_id=case_id,
        house=household.house,
        household_size=len(household.persons),
        due_on=due_on,
        plans=plans_for(known, household, provider),
        referrals=referrals_for(known, case_id, household, provider),
    )


def plans_for(known: Coordination, household: Household, provider: ProviderId) -> tuple[HandedPlan, ...]:
    """The plans in force of those persons who consent, in the order of the household."""
    return tuple(
        plan
        for person in household.persons
        if shares(known, person.person_id, provider)
        for plan in agreements.plans_of(known.agreements, person.person_id)
    )


def referrals_for(
    known: Coordination, case_id: UUID, household: Household, provider: ProviderId
) -> tuple[HandedReferral, ...]:
    """The open referrals of those persons who consent; one of the whole household if all of them do."""
    sharing = {person.person_id for person in household.persons if shares(known, person.person_id, provider)}
    everybody = len(sharing) == len(household.persons)
    return tuple(
        referral
        for referral in agreements.referrals_of(known.agreements, case_id)
        if (everybody if referral.person_id is None else referral.person_id in sharing)
    )


def household_for(known: Coordination, household: Household, provider: ProviderId) -> Household:
    """The household as this provider may know it: house, days, and the codes of those persons who consent."""
    persons = tuple(
        person if shares(known, person.person_id, provider) else RegisteredPerson(person_id=person.person_id)
        for person in household.persons
    )
    return household.model_copy(update={"persons": persons})


def consents_for(known: Coordination, household: Household, provider: ProviderId) -> tuple[Consent, ...]:
    """The consents in force that concern the provider, in the order of the household and of purposes."""
    return tuple(
        Consent(person_id=person.person_id, purpose=purpose)
        for person in household.persons
        for purpose in PURPOSES
        if known.consents.get((person.person_id, purpose, provider), False)
    )


def shares(known: Coordination, person_id: UUID, provider: ProviderId) -> bool:
    """Whether the person consents that this provider knows more of her than that she is there."""
    return known.consents.get((person_id, "sharing", provider), False)
