"""Facts of a provider: its work with the households that were entrusted to it. Free text stays in its vault.

Plans and referrals stand in `plans`, staff in `staff`, volunteers in `volunteers`.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import (
    Channel,
    DurationBand,
    ProviderId,
    Purpose,
    ReasonCode,
    ResidenceClass,
    Topic,
)
from shared.events.plans import PlanEvent, ReferralEvent
from shared.events.staff import StaffEvent
from shared.events.volunteers import VolunteerEvent

CaseOutcome = Literal[
    "independent", "regular_services", "left_town", "time_over", "wish", "contact_lost", "other", "not_stated"
]
"""How a case ended: on their own feet, in the hands of regular services, gone, after the years that advice may take,
because the household wished it, because it was met no more."""
Stated = Literal["given", "refused", "withdrawn"]


class ContactRecorded(Event):
    """Beratungskontakt on a day. Counts once as contact, once for each topic; `persons` were reached."""

    schema_version = 2
    effective_field = "on"

    provider: ProviderId
    case_id: UUID
    contact_id: UUID
    on: date
    channel: Channel
    duration_band: DurationBand
    topics: tuple[Topic, ...]
    persons: tuple[UUID, ...]
    note_ref: UUID | None = None

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class ContactCorrected(Event):
    """Korrektur: a contact was recorded wrongly, in the fact `corrects`; this is how it was. `took_place`: false if
    there was none at all, then it counts nowhere. Holds, as what it corrects, from `corrects_on`."""

    effective_field = "corrects_on"

    provider: ProviderId
    case_id: UUID
    contact_id: UUID
    corrects: UUID
    corrects_on: date
    took_place: bool
    on: date
    channel: Channel
    duration_band: DurationBand
    topics: tuple[Topic, ...]
    persons: tuple[UUID, ...]

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class ShortContactRecorded(Event):
    """Kurzkontakt ohne Fall: somebody was advised who said no name and needs no case. Counts as contact alone."""

    effective_field = "on"

    provider: ProviderId
    short_contact_id: UUID
    on: date
    channel: Channel
    duration_band: DurationBand
    topics: tuple[Topic, ...]
    persons_reached: int
    note_ref: UUID | None = None

    def stream(self) -> str:
        return f"short-{self.provider}-{self.short_contact_id}"


class ResidenceSeen(Event):
    """Aufenthaltsstatus, as it was seen at a contact on `on`, with the last day on which it is valid, if it has one."""

    effective_field = "on"

    provider: ProviderId
    case_id: UUID
    person_id: UUID
    residence_class: ResidenceClass
    valid_until: date | None
    on: date

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


class ConsentStatedHere(Event):
    """Einwilligung, stated at the provider: given, refused or withdrawn, for one purpose and one recipient."""

    effective_field = "on"

    provider: ProviderId
    case_id: UUID
    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    stated: Stated
    on: date

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class SecrecyReleaseStatedHere(Event):
    """Schweigepflichtentbindung, stated at the provider: given or withdrawn, for one purpose and one recipient."""

    effective_field = "on"

    provider: ProviderId
    case_id: UUID
    person_id: UUID
    purpose: Purpose
    recipient: ProviderId
    stated: Literal["given", "withdrawn"]
    on: date

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class HandoverAnswered(Event):
    """Übergabe beantwortet: the provider takes the case that it was offered, or does not, and why."""

    provider: ProviderId
    case_id: UUID
    accepted: bool
    reason_code: ReasonCode | None

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


class CaseClosed(Event):
    """Abschluss: the provider's work with the household ended on `closed_on`, and how."""

    effective_field = "closed_on"

    provider: ProviderId
    case_id: UUID
    outcome: CaseOutcome
    closed_on: date

    def stream(self) -> str:
        return f"care-{self.provider}-{self.case_id}"


CareEvent = (
    ContactRecorded
    | ContactCorrected
    | ShortContactRecorded
    | ResidenceSeen
    | CaseworkerAssigned
    | ConsentStatedHere
    | SecrecyReleaseStatedHere
    | HandoverAnswered
    | CaseClosed
)
ProviderEvent = CareEvent | PlanEvent | ReferralEvent | StaffEvent | VolunteerEvent
