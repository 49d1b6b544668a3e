"""Zusammenführung: two entries turn out to be one person. Nothing is deleted: the second one counts as the first."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.domain.naming import known_case
from services.intake.domain.register import CaseRegister
from shared.decider import Around, Command
from shared.errors import Refused
from shared.event import Event
from shared.events.codes import Ground
from shared.events.intake import ConsentWithdrawn, HouseholdLeft, PersonLeft
from shared.events.person import PersonsMerged


class MergePersons(Command):
    """Zusammenführung: `merged_person_id` is the same person as `person_id`, which stays. `grounds`: why."""

    person_id: UUID
    merged_person_id: UUID
    grounds: Annotated[tuple[Ground, ...], Field(max_length=8)] = ()

    def target(self) -> str:
        return f"person-{self.person_id}"


def merge_persons(command: MergePersons, around: Around[CaseRegister]) -> list[Event]:
    """The merged entry leaves its household on the day it came: it was never a person of its own.

    A consent that it gave is not carried over: who is asked as one person states it as one. A no that it said is: what
    the kept entry had allowed the same recipient ends today.
    """
    kept, merged, register = command.person_id, command.merged_person_id, around.register
    if kept == merged:
        raise Refused("An entry is not merged with itself.")
    if register.merged.get(merged) == kept:
        return []
    if merged in register.merged:
        raise Refused("This entry was merged with another one already.")
    stays_in = known_case(kept, register)
    case_id = known_case(merged, register)
    since = register.since[merged]
    both = PersonsMerged(person_id=kept, merged_person_id=merged, case_id=case_id, on=since, grounds=command.grounds)
    one: list[Event] = [both, *_no_longer_allowed(kept, merged, stays_in, around)]
    members = register.persons.get(case_id, ())
    if merged not in members:
        return one
    left = PersonLeft(case_id=case_id, person_id=merged, left_on=since, cause="merged")
    if len(members) > 1 or case_id in register.closed:
        return [*one, left]
    return [*one, left, HouseholdLeft(case_id=case_id, left_on=since)]


def _no_longer_allowed(kept: UUID, merged: UUID, case_id: UUID, around: Around[CaseRegister]) -> list[Event]:
    consents = around.register.consents
    refused = sorted((key[1:] for key, given in consents.items() if key[0] == merged and not given))
    return [
        ConsentWithdrawn(person_id=kept, case_id=case_id, purpose=purpose, recipient=recipient, on=around.today)
        for purpose, recipient in refused
        if consents.get((kept, purpose, recipient), False)
    ]
