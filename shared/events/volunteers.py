"""Facts of a provider's volunteers (Ehrenamtliche), in pseudonyms: what they offer, and whom they help until when."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import Language, ProviderId

TaskKind = Literal["conversation", "homework", "company", "offices_company", "leisure", "practical", "other"]
"""Talking German, homework, company on ways, company to offices, leisure, a hand with something."""
FreeTime = Literal["mornings", "afternoons", "evenings", "weekends", "not_stated"]
MatchEnd = Literal["last_day_over", "consent_withdrawn", "case_ended", "done", "wish", "other"]
"""The first three end a match by themselves: its last day is over, consent is gone, the case is not here any more."""


class VolunteerRegistered(Event):
    """Ehrenamtliche aufgenommen: she is on the provider's list from `on`. Her name lies in its vault."""

    effective_field = "on"

    provider: ProviderId
    volunteer_ref: UUID
    languages: tuple[Language, ...]
    on: date

    def stream(self) -> str:
        return f"volunteer-{self.provider}-{self.volunteer_ref}"


class VolunteerOffered(Event):
    """Angebot: a volunteer would do this, in these languages and at these times, from `on`."""

    effective_field = "on"

    provider: ProviderId
    volunteer_ref: UUID
    offer_id: UUID
    task_kind: TaskKind
    languages: tuple[Language, ...]
    times: tuple[FreeTime, ...]
    on: date

    def stream(self) -> str:
        return f"volunteer-{self.provider}-{self.volunteer_ref}"


class VolunteerMatched(Event):
    """Vermittlung: a volunteer helps a person who consents, from `on` through `until_on`, with the task of an offer."""

    effective_field = "on"

    provider: ProviderId
    volunteer_ref: UUID
    match_id: UUID
    offer_id: UUID
    case_id: UUID
    person_id: UUID
    task_kind: TaskKind
    on: date
    until_on: date

    def stream(self) -> str:
        return f"volunteer-{self.provider}-{self.volunteer_ref}"


class VolunteerMatchEnded(Event):
    """Ende einer Vermittlung: `ended_on` is the first day on which the volunteer sees nothing of it any more."""

    effective_field = "ended_on"

    provider: ProviderId
    volunteer_ref: UUID
    match_id: UUID
    case_id: UUID
    person_id: UUID
    ended_on: date
    cause: MatchEnd

    def stream(self) -> str:
        return f"volunteer-{self.provider}-{self.volunteer_ref}"


VolunteerEvent = VolunteerRegistered | VolunteerOffered | VolunteerMatched | VolunteerMatchEnded
