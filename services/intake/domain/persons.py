"""A person as the desk takes her in: codes for the facts, names for the vault, and what is checked of both."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from services.intake.domain.bounds import LANGUAGES_LIMIT, NEEDS_LIMIT, Line, PersonName
from services.intake.domain.register import CaseRegister, lives_elsewhere
from shared.decider import Around
from shared.errors import Refused, Unfit
from shared.events.codes import BirthDate, Day
from shared.events.intake import Need, RegisteredPerson, SpokenLanguage


class CodedPerson(RegisteredPerson):
    """The codes of a person, as a command may name them."""

    residence_valid_until: Day | None = None
    languages: Annotated[tuple[SpokenLanguage, ...], Field(max_length=LANGUAGES_LIMIT)] = ()
    needs: Annotated[tuple[Need, ...], Field(max_length=NEEDS_LIMIT)] = ()

    def codes(self) -> RegisteredPerson:
        """The person as facts know her: without her names."""
        return RegisteredPerson(**{name: getattr(self, name) for name in RegisteredPerson.model_fields})


class NamedPerson(CodedPerson):
    """A person with what goes to the vault alone. A `birth_date` also says the birth year."""

    given_name: PersonName = "not_stated"
    family_name: PersonName = "not_stated"
    birth_date: BirthDate | None = None
    contact_details: Line = "not_stated"

    @model_validator(mode="after")
    def one_birth_year(self) -> "NamedPerson":
        if self.birth_date and self.birth_year not in ("not_stated", self.birth_date.year):
            raise Unfit("same", "must have a birth year that is the year of the birth date")
        return self

    def codes(self) -> RegisteredPerson:
        """Without names and birth date, of which the year alone is a code."""
        codes = super().codes()
        if self.birth_date is None:
            return codes
        return codes.model_copy(update={"birth_year": self.birth_date.year})


def check_persons(case_id: UUID, persons: tuple[RegisteredPerson, ...], around: Around[CaseRegister]) -> None:
    """Raises `Refused` for persons who cannot come into this case."""
    if len({person.person_id for person in persons}) < len(persons):
        raise Refused("A person is named twice in this household.")
    if any(person.person_id in around.register.merged for person in persons):
        raise Refused("A person of this household is known under another entry: use that one.")
    if any(lives_elsewhere(around.register, person.person_id, case_id) for person in persons):
        raise Refused("A person of this household belongs to another case already.")
    for person in persons:
        check_codes(person, around.today)


def check_births(persons: tuple[NamedPerson, ...], today: date) -> None:
    """Raises `Refused` for a birth that is still to come."""
    if any(person.birth_date and person.birth_date > today for person in persons):
        raise Refused("A birth date lies in the future.")


def check_codes(person: RegisteredPerson, today: date) -> None:
    """Raises `Refused` for codes that no person can have."""
    if person.birth_year != "not_stated" and person.birth_year > today.year:
        raise Refused("A birth year lies in the future.")
    if _twice([each.language for each in person.languages if each.language != "not_stated"]):
        raise Refused("A language is named twice for one person.")
    if _twice([each.domain for each in person.needs if each.domain != "not_stated"]):
        raise Refused("A need is named twice for one person.")


def _twice(codes: list[str]) -> bool:
    return len(set(codes)) < len(codes)
