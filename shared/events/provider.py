"""Facts of a provider: its work with the households that were entrusted to it. Free text stays in its vault."""

from datetime import date
from uuid import UUID

from shared.event import Event
from shared.events.codes import Channel, DurationBand, ProviderId, Topic, Value


class ContactRecorded(Event):
    """Beratungskontakt on a day. Counts once as contact, once for each topic; `persons` were reached."""

    effective_field = "on"

    provider: ProviderId
    case_id: UUID
    contact_id: UUID
    on: date
    channel: Channel
    duration_band: DurationBand
    topics: tuple[Topic, ...]
    persons: tuple[UUID, ...]

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class CaseworkerAssigned(Event):
    """A worker of the provider is in charge of the case from `on`."""

    effective_field = "on"

    provider: ProviderId
    case_id: UUID
    staff_ref: UUID
    on: date

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class Goal(Value):
    """Ziel in einem Integrationsplan."""

    goal_id: UUID
    domain: Topic = "not_stated"


class PlanAgreed(Event):
    """Integrationsplan, agreed with one person; to be looked at again on `review_on`."""

    effective_field = "agreed_on"

    provider: ProviderId
    plan_id: UUID
    person_id: UUID
    agreed_on: date
    review_on: date
    goals: tuple[Goal, ...]

    def stream(self) -> str:
        return f"plan-{self.provider}-{self.plan_id}"


ProviderEvent = ContactRecorded | CaseworkerAssigned | PlanAgreed
