"""Facts of intake: what the town's front desk knows of a household. No names: those lie in its vault."""

from datetime import date
from uuid import UUID

from shared.event import Event
from shared.events.codes import (
    BirthYear,
    HouseholdRole,
    Nationality,
    ProviderId,
    Purpose,
    ResidenceClass,
    Sex,
    Value,
    Written,
)


class RegisteredPerson(Value):
    """Person im Haushalt, as codes. `birth_year` is the year alone."""

    person_id: UUID
    household_role: HouseholdRole = "not_stated"
    birth_year: BirthYear = "not_stated"
    sex: Sex = "not_stated"
    nationality: Nationality = "not_stated"
    residence_class: ResidenceClass = "not_stated"


class CaseRegistered(Event):
    """Fallaufnahme: a household with all its persons is a case from now on. Holds from the day it was placed."""

    effective_field = "placed_on"

    case_id: UUID
    house: Written
    placed_on: date
    received_on: date
    persons: tuple[RegisteredPerson, ...]

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


class FileOpened(Event):
    """Akteneinsicht: who was given the names of which persons. An entry for each time."""

    service: Written
    case_id: UUID
    provider: ProviderId
    persons: tuple[UUID, ...]

    def stream(self) -> str:
        return f"reads-{self.service}"


IntakeEvent = CaseRegistered | HouseholdMoved | ConsentGiven | ConsentWithdrawn | FileOpened
