"""Angaben zur Person: her codes are recorded anew when they change, and put right where they were wrong."""

from datetime import date
from uuid import UUID

from services.intake.domain.bounds import not_to_come
from services.intake.domain.household import Case, Codes, codes_on
from services.intake.domain.persons import CodedPerson, check_codes
from shared.decider import Command
from shared.errors import Missing, Refused
from shared.event import Event
from shared.events.codes import Day
from shared.events.intake import PersonRecorded


class RecordPerson(Command):
    """All codes of a person as they hold from `on`. `corrects`: id of the fact that had them wrong from that day."""

    case_id: UUID
    person: CodedPerson
    on: Day
    corrects: UUID | None = None

    def target(self) -> str:
        return f"case-{self.case_id}"


def record_person(state: Case, command: RecordPerson, today: date) -> list[Event]:
    """A change is a new fact, a correction too: it has the day of what it corrects, and both can be read."""
    codes = command.person.codes()
    recorded = PersonRecorded(case_id=command.case_id, person=codes, on=command.on, corrects=command.corrects)
    if recorded in state.changes:
        return []
    said = [each for each in state.said if each.person.person_id == codes.person_id]
    if not said:
        raise Missing("There is no such person.")
    if command.corrects is not None:
        return _correct(recorded, said, today)
    if command.on < min(each.on for each in said):
        raise Refused("Nothing holds of a person before the day she came.")
    not_to_come(command.on, today)
    check_codes(codes, today)
    known = codes_on(state, codes.person_id, command.on)
    return [] if known is not None and known.person == codes else [recorded]


def _correct(recorded: PersonRecorded, said: list[Codes], today: date) -> list[Event]:
    wrong = next((each for each in said if each.event_id == recorded.corrects), None)
    if wrong is None:
        raise Refused("What is to be corrected was not said of this person.")
    if any(each.corrects == recorded.corrects for each in said):
        raise Refused("This was corrected already: correct the correction.")
    if wrong.on != recorded.on:
        raise Refused("A correction holds from the day of what it corrects.")
    check_codes(recorded.person, today)
    return [] if wrong.person == recorded.person else [recorded]
