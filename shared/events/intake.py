"""Facts of intake: what the town's front desk knows of a household. No names: those lie in its vault."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.event import Event
from shared.events.codes import (
    BirthYear,
    HouseholdRole,
    JoinCause,
    Language,
    LanguageLevel,
    LeaveCause,
    Nationality,
    ProviderId,
    Purpose,
    ResidenceClass,
    Sex,
    Topic,
    Urgency,
    Value,
    Written,
    YesNo,
)
from shared.events.person import (
    ConsentRefused,
    NamesRecorded,
    PersonsMerged,
    SecrecyReleased,
    SecrecyReleaseWithdrawn,
)


class SpokenLanguage(Value):
    """Sprache einer Person: how well she speaks it, and whether she needs an interpreter for it."""

    language: Language = "not_stated"
    level: LanguageLevel = "not_stated"
    interpreter_needed: YesNo = "not_stated"


class Need(Value):
    """Bedarf in einem Lebensbereich. Health, religion and trauma are the one code `protected`."""

    domain: Topic = "not_stated"
    urgency: Urgency = "not_stated"


class RegisteredPerson(Value):
    """Person im Haushalt, as codes. `birth_year` is the year alone; `residence_valid_until` belongs to the class."""

    person_id: UUID
    household_role: HouseholdRole = "not_stated"
    birth_year: BirthYear = "not_stated"
    sex: Sex = "not_stated"
    nationality: Nationality = "not_stated"
    residence_class: ResidenceClass = "not_stated"
    residence_valid_until: date | None = None
    languages: tuple[SpokenLanguage, ...] = ()
    needs: tuple[Need, ...] = ()


class TakenOver(Value):
    """Übernommener Bestand: the provider that counselled the household before Fallbuch began, and since when."""

    provider: ProviderId
    entrusted_on: date


class CaseRegistered(Event):
    """Fallaufnahme: a household with all its persons is a case from now on. Holds from the day it was placed.

    `split_from`: the case that it was a part of until then. `taken_over`: it was with a provider already.
    """

    schema_version = 2
    effective_field = "placed_on"

    case_id: UUID
    house: Written
    placed_on: date
    received_on: date
    persons: tuple[RegisteredPerson, ...]
    split_from: UUID | None = None
    taken_over: TakenOver | None = None

    def stream(self) -> str:
        return f"case-{self.case_id}"


class PersonJoined(Event):
    """Haushaltszugang, also a birth: the person belongs to the household from `joined_on`."""

    effective_field = "joined_on"

    case_id: UUID
    person: RegisteredPerson
    joined_on: date
    cause: JoinCause

    def stream(self) -> str:
        return f"case-{self.case_id}"


class PersonLeft(Event):
    """Haushaltsabgang, also a death: `left_on` is the first day on which the person is no longer in the household.

    `merged`: the entry was a second one of a person who is known under another; it counts on no day.
    """

    effective_field = "left_on"

    case_id: UUID
    person_id: UUID
    left_on: date
    cause: LeaveCause | Literal["merged"]

    def stream(self) -> str:
        return f"case-{self.case_id}"


class HouseholdSplit(Event):
    """Haushaltstrennung: from `split_on` these persons are a household and a case of their own, `into_case_id`."""

    effective_field = "split_on"

    case_id: UUID
    into_case_id: UUID
    persons: tuple[UUID, ...]
    split_on: date

    def stream(self) -> str:
        return f"case-{self.case_id}"


class HouseholdLeft(Event):
    """Wegzug: `left_on` is the first day on which nobody of the household lives in the town. The case is closed."""

    effective_field = "left_on"

    case_id: UUID
    left_on: date

    def stream(self) -> str:
        return f"case-{self.case_id}"


class CaseReopened(Event):
    """Wiederaufnahme: the case is open again from `reopened_on`, with the persons whom it had."""

    effective_field = "reopened_on"

    case_id: UUID
    reopened_on: date

    def stream(self) -> str:
        return f"case-{self.case_id}"


class PersonRecorded(Event):
    """Angaben zur Person: all her codes as they hold from `on`. `corrects`: the fact that had them wrong."""

    effective_field = "on"

    case_id: UUID
    person: RegisteredPerson
    on: date
    corrects: UUID | None = None

    def stream(self) -> str:
        return f"case-{self.case_id}"


class HouseholdMoved(Event):
    """Umzug: the whole household lives in another house from `moved_on`."""

    effective_field = "moved_on"

    case_id: UUID
    house: Written
    moved_on: date

    def stream(self) -> str:
        return f"case-{self.case_id}"


class ConsentGiven(Event):
    """Einwilligung erteilt, for one purpose and one recipient, from `on`."""

    effective_field = "on"

    person_id: UUID
    case_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: date

    def stream(self) -> str:
        return f"person-{self.person_id}"


class ConsentWithdrawn(Event):
    """Einwilligung widerrufen, for one purpose and one recipient, from `on`."""

    effective_field = "on"

    person_id: UUID
    case_id: UUID
    purpose: Purpose
    recipient: ProviderId
    on: date

    def stream(self) -> str:
        return f"person-{self.person_id}"


class ListImported(Event):
    """Listenimport: a list of arrivals was taken in as a whole; its cases follow. `take_over`: a running caseload.

    `list_id` comes from the content under a key: the same list has the same, in whatever order or encoding.
    """

    list_id: UUID
    household_count: int
    person_count: int
    take_over: bool

    def stream(self) -> str:
        return f"list-{self.list_id}"


class FileOpened(Event):
    """Akteneinsicht: who was given the names of which persons. An entry for each time.

    `provider` is null where the town's own desk looked.
    """

    schema_version = 2

    service: Written
    case_id: UUID
    provider: ProviderId | None
    persons: tuple[UUID, ...]

    def stream(self) -> str:
        return f"reads-{self.service}"


IntakeEvent = (
    CaseRegistered
    | HouseholdMoved
    | PersonJoined
    | PersonLeft
    | HouseholdSplit
    | HouseholdLeft
    | CaseReopened
    | PersonRecorded
    | ConsentGiven
    | ConsentRefused
    | ConsentWithdrawn
    | SecrecyReleased
    | SecrecyReleaseWithdrawn
    | NamesRecorded
    | PersonsMerged
    | ListImported
    | FileOpened
)
