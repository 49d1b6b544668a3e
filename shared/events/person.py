"""Facts of intake on one person: what she refuses, whom she releases from secrecy, and that two entries are she."""

from datetime import date
from uuid import UUID

from shared.event import Event
from shared.events.codes import Ground, ProviderId, Purpose


class ConsentRefused(Event):
    """Einwilligung verweigert: the person was asked and said no, for one purpose and one recipient."""

    effective_field = "on"

    person_id: UUID
    case_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: date

    def stream(self) -> str:
        return f"person-{self.person_id}"


class SecrecyReleased(Event):
    """Schweigepflichtentbindung: those who must keep secrets may speak with the recipient, for one purpose."""

    effective_field = "on"

    person_id: UUID
    case_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: date

    def stream(self) -> str:
        return f"person-{self.person_id}"


class SecrecyReleaseWithdrawn(Event):
    """Schweigepflichtentbindung widerrufen, for one purpose and one recipient, from `on`."""

    effective_field = "on"

    person_id: UUID
    case_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: date

    def stream(self) -> str:
        return f"person-{self.person_id}"


class NamesRecorded(Event):
    """Namen erfasst: names of the person were put into the vault, or put right there. Which, no fact says."""

    person_id: UUID
    case_id: UUID

    def stream(self) -> str:
        return f"person-{self.person_id}"


class PersonsMerged(Event):
    """Zusammenführung: two entries are one person. Whatever is said of `merged_person_id` is said of `person_id`.

    Holds from `on`, the first day of the merged entry: no figure counts her twice. `case_id`: where that entry was.
    `grounds`: why they are one.
    """

    schema_version = 2
    effective_field = "on"

    person_id: UUID
    merged_person_id: UUID
    case_id: UUID
    on: date
    grounds: tuple[Ground, ...] = ()

    def stream(self) -> str:
        return f"person-{self.person_id}"
