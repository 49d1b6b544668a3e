"""Namen: they lie in the vault. That some were recorded or put right is a fact, which they are is none."""

from uuid import UUID

from services.intake.domain.bounds import Line, PersonName
from services.intake.domain.register import CaseRegister
from shared.decider import Around, Command
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.codes import BirthDate
from shared.events.person import NamesRecorded


class RecordNames(Command):
    """Names of a person who had not said them, or written otherwise than before. For the vault alone."""

    person_id: UUID
    given_name: PersonName = "not_stated"
    family_name: PersonName = "not_stated"
    birth_date: BirthDate | None = None
    contact_details: Line = "not_stated"

    def target(self) -> str:
        return f"person-{self.person_id}"


def record_names(command: RecordNames, around: Around[CaseRegister]) -> list[Event]:
    """Each time: whether they are others than before, the vault knows and no decision."""
    return [NamesRecorded(person_id=command.person_id, case_id=known_case(command.person_id, around.register))]


def known_case(person_id: UUID, register: CaseRegister) -> UUID:
    """The person's last case. Raises `Missing` if there is no such person, `Refused` if another entry is she."""
    if person_id in register.merged:
        raise Refused("This person is known under another entry: use that one.")
    case_id = register.case_of.get(person_id)
    if case_id is None:
        raise Missing("There is no such person.")
    return case_id
